"""How far a run or a group has come: a bar in a terminal, a line for each change elsewhere."""

import os
import shutil
import sys
import time
from dataclasses import dataclass
from typing import Any

from lyceum_hub.cli.printing import clock, here, line, titled, warn, word

WIDTH = 20
CLEAR = "\r\x1b[2K"


@dataclass(frozen=True)
class Standing:
    """Where something stands: how many of how many cells or runs are done, and the first line of what goes on."""

    name: str
    state: str
    done: int = 0
    total: int = 0
    unit: str = "cells"
    now: str = ""

    def text(self) -> str:
        """Return where it stands, in a line."""
        done = here(f"{self.done} of {self.total} {self.unit}")
        return titled(self.name, f"{self.state}, {done}" if self.total else self.state)


def of_run(run: dict[str, Any]) -> Standing:
    """Return where a run stands."""
    passed = run["progress"] or {}
    source = (passed.get("current") or {}).get("source", "").strip()
    return Standing(
        run["name"], word(run["state"]), passed.get("done", 0), passed.get("total", 0), now=source.partition("\n")[0]
    )


def of_group(group: dict[str, Any]) -> Standing:
    """Return where a group stands."""
    ended = sum(run["finished_at"] is not None for run in group["items"])
    return Standing(group["name"], counted(group), ended, len(group["items"]), "runs")


def counted(group: dict[str, Any]) -> str:
    """Return how many runs of a group stand where."""
    return ", ".join(f"{count} {word(state)}" for state, count in group["states"].items())


class Lines:
    """Says each change in a line."""

    def __init__(self) -> None:
        self._said = ""

    def show(self, standing: Standing) -> None:
        """Say where it stands, if that is new."""
        if (said := line(standing.text())) != self._said:
            warn(said)
            self._said = said

    def close(self) -> None:
        """Say no more."""


class Bar:
    """Draws one line of a terminal again and again."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def show(self, standing: Standing) -> None:
        """Draw where it stands, since when, and what goes on."""
        width = shutil.get_terminal_size().columns - 1
        drawn = line(bar(standing, time.monotonic() - self._began))
        print(f"{CLEAR}{drawn[:width]}", end="", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Leave the line empty."""
        print(CLEAR, end="", file=sys.stderr, flush=True)


class Silence:
    """Says nothing."""

    def show(self, standing: Standing) -> None:
        """Say nothing."""

    def close(self) -> None:
        """Say nothing."""


def bar(standing: Standing, seconds: float) -> str:
    """Return a line such as `nightly ━━━━━───── 5/10 cells 0:42 df = load()`."""
    if not standing.total:
        return titled(standing.name, f"{standing.state} {clock(seconds)}")
    full = WIDTH * standing.done // standing.total
    drawn = "━" * full + "─" * (WIDTH - full)
    done = f"{standing.done}/{standing.total} {here(standing.unit)}"
    return f"{standing.name} {drawn} {done} {clock(seconds)} {standing.now}"


def reporter(quiet: bool) -> Lines | Bar | Silence:
    """Return who tells of progress on the screen that there is."""
    if quiet:
        return Silence()
    return Bar() if sys.stderr.isatty() and os.environ.get("TERM") != "dumb" else Lines()

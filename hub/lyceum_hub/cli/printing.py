"""What the command line prints: JSON or words, tables, times, values; never a terminal's control characters."""

import json
import re
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
# What moves a cursor, colours, or turns the direction of writing: names, logs and errors are other people's text.
SEQUENCE = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\))")
CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
BARS = "▁▂▃▄▅▆▇█"


def tell(found: Any, as_json: bool, words: Callable[[Any], str]) -> None:
    """Print what was found, as JSON or in words."""
    say(json.dumps(found, indent=2) if as_json else words(found))


def say(text: str) -> None:
    """Print text."""
    print(plain(text), flush=True)


def warn(text: str) -> None:
    """Print text beside the results."""
    print(plain(text), file=sys.stderr, flush=True)


def plain(text: str) -> str:
    """Return text without what would steer a terminal."""
    return CONTROL.sub("", SEQUENCE.sub("", text))


def line(text: str) -> str:
    """Return text as one line."""
    return " ".join(plain(text).split())


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as aligned columns, the first row being their headings; columns without content are left out."""
    rows = [[line(cell) for cell in row] for row in rows]
    used = [index for index in range(len(rows[0])) if any(row[index] for row in rows[1:])]
    widths = [max(len(row[index]) for row in rows) for index in used]
    aligned = ("  ".join(row[index].ljust(width) for index, width in zip(used, widths, strict=True)) for row in rows)
    return "\n".join(row.rstrip() for row in aligned)


def facts(named: Sequence[tuple[str, Any]]) -> list[str]:
    """Return a line for each thing that is known: its name, and what it is."""
    return [f"  {name:<12}{value}" for name, value in named if value not in (None, "", [], {})]


def moment(instant: str | None, zone: str | None = None) -> str:
    """Return an instant as a clock shows it here; with a zone given, there, and with the day of the week."""
    if not instant:
        return ""
    at = datetime.fromisoformat(instant)
    return f"{at.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M %Z}" if zone else f"{at.astimezone():%Y-%m-%d %H:%M:%S}"


def clock(seconds: float) -> str:
    """Return a duration as minutes and seconds, or hours."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def number(value: float) -> str:
    """Return a figure in at most six digits."""
    return f"{value:.6g}"


def values(named: dict[str, Any]) -> str:
    """Return values with their names, such as `top = 3, kind = "a"`."""
    return ", ".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in named.items())


def figures(named: dict[str, float]) -> str:
    """Return figures with their names."""
    return ", ".join(f"{name} = {number(value)}" for name, value in named.items())


def sparkline(series: Sequence[float]) -> str:
    """Return numbers as a line of bars, the lowest and highest of them being the bounds."""
    low, span = min(series), (max(series) - min(series)) or 1
    return "".join(BARS[round((value - low) / span * (len(BARS) - 1))] for value in series)

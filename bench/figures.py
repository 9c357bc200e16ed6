"""Figures: what was measured, of us and of them, and the table that shows them."""

import platform
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from statistics import median

import psutil

PACKAGES = ("papermill", "nbclient", "ipykernel", "jupyterhub", "lyceum")
HEADER = ("figure", "ours", "theirs", "ratio", "wanted", "spread", "n")


@dataclass(frozen=True)
class Figure:
    """Something measured again and again, of us and perhaps of somebody else; the median counts.

    `most` is what the ratio may be at most, or, where there is nobody to compare with, what our own figure may be.
    """

    name: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...] = ()
    unit: str = "s"
    most: float | None = None

    @property
    def measured(self) -> float:
        """What is compared with `most`: the ratio, or our own figure."""
        return median(self.ours) / median(self.theirs) if self.theirs else median(self.ours)

    @property
    def is_reached(self) -> bool:
        """Tell whether it is as good as we want it."""
        return self.most is None or self.measured <= self.most

    def row(self) -> tuple[str, ...]:
        """Return the figure's line of the table."""
        return (
            self.name,
            self.show(self.ours),
            self.show(self.theirs),
            f"{self.measured:.2f}" if self.theirs else "",
            "" if self.most is None else f"≤ {self.most:g}{'' if self.is_reached else '  MISSED'}",
            self.spread(),
            str(len(self.ours)),
        )

    def show(self, values: tuple[float, ...]) -> str:
        """Return the median with its unit."""
        return f"{median(values):.3g} {self.unit}" if values else ""

    def spread(self) -> str:
        """Return the least and the most that was measured, of us and of them."""
        pairs = [f"{min(values):.3g}–{max(values):.3g}" for values in (self.ours, self.theirs) if len(values) > 1]
        return " / ".join(pairs)


def in_turns(times: int, ours: Callable[[], float], theirs: Callable[[], float]) -> dict[str, tuple[float, ...]]:
    """Measure us and them in turns, so that both meet what else the machine does; the first turn does not count."""
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(times)]
    return {"ours": tuple(pair[0] for pair in pairs), "theirs": tuple(pair[1] for pair in pairs)}


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as lines of text, under what they were measured on."""
    rows = [HEADER, *(figure.row() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADER))]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([machine(), "", *lines])


def machine() -> str:
    """Return what the figures were measured on."""
    cores, memory = psutil.cpu_count(), psutil.virtual_memory().total / 2**30
    load = psutil.getloadavg()[0]
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    host = f"{platform.system()} {platform.release()}, {platform.machine()}, {cores} cores, {memory:.0f} GiB"
    return f"{host}, load {load:.1f}\nPython {platform.python_version()}, {packages}"

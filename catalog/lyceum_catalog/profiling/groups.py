"""People by the values of a sensitive column, and how each group fared; nothing is told of small groups.

What is hidden cannot be computed from what is shown and the totals. Favourable shares are told in whole percents, which
leaves open how many people they stand for; where that is less than the hidden people, the next larger group is hidden.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from lyceum_catalog.profiling.columns import kind_of, plainly, text_of
from lyceum_catalog.profiling.profile import MOST_GROUPS, SMALLEST_GROUP, Group, Groups

MOST_VALUES = 10_000  # different ones, among them all ages and all days of a century's quarter
FEW = 12  # different numbers; more are put together into ranges
RANGES = 6
PRECISION = 0.01  # of favourable shares
MISSING, OTHERS = "(missing)", "(other values)"


@dataclass(frozen=True)
class Fared:
    """How many people, of how many the outcome is known, and for how many it was good."""

    rows: int = 0
    decided: int = 0
    favourable: int = 0

    def __add__(self, other: "Fared") -> "Fared":
        return Fared(self.rows + other.rows, self.decided + other.decided, self.favourable + other.favourable)

    @property
    def rate(self) -> float | None:
        """The share for whom it was good, told where it is known of enough people."""
        return round(self.favourable / self.decided, 2) if self.decided >= SMALLEST_GROUP else None


class Crossing:
    """A sensitive column against the outcome, given up (`found` is None) when it has too many values."""

    def __init__(self) -> None:
        self.found: dict[Any, Fared] | None = {}

    def add(self, column: Any, good: Any) -> None:
        """Take in an Arrow array, and one that is true where the outcome was good and missing where it is unknown."""
        if self.found is None or kind_of(column.type) == "other":
            self.found = None
            return
        for value, fared in counted(plainly(column), good):
            self.found[value] = self.found.get(value, Fared()) + fared
        if len(self.found) > MOST_VALUES:
            self.found = None

    def groups(self, reference: Mapping[str, float] | None = None, source: str = "") -> Groups | None:
        """Return what may be told, beside the shares that a reference says; None where there are too many values."""
        if self.found is None:
            return None
        total = sum(fared.rows for fared in self.found.values())
        shown, hidden = parted(folded(self.found))
        shares = reference or {}
        items = [group_of(label, fared, total, shares.get(label)) for label, fared in shown]
        named = [item for item in items if item.value not in (MISSING, OTHERS)]
        rates = [item.favourable for item in named if item.favourable is not None]
        ratio = round(min(rates) / max(rates), 2) if len(rates) > 1 and max(rates) > 0 else None
        return Groups(items=items, hidden=hidden, ratio=ratio, source=source[:300])


def counted(column: Any, good: Any) -> list[tuple[Any, Fared]]:
    """Return how each value of a batch fared."""
    table = pa.table({"value": column, "good": good})
    counts = table.group_by(["value", "good"]).aggregate([([], "count_all")]).to_pylist()
    return [(row["value"], fared_as(row["good"], row["count_all"])) for row in counts]


def fared_as(good: bool | None, rows: int) -> Fared:
    """Return how people fared who all fared the same."""
    return Fared(rows, rows if good is not None else 0, rows if good else 0)


def folded(found: Mapping[Any, Fared]) -> list[tuple[str, Fared]]:
    """Return groups by label: many numbers or dates as ranges in their order, others the largest first."""
    values = [value for value in found if value is not None]
    if len(values) > FEW and not any(isinstance(value, str | bytes | bool) for value in values):
        named = in_ranges([(number_of(value), found[value]) for value in values])
    else:
        named = largest_first((text_of(value), found[value]) for value in values)
    kept, rest = named[: MOST_GROUPS - 2], named[MOST_GROUPS - 2 :]
    others = [(OTHERS, together(fared for _, fared in rest))] if rest else []
    missing = [(MISSING, found[None])] if None in found else []
    return [*kept, *others, *missing]


def largest_first(named: Iterable[tuple[str, Fared]]) -> list[tuple[str, Fared]]:
    """Return groups with the largest first, those of one size by name."""
    return sorted(named, key=lambda item: (-item[1].rows, item[0]))


def together(fared: Iterable[Fared]) -> Fared:
    """Return several groups as one."""
    return sum(fared, Fared())


def number_of(value: Any) -> float:
    """Return a number, or the year of a date."""
    return float(getattr(value, "year", value))


def in_ranges(found: Sequence[tuple[float, Fared]]) -> list[tuple[str, Fared]]:
    """Return numbers in ranges of a round width, which stay the same while the data change little."""
    values = np.repeat([value for value, _ in found], [fared.rows for _, fared in found])
    low, high = np.quantile(values, [0.05, 0.95])
    width = round_width(float(high - low) / RANGES)
    first, last = int(low // width), max(int(low // width) + 1, int(high // width))
    ranges: dict[int, Fared] = {}
    for value, fared in found:
        place = int(min(max(value // width, first), last))
        ranges[place] = ranges.get(place, Fared()) + fared
    return [(range_of(place, width, first, last), ranges[place]) for place in sorted(ranges)]


def round_width(least: float) -> float:
    """Return the first of …, 1, 2, 5, 10, 20, … that is not smaller."""
    power = 10.0 ** np.floor(np.log10(least)) if least > 0 else 1.0
    return float(next(power * step for step in (1, 2, 5, 10) if power * step >= least * (1 - 1e-9)))


def range_of(place: int, width: float, first: int, last: int) -> str:
    """Return what a range is called; the outer ones are open."""
    low, high = (text_of(float(f"{(place + side) * width:.10g}")) for side in (0, 1))
    if place in (first, last):
        return f"below {high}" if place == first else f"{low} and more"
    return f"{low} to below {high}"


def parted(named: Sequence[tuple[str, Fared]]) -> tuple[list[tuple[str, Fared]], int]:
    """Return the groups that may be shown, and how many are hidden."""
    shown, people = largest_first(named), 0
    while shown and (shown[-1][1].rows < SMALLEST_GROUP or is_known(shown, people)):
        people += shown.pop()[1].rows
    names = {label for label, _ in shown}
    return [item for item in named if item[0] in names], len(named) - len(shown)


def is_known(shown: Sequence[tuple[str, Fared]], people: int) -> bool:
    """Tell whether how hidden people fared could be computed from the groups that are shown."""
    open_by = PRECISION / 2 * sum(fared.rows for _, fared in shown)
    return 0 < people < SMALLEST_GROUP and open_by < people


def group_of(label: str, fared: Fared, total: int, reference: float | None) -> Group:
    """Return what is told of a group."""
    share = round(fared.rows / total, 4)
    return Group(value=label[:300], rows=fared.rows, share=share, favourable=fared.rate, reference=reference)

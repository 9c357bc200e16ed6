"""Drift: how the columns of a version's data differ from those of another one, as their two profiles tell.

A difference is marked where it is large, not only where it is sure: of many rows the smallest difference is no chance.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lyceum_catalog.profiling.distances import chi_square, chi_square_p, smirnov_p, stability
from lyceum_catalog.profiling.profile import ColumnProfile, Frequent, Groups, Profile, Spread

PARTS = 10  # of the older distribution, for the stability index
MOVED = 0.2  # stability index
APART = 0.1  # distance of Kolmogorov and Smirnov, and Cramér's V
SURE = 0.01  # chance
MISSING = 0.05  # share of the rows
FARED = 0.05  # share of a group


@dataclass(frozen=True)
class Drift:
    """How one column differs: what was measured (None where it could not be), and why it is marked, in words."""

    name: str
    psi: float | None = None
    ks: float | None = None
    chi_square: float | None = None
    p: float | None = None
    why: list[str] = field(default_factory=list)

    @property
    def marked(self) -> bool:
        """Whether somebody should look at it."""
        return bool(self.why)


def drift_of(before: Profile, now: Profile) -> list[Drift]:
    """Return how each column differs, in the order of the newer profile; those that are gone come last."""
    old, new = ({column.name: column for column in profile.columns} for profile in (before, now))
    both = [of_column(old[name], new[name], before.rows, now.rows) for name in new if name in old]
    added = [Drift(name, why=["The column is new."]) for name in new if name not in old]
    gone = [Drift(name, why=["The column is gone."]) for name in old if name not in new]
    by_name = {drift.name: drift for drift in (*both, *added)}
    return [*(by_name[name] for name in new), *gone]


def of_column(before: ColumnProfile, now: ColumnProfile, rows_before: int, rows_now: int) -> Drift:
    """Return how one column differs from itself."""
    if before.type != now.type and not {before.type, now.type} <= {"integer", "number"}:
        return Drift(now.name, why=[f"Its type was {before.type} and is {now.type}."])
    filled = (rows_before - before.missing, rows_now - now.missing)
    missing = of_missing(before.missing / max(rows_before, 1), now.missing / max(rows_now, 1))
    fared = of_outcomes(before.groups, now.groups)
    if before.groups and now.groups:
        found = of_counts(now.name, *counts_of(group_counts(before.groups), group_counts(now.groups), filled))
    elif before.spread and now.spread:
        found = of_spreads(now.name, before.spread, now.spread, filled)
    elif before.top and now.top:
        found = of_counts(now.name, *counts_of(named(before.top), named(now.top), filled, is_whole(before, now)))
    else:
        found = Drift(now.name)
    return Drift(found.name, found.psi, found.ks, found.chi_square, found.p, [*found.why, *missing, *fared])


def of_missing(before: float, now: float) -> list[str]:
    """Say when clearly more or fewer values are missing."""
    said = f"{now:.0%} of its values are missing, before {before:.0%}."
    return [said] if abs(now - before) >= MISSING else []


def of_outcomes(before: Groups | None, now: Groups | None) -> list[str]:
    """Say which groups fare clearly better or worse than before."""
    old = {group.value: group.favourable for group in before.items} if before else {}
    pairs = [(group.value, old.get(group.value), group.favourable) for group in (now.items if now else [])]
    return [
        f"Of {value} {rate:.0%} fared well, before {earlier:.0%}."
        for value, earlier, rate in pairs
        if earlier is not None and rate is not None and abs(rate - earlier) >= FARED - 1e-9
    ]


def of_spreads(name: str, before: Spread, now: Spread, filled: tuple[int, int]) -> Drift:
    """Compare numbers: the stability index over tenths of the older ones, and the test of Kolmogorov and Smirnov."""
    bounds = bounds_of(before)
    psi = stability(shares_between(before, bounds), shares_between(now, bounds))
    ks = max(abs(share_below(before, point) - share_below(now, point)) for point in (*before.points, *now.points))
    p = smirnov_p(ks, *filled) if all(filled) else 1.0
    why = []
    if psi >= MOVED or (ks >= APART and p < SURE):
        why.append(f"Its values are spread otherwise (PSI {psi:.2f}, KS {ks:.2f}).")
    return Drift(name, psi=round(psi, 4), ks=round(ks, 4), p=round(p, 6), why=why)


def of_counts(name: str, before: Sequence[float], now: Sequence[float]) -> Drift:
    """Compare values by how often they stand there: the stability index and Pearson's chi-square."""
    totals = sum(before), sum(now)
    if not all(totals) or len(before) < 2:
        return Drift(name)
    psi = stability([count / totals[0] for count in before], [count / totals[1] for count in now])
    statistic, freedom = chi_square(before, now)
    p, strength = chi_square_p(statistic, freedom), (statistic / sum(totals)) ** 0.5
    why = []
    if psi >= MOVED or (strength >= APART and p < SURE):
        why.append(f"Its values have other shares (PSI {psi:.2f}, chi-square {statistic:,.0f}).")
    return Drift(name, psi=round(psi, 4), chi_square=round(statistic, 2), p=round(p, 6), why=why)


def bounds_of(spread: Spread) -> list[float]:
    """Return the values that divide a distribution into parts of about the same size; a frequent one is a part."""
    places = [bisect_right(spread.shares, number / PARTS - 1e-9) for number in range(1, PARTS)]
    return sorted({spread.points[min(place, len(spread.points) - 1)] for place in places})


def shares_between(spread: Spread, bounds: Sequence[float]) -> list[float]:
    """Return the share of the values up to each bound from the one before, and of those above the last."""
    upto = [0.0, *(share_below(spread, bound) for bound in bounds), 1.0]
    return [high - low for low, high in pairwise(upto)]


def share_below(spread: Spread, value: float) -> float:
    """Return the share of the values that are at most a value."""
    place = bisect_right(spread.points, value)
    return spread.shares[place - 1] if place else 0.0


def named(top: Sequence[Frequent]) -> dict[str, int]:
    """Return in how many rows each top value stands."""
    return {value.value: value.rows for value in top}


def group_counts(groups: Groups) -> dict[str, int]:
    """Return how many people are in each group."""
    return {group.value: group.rows for group in groups.items}


def is_whole(*columns: ColumnProfile) -> bool:
    """Tell whether the top values are all that there are, so that a value that is not among them is nowhere."""
    return all(column.top is not None and column.distinct == len(column.top) for column in columns)


def counts_of(
    before: Mapping[str, int], now: Mapping[str, int], filled: tuple[int, int], whole: bool = False
) -> tuple[list[float], list[float]]:
    """Return how often values stand in both, the others together; every value counts where all are known."""
    names = [name for name in {**before, **now} if whole or (name in before and name in now)]
    counts = [[float(found.get(name, 0)) for name in names] for found in (before, now)]
    old, new = ([*known, max(0.0, rows - sum(known))] for known, rows in zip(counts, filled, strict=True))
    return old, new

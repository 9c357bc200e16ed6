"""Facets: how many of the entries found have each kind, tag, domain, owner, format, classification, state and age.

What each entry has is remembered as numbers in arrays; only entries that are new since the last question are read.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from lyceum_hub.database.tables import entries, entry_index

FACETS = ("kind", "tag", "domain", "owner", "format", "classification", "state", "day")
AGES = (7, 30, 365)  # days
MOST_VALUES = 50

Numbers = NDArray[np.int64]
Value = tuple[int, str]  # its facet's place among them, and what it is
Counts = dict[str, list[dict[str, object]]]
Revision = tuple[int, int]  # of an index: its newest number, and how many entries it has


class Facets:
    """What each entry has: a pair of places, the entry's and the value's, for each of its values."""

    _entries: Numbers  # their numbers in the index, rising
    _having: Numbers
    _had: Numbers
    _revision: Revision

    def __init__(self) -> None:
        self._lock = Lock()
        self._values: list[Value] = []
        self._places: dict[Value, int] = {}
        self._forget()

    def count(self, connection: Connection, found: Sequence[int], present: Revision) -> Counts:
        """Return the values of each facet with how many of these entries have them, the most frequent first."""
        with self._lock:
            if present != self._revision:
                self._refresh(connection, present)
            is_found = np.isin(self._entries, np.array(found, np.int64))
            return self._shown(np.bincount(self._had[is_found[self._having]], minlength=len(self._values)))

    def _shown(self, times: Numbers) -> Counts:
        """Return the counts of each facet as people read them."""
        facet_of = np.array([facet for facet, _ in self._values], np.int64)
        counts = {}
        for facet, name in enumerate(FACETS):
            some = np.flatnonzero((facet_of == facet) & (times > 0))
            if name != "day":
                some = some[times[some] >= least_shown(times[some])]
            counts[name] = {self._values[place][1]: int(times[place]) for place in some}
        days = counts.pop("day")
        return {**{name: most_frequent(values) for name, values in counts.items()}, "updated_within": by_age(days)}

    def _refresh(self, connection: Connection, present: Revision) -> None:
        """Read what is new and forget what is gone; an entry that changed has a new number."""
        self._remember(connection)
        if len(self._entries) != present[1]:
            there = connection.execute(select(entry_index.c.id)).scalars().all()
            self._keep(np.isin(self._entries, np.array(there, np.int64)))
        if len(self._entries) != present[1]:  # a transaction that began earlier ended later
            self._forget()
            self._remember(connection)
        self._revision = present

    def _remember(self, connection: Connection) -> None:
        newest = int(self._entries[-1]) if len(self._entries) else 0
        said = (entry_index.c.id, entry_index.c.facets, entry_index.c.updated_at, entries.c.state)
        query = select(*said).join(entries, entries.c.name == entry_index.c.name).where(entry_index.c.id > newest)
        rows = connection.execute(query.order_by(entry_index.c.id)).all()
        had = [[self._place(value) for value in values_of(row)] for row in rows]
        having = [place for place, each in enumerate(had, len(self._entries)) for _ in each]
        self._having = np.concatenate((self._having, np.array(having, np.int64)))
        self._had = np.concatenate((self._had, np.array([place for each in had for place in each], np.int64)))
        self._entries = np.concatenate((self._entries, np.array([row.id for row in rows], np.int64)))

    def _keep(self, kept: NDArray[np.bool_]) -> None:
        """Forget the entries that are not kept."""
        is_kept = kept[self._having]
        self._having, self._had = (np.cumsum(kept) - 1)[self._having[is_kept]], self._had[is_kept]
        self._entries = self._entries[kept]

    def _forget(self) -> None:
        self._entries = self._having = self._had = np.array([], np.int64)
        self._revision = (0, 0)

    def _place(self, value: Value) -> int:
        """Return the place of a value among all."""
        place = self._places.setdefault(value, len(self._values))
        if place == len(self._values):
            self._values.append(value)
        return place


def revision(connection: Connection) -> Revision:
    """Return what tells an index from what it was before."""
    newest = select(func.max(entry_index.c.id)).scalar_subquery()
    total = select(func.count()).select_from(entry_index).scalar_subquery()
    return tuple(connection.execute(select(func.coalesce(newest, 0), total)).one())


def values_of(row: Any) -> Iterator[Value]:
    """Yield what an entry has."""
    day = str(row.updated_at.date().toordinal())
    for facet, value in (*row.facets, ("state", row.state), ("day", day)):
        yield FACETS.index(facet), value


def least_shown(times: Numbers) -> int:
    """Return how many entries must have a value that is among those shown."""
    return int(np.partition(times, -MOST_VALUES)[-MOST_VALUES]) if len(times) > MOST_VALUES else 0


def most_frequent(values: Mapping[str, int]) -> list[dict[str, object]]:
    """Return values with their counts, the most frequent first."""
    ordered = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    return [{"value": value, "count": times} for value, times in ordered[:MOST_VALUES]]


def by_age(days: Mapping[str, int]) -> list[dict[str, object]]:
    """Return how many changed within a week, a month and a year."""
    today = datetime.now(UTC).date().toordinal()
    ages = {int(day): times for day, times in days.items()}
    within = {age: sum(times for day, times in ages.items() if today - day < age) for age in AGES}
    return [{"value": age, "count": times} for age, times in within.items()]

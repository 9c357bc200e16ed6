"""Facets: how many of the entries found have each kind, tag, domain, owner, format, classification, state and age.

What each entry has is remembered as a small number; only entries that are new since the last question are read again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from heapq import nsmallest
from itertools import chain
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Select, func, select

from lyceum_hub.database.tables import entries, entry_index

FACETS = ("kind", "tag", "domain", "owner", "format", "classification", "state")
AGES = (7, 30, 365)  # days
MOST_VALUES = 50

Value = tuple[str, str]
Combination = tuple[int, ...]  # numbers of values
Counts = dict[str, list[dict[str, object]]]


class Facets:
    """What each entry has, by its number in the index."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._values: list[Value] = []
        self._numbers: dict[Value, int] = {}
        self._combinations: dict[Combination, Combination] = {}  # each once in memory
        self._of: dict[int, Combination] = {}
        self._every = Counter[int]()  # of the values of all entries

    def count(self, connection: Connection, found: Sequence[int]) -> Counts:
        """Return the values of each facet with how many of these entries have them, the most frequent first."""
        with self._lock:
            self._refresh(connection)
            counted = self._counted(found)
            return shown((*self._values[number], times) for number, times in counted.items() if times)

    def _counted(self, found: Sequence[int]) -> Counter[int]:
        """Return how many have each value: of most entries, all but those of the others."""
        if 2 * len(found) <= len(self._of):
            return Counter(chain.from_iterable(filter(None, map(self._of.get, found))))
        counted, others = self._every.copy(), self._of.keys() - set(found)
        counted.subtract(chain.from_iterable(map(self._of.__getitem__, others)))
        return counted

    def _refresh(self, connection: Connection) -> None:
        """Read what is new; an entry that changed has a new number."""
        known = max(self._of, default=0)
        said = (entry_index.c.id, entry_index.c.facets, entry_index.c.updated_at, entries.c.state)
        query = select(*said).join(entries, entries.c.name == entry_index.c.name)
        self._remember(connection, query.where(entry_index.c.id > known))
        if connection.execute(select(func.count()).select_from(entry_index)).scalar_one() != len(self._of):
            present = set(connection.execute(select(entry_index.c.id)).scalars())
            self._every.subtract(chain.from_iterable(self._of.pop(gone) for gone in self._of.keys() - present))
            if present - self._of.keys():  # a transaction that began earlier ended later
                self._remember(connection, query)

    def _remember(self, connection: Connection, query: Select[Any]) -> None:
        for entry, facets, updated_at, state in connection.execute(query):
            if entry not in self._of:
                day = str(updated_at.date().toordinal())
                said = [*((facet, value) for facet, value in facets), ("state", state), ("day", day)]
                combination = tuple(map(self._number_of, said))
                self._of[entry] = self._combinations.setdefault(combination, combination)
                self._every.update(combination)

    def _number_of(self, value: Value) -> int:
        """Return the small number that stands for a value."""
        number = self._numbers.setdefault(value, len(self._values))
        if number == len(self._values):
            self._values.append(value)
        return number


def shown(found: Iterable[tuple[str, str, int]]) -> Counts:
    """Return the counts of each facet as people read them."""
    values: dict[str, dict[str, int]] = defaultdict(dict)
    for facet, value, times in found:
        values[facet][value] = times
    counts = {facet: most_frequent(values[facet]) for facet in FACETS}
    return {**counts, "updated_within": by_age(values["day"])}


def most_frequent(values: Mapping[str, int]) -> list[dict[str, object]]:
    """Return values with their counts, the most frequent first."""
    ordered = nsmallest(MOST_VALUES, values.items(), key=lambda item: (-item[1], item[0]))
    return [{"value": value, "count": times} for value, times in ordered]


def by_age(days: Mapping[str, int]) -> list[dict[str, object]]:
    """Return how many changed within a week, a month and a year."""
    today = datetime.now(UTC).date().toordinal()
    ages = {int(day): times for day, times in days.items()}
    within = {age: sum(times for day, times in ages.items() if today - day < age) for age in AGES}
    return [{"value": age, "count": times} for age, times in within.items()]

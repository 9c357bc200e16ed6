"""Queries: what somebody asks the catalog for, and how the database is asked for the numbers of what matches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select, table

from lyceum_hub.database.tables import entries, entry_index
from lyceum_hub.service.entries.matching import Alternatives, Matching
from lyceum_hub.service.entries.words import facet_word, stems_of

ORDERS = {
    "date": [entry_index.c.updated_at.desc()],
    "use": [entry_index.c.uses.desc()],
    "stars": [entry_index.c.stars.desc()],
}


@dataclass(frozen=True)
class Query:
    """What is asked for: words, a value of each facet or none, a page, and its order."""

    words: str = ""
    kind: str = ""
    tag: str = ""
    domain: str = ""
    owner: str = ""
    format: str = ""
    classification: str = ""
    updated_within: int = 0  # days; 0: at any time
    state: str = ""  # published or deprecated; none: both
    sort: str = ""  # by relevance where there are words, else by name
    limit: int = 50
    offset: int = 0
    facets: bool = False

    def asked_facets(self) -> list[tuple[str, str]]:
        """Return the values asked for, by facet."""
        named = ("kind", "tag", "domain", "owner", "format", "classification")
        return [(name, getattr(self, name)) for name in named if getattr(self, name)]


def exact(words: Sequence[str]) -> list[Alternatives]:
    """Return what each word has to match: one of its stems."""
    return [Alternatives(stems_of(word)) for word in words]


@dataclass(frozen=True)
class Asked:
    """A search as the database is asked: queries for the numbers of what matches, and what they are given.

    They tell nothing of who may see it: `Sight` does.
    """

    matching: Matching
    query: Query
    wanted: list[Alternatives]

    @property
    def given(self) -> dict[str, str]:
        """Return the parameters of the queries."""
        facets = [Alternatives((facet_word(*facet),)) for facet in self.query.asked_facets()]
        both = {"match": self.wanted, "facets": facets}
        return {name: self.matching.expression(wanted) for name, wanted in both.items() if wanted}

    @property
    def narrows(self) -> bool:
        """Tell whether anything is asked for at all."""
        return bool(self.given or self.query.updated_within or self.query.state)

    @property
    def is_ranked(self) -> bool:
        """Tell whether what matches comes by relevance."""
        return bool(self.wanted) and self.query.sort in ("", "relevance")

    @property
    def numbers(self) -> Select[Any]:
        """Return the query for the numbers of all that matches, in any order."""
        holding = [self._holding(parameter) for parameter in self.given]
        first, *others = [*holding, *self._narrowings()] or [select(entry_index.c.id)]
        key = self.matching.key if holding else entry_index.c.id
        return first.where(*(key.in_(other.correlate(None)) for other in others))

    @property
    def ranked(self) -> Select[Any]:
        """Return the same query by relevance."""
        return self.numbers.order_by(self.matching.rank)

    @property
    def ordered(self) -> Select[Any]:
        """Return the query for the numbers of all entries in the order asked for, where that is not relevance."""
        return select(entry_index.c.id).order_by(*ORDERS.get(self.query.sort, []), entry_index.c.name)

    def _holding(self, parameter: str) -> Select[Any]:
        """Return the query for the numbers of entries that hold what a parameter is given."""
        words = select(self.matching.key.label("id")).select_from(table("entry_words"))
        return words.where(self.matching.holds(parameter))

    def _narrowings(self) -> Iterator[Select[Any]]:
        """Yield the queries that what is found is among, beside those by words."""
        if self.query.updated_within:
            midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
            since = midnight - timedelta(days=self.query.updated_within)
            yield select(entry_index.c.id).where(entry_index.c.updated_at >= since)
        if self.query.state:
            named = select(entries.c.name).where(entries.c.state == self.query.state)
            yield select(entry_index.c.id).where(entry_index.c.name.in_(named))

"""Search: entries that hold every word and have every facet asked for, ranked; misspelt words are corrected.

A word matches the forms that share its stem. Where no entry does, what begins like the last word counts as well; where
none does that either, words that the catalog never held are taken for the likeliest ones it does.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, text

from lyceum_hub.database import Database
from lyceum_hub.database.tables import entry_index
from lyceum_hub.service.entries import spelling
from lyceum_hub.service.entries.facets import Counts, Facets
from lyceum_hub.service.entries.matching import MATCHING, Alternatives
from lyceum_hub.service.entries.words import facet_word, stems_of, words_of

MOST_WORDS = 16
LONGEST_QUERY = 500
REMEMBERED = 64
SORTS = ("relevance", "name", "date")


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
    sort: str = ""  # by relevance where there are words, else by name
    limit: int = 50
    offset: int = 0
    facets: bool = False

    def asked_facets(self) -> list[tuple[str, str]]:
        """Return the values asked for, by facet."""
        named = ("kind", "tag", "domain", "owner", "format", "classification")
        return [(name, getattr(self, name)) for name in named if getattr(self, name)]


@dataclass(frozen=True)
class Hit:
    """An entry found: its card, the version that is present, and since when."""

    card: dict[str, Any]
    version: int
    updated_at: datetime


@dataclass(frozen=True)
class Found:
    """A page of hits, how many there are in all, what each facet would leave, and words put in for misspelt ones."""

    hits: list[Hit]
    total: int
    facets: Counts | None = None
    corrected: str = ""


class Search:
    """The catalog as people search it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._matching = MATCHING[database.engine.dialect.name]
        self._facets = Facets()
        self._remembered: OrderedDict[object, Counts] = OrderedDict()

    def find(self, query: Query) -> Found:
        """Return a page of what is found."""
        words = words_of(query.words[:LONGEST_QUERY])[:MOST_WORDS]
        if query.words.strip() and not words:
            return Found([], 0, {} if query.facets else None)
        with self._database.reading() as connection:
            asked, corrected, total = self._widened(connection, query, words)
            hits = self._page(connection, asked) if total > query.offset else []
            facets = self._count(connection, asked) if query.facets else None
        return Found(hits, total, facets, corrected)

    def complete(self, begun: str, limit: int = 10) -> list[str]:
        """Return queries that begin like this one, its last word completed from names and tags, the likeliest first."""
        words = words_of(begun[:LONGEST_QUERY])[:MOST_WORDS]
        if not words or begun[-1:].isspace():
            return []
        with self._database.reading() as connection:
            asked = Asked(
                self._matching, Query(limit=100, sort="relevance"), [*exact(words[:-1]), Alternatives((), words[-1])]
            )
            cards = [hit.card for hit in self._page(connection, asked)]
        return completions(words, cards)[:limit]

    def _widened(self, connection: Connection, query: Query, words: list[str]) -> tuple["Asked", str, int]:
        """Return the strictest way to ask that finds something, how misspelt words were corrected, and the total."""
        asked = Asked(self._matching, query, exact(words))
        total = self._total(connection, asked)
        if not words or total:
            return asked, "", total
        begun = [*asked.wanted[:-1], replace(asked.wanted[-1], beginning=words[-1])]
        asked = replace(asked, wanted=begun)
        total = self._total(connection, asked)
        if total:
            return asked, "", total
        return self._corrected(connection, asked, words)

    def _corrected(self, connection: Connection, asked: "Asked", words: list[str]) -> tuple["Asked", str, int]:
        meant = {word: spelling.alike(connection, word) for word in spelling.unknown(connection, words)}
        if not any(meant.values()):
            return asked, "", 0
        likely = [meant.get(word) or [word] for word in words]
        wanted = [Alternatives(tuple(stem for word in some for stem in stems_of(word))) for some in likely]
        corrected = replace(asked, wanted=wanted)
        total = self._total(connection, corrected)
        return corrected, " ".join(some[0] for some in likely) if total else "", total

    def _total(self, connection: Connection, asked: "Asked") -> int:
        if not asked.narrows:
            return connection.execute(select(func.count()).select_from(entry_index)).scalar_one()
        return int(connection.execute(text(f"SELECT count(*) FROM ({asked.ids}) AS found"), asked.given).scalar_one())  # noqa: S608

    def _page(self, connection: Connection, asked: "Asked") -> list[Hit]:
        given = {**asked.given, "limit": asked.query.limit, "offset": asked.query.offset}
        numbers = connection.execute(text(f"{asked.ordered} LIMIT :limit OFFSET :offset"), given).scalars().all()
        rows = connection.execute(select(entry_index).where(entry_index.c.id.in_(numbers))).all()
        of = {row.id: Hit(row.card, row.version, row.updated_at) for row in rows}
        return [of[number] for number in numbers if number in of]

    def _count(self, connection: Connection, asked: "Asked") -> Counts:
        key = (self._revision(connection), asked.ids, *sorted(asked.given.items()), datetime.now(UTC).date())
        if key not in self._remembered:
            found = connection.execute(text(asked.ids), asked.given).scalars().all()
            self._remembered[key] = self._facets.count(connection, found)
            while len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)
        return self._remembered[key]

    def _revision(self, connection: Connection) -> tuple[int, int]:
        newest, total = connection.execute(select(func.max(entry_index.c.id), func.count())).one()
        return newest or 0, total


def exact(words: Sequence[str]) -> list[Alternatives]:
    """Return what each word has to match: one of its stems."""
    return [Alternatives(stems_of(word)) for word in words]


@dataclass(frozen=True)
class Asked:
    """A search as the database is asked: SQL for the numbers of what is found, and what it is given."""

    matching: Any
    query: Query
    wanted: list[Alternatives]

    @property
    def narrows(self) -> bool:
        """Tell whether anything is asked for at all."""
        return bool(self.wanted or self.query.asked_facets() or self.query.updated_within)

    @property
    def given(self) -> dict[str, Any]:
        """Return the parameters of the SQL."""
        query, given = self.query, dict[str, Any]()
        if self.wanted:
            given["match"] = self.matching.expression(self.wanted)
        if facets := query.asked_facets():
            words = [Alternatives((facet_word(*facet),)) for facet in facets]
            given["facets"] = self.matching.expression(words)
        if query.updated_within:
            given["since"] = f"{datetime.now(UTC) - timedelta(days=query.updated_within):%Y-%m-%d 00:00:00}"
        return given

    @property
    def narrowings(self) -> list[str]:
        """Return the queries that what is found is among, beside the words'."""
        facets = self.matching.matches.replace(":match", ":facets")
        since = "SELECT id FROM entry_index WHERE updated_at >= :since"
        return [*([facets] if self.query.asked_facets() else []), *([since] if self.query.updated_within else [])]

    @property
    def ids(self) -> str:
        """Return the SQL for the numbers of all that is found."""
        parts = [*([self.matching.matches] if self.wanted else []), *self.narrowings]
        return " INTERSECT ".join(parts) or "SELECT id FROM entry_index"

    @property
    def ordered(self) -> str:
        """Return the SQL for the numbers of what is found, in the order asked for."""
        sort = self.query.sort or ("relevance" if self.wanted else "name")
        if sort == "relevance" and self.wanted:
            narrowed = " ".join(f"AND {self.matching.key} IN ({part})" for part in self.narrowings)
            return str(self.matching.ranked.format(narrowed=narrowed))
        order = "updated_at DESC, name" if sort == "date" else "name"
        among = f"WHERE id IN ({self.ids})" if self.narrows else ""
        return f"SELECT id FROM entry_index {among} ORDER BY {order}"  # noqa: S608 - names of ours


def completions(words: Sequence[str], cards: Sequence[dict[str, Any]]) -> list[str]:
    """Return queries whose last word is one of these entries' names, titles or tags, the most frequent first."""
    *before, begun = words
    times: dict[str, int] = {}
    for card in cards:
        said = " ".join((card["name"], card["title"], card["domain"], *card["tags"]))
        for word in set(words_of(said)):
            if word.startswith(begun) and word not in before:
                times[word] = times.get(word, 0) + 1
    ordered = sorted(times, key=lambda word: (-times[word], word))
    return [" ".join((*before, word)) for word in ordered]

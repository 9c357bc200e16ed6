"""Search: entries that hold every word and have every facet asked for, ranked; misspelt words are corrected.

A word matches the forms that share its stem. Where no entry does, what begins like the last word counts as well; where
none does that either, words that no entry holds are taken for the likeliest ones that one does.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from lyceum_hub.database import Database
from lyceum_hub.database.tables import entries, entry_index
from lyceum_hub.service.entries import spelling
from lyceum_hub.service.entries.access import READ, SEE, Reader
from lyceum_hub.service.entries.facets import Counts, Facets
from lyceum_hub.service.entries.matching import MATCHING, Alternatives
from lyceum_hub.service.entries.queries import Asked, Query, exact
from lyceum_hub.service.entries.words import stems_of, words_of

MOST_WORDS = 16
MOST_MEANT = 3
LONGEST_QUERY = 500
REMEMBERED = 64


@dataclass(frozen=True)
class Hit:
    """An entry found: its card, its present version and since when, whether who asks may read it, and its uses."""

    card: dict[str, Any]
    version: int
    updated_at: datetime
    state: str
    may_read: bool
    uses: int
    successor: str | None  # of a deprecated one, where who asks sees it


@dataclass(frozen=True)
class Found:
    """A page of hits, how many there are in all, what each facet would leave, and words put in for misspelt ones."""

    hits: list[Hit]
    total: int
    facets: Counts | None = None
    corrected: str = ""


class Search:
    """The catalog as somebody searches it: what they may not see is neither found nor counted, nor are its words."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._matching = MATCHING[database.engine.dialect.name]
        self._facets = Facets()
        self._remembered: OrderedDict[object, Counts] = OrderedDict()

    def find(self, query: Query, reader: Reader) -> Found:
        """Return a page of what is found."""
        words = words_of(query.words[:LONGEST_QUERY])[:MOST_WORDS]
        if query.words.strip() and not words:
            return Found([], 0, {} if query.facets else None)
        asked = Asked(self._matching, reader, query, exact(words))
        with self._database.reading() as connection:
            asked, corrected, total = self._widened(connection, asked, words)
            hits = self._page(connection, asked) if total > query.offset else []
            facets = self._count(connection, asked) if query.facets else None
        return Found(hits, total, facets, corrected)

    def names(self, query: Query, reader: Reader) -> list[str]:
        """Return the names of all data sets found that a reader may read, in order."""
        words = words_of(query.words[:LONGEST_QUERY])[:MOST_WORDS]
        if (query.words.strip() and not words) or query.kind not in ("", "dataset"):
            return []
        asked = Asked(self._matching, reader, replace(query, kind="dataset"), exact(words))
        with self._database.reading() as connection:
            asked, _, _ = self._widened(connection, asked, words)
            theirs = (entry_index.c.id.in_(asked.numbers), reader.may(READ, entry_index.c.name))
            found = select(entry_index.c.name).where(*theirs).order_by(entry_index.c.name)
            return list(connection.execute(found, asked.given).scalars())

    def complete(self, begun: str, reader: Reader, limit: int = 10) -> list[str]:
        """Return queries that begin like this one, its last word completed from names and tags, the likeliest first."""
        words = words_of(begun[:LONGEST_QUERY])[:MOST_WORDS]
        if not words or begun[-1:].isspace():
            return []
        wanted = [*exact(words[:-1]), Alternatives((), words[-1])]
        asked = Asked(self._matching, reader, Query(limit=100, sort="relevance"), wanted)
        with self._database.reading() as connection:
            cards = [hit.card for hit in self._page(connection, asked)]
        return completions(words, cards)[:limit]

    def _widened(self, connection: Connection, asked: Asked, words: list[str]) -> tuple[Asked, str, int]:
        """Return the strictest way to ask that finds something, how misspelt words were corrected, and the total."""
        total = self._total(connection, asked)
        if not words or total:
            return asked, "", total
        begun = [*asked.wanted[:-1], replace(asked.wanted[-1], beginning=words[-1])]
        asked = replace(asked, wanted=begun)
        total = self._total(connection, asked)
        if total:
            return asked, "", total
        return self._corrected(connection, asked, words)

    def _corrected(self, connection: Connection, asked: Asked, words: list[str]) -> tuple[Asked, str, int]:
        strange = [word for word in words if not self._holds(connection, asked, word)]
        meant = {word: self._meant(connection, asked, word) for word in strange}
        if not any(meant.values()):
            return asked, "", 0
        likely = [meant.get(word) or [word] for word in words]
        wanted = [Alternatives(tuple(stem for word in some for stem in stems_of(word))) for some in likely]
        corrected = replace(asked, wanted=wanted)
        total = self._total(connection, corrected)
        return corrected, " ".join(some[0] for some in likely) if total else "", total

    def _meant(self, connection: Connection, asked: Asked, word: str) -> list[str]:
        """Return what somebody may have meant by a word, of the words in entries that they see."""
        known = (other for other in spelling.alike(connection, word) if self._holds(connection, asked, other))
        return list(islice(known, MOST_MEANT))

    def _holds(self, connection: Connection, asked: Asked, word: str) -> bool:
        """Tell whether any entry that the reader sees holds a word."""
        alone = Asked(self._matching, asked.reader, Query(), exact([word]))
        return connection.execute(alone.numbers.limit(1), alone.given).first() is not None

    def _total(self, connection: Connection, asked: Asked) -> int:
        return connection.execute(select(func.count()).select_from(asked.numbers.subquery()), asked.given).scalar_one()

    def _page(self, connection: Connection, asked: Asked) -> list[Hit]:
        page = asked.ordered.limit(asked.query.limit).offset(asked.query.offset)
        numbers = connection.execute(page, asked.given).scalars().all()
        rows = connection.execute(shown_to(asked.reader).where(entry_index.c.id.in_(numbers))).all()
        of = {
            row.id: Hit(row.card, row.version, row.updated_at, row.state, bool(row.may_read), row.uses, row.successor)
            for row in rows
        }
        return [of[number] for number in numbers if number in of]

    def _count(self, connection: Connection, asked: Asked) -> Counts:
        present = (revision(connection), sight(connection, asked.reader), datetime.now(UTC).date())
        key = (*present, tuple(asked.wanted), replace(asked.query, words="", sort="", limit=0, offset=0))
        if key not in self._remembered:
            found = connection.execute(asked.numbers, asked.given).scalars().all()
            self._remembered[key] = self._facets.count(connection, found)
            while len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)
        return self._remembered[key]


def shown_to(reader: Reader) -> Select[Any]:
    """Return the query for what a list shows of entries."""
    may_read = reader.may(READ, entry_index.c.name).label("may_read")
    both = entry_index.join(entries, entries.c.name == entry_index.c.name)
    successor = case((reader.may(SEE, entries.c.successor), entries.c.successor)).label("successor")
    return select(entry_index, entries.c.state, may_read, successor).select_from(both)


def revision(connection: Connection) -> tuple[int, int]:
    """Return what tells an index from what it was before."""
    newest, total = connection.execute(select(func.max(entry_index.c.id), func.count())).one()
    return newest or 0, total


def sight(connection: Connection, reader: Reader) -> str:
    """Return what tells readers apart who see different entries."""
    if reader.sees_all:
        return "all"
    closed = select(entry_index.c.id).where(~entry_index.c.open, reader.may(SEE, entry_index.c.name))
    seen = connection.execute(closed.order_by(entry_index.c.id)).scalars()
    return sha256(",".join(map(str, seen)).encode()).hexdigest()


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

"""Search: entries that hold every word and have every facet asked for, ranked; misspelt words are corrected.

A word matches the forms that share its stem. Where few entries do, those with a word that begins like the last one come
after them; where none does that either, words that no entry holds are taken for the likeliest ones that one does.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, case, select

from lyceum_hub.database import Database
from lyceum_hub.database.tables import entries, entry_index
from lyceum_hub.service.entries import spelling
from lyceum_hub.service.entries.access import READ, SEE, Reader
from lyceum_hub.service.entries.facets import Counts, Facets, revision
from lyceum_hub.service.entries.matching import MATCHING, Alternatives
from lyceum_hub.service.entries.queries import Asked, Query, exact
from lyceum_hub.service.entries.sight import Sight
from lyceum_hub.service.entries.words import stems_of, words_of

MOST_WORDS = 16
MOST_MEANT = 3
FEW = 50  # of what is found; more fill a page, and what is begun stands below them
MOST_COMPLETING = 100
LONGEST_QUERY = 500
REMEMBERED = 64


@dataclass(frozen=True)
class Hit:
    """An entry found: its card, present version and since when, whether who asks may read it, its uses and opinions."""

    card: dict[str, Any]
    version: int
    updated_at: datetime
    state: str
    may_read: bool
    uses: int
    successor: str | None  # of a deprecated one, where who asks sees it
    stars: int = 0
    comments: int = 0


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
        with self._database.reading() as connection:
            sight = Sight(connection, reader)
            asked, found, corrected = self._widened(connection, sight, query, words)
            total = sight.total() if found is None else len(found)
            hits = hits_of(connection, reader, sight.page(asked, found)) if total > query.offset else []
            facets = self._count(connection, sight, asked, found) if query.facets else None
        return Found(hits, total, facets, corrected)

    def names(self, query: Query, reader: Reader) -> list[str]:
        """Return the names of all data sets found that a reader may read, in order."""
        words = words_of(query.words[:LONGEST_QUERY])[:MOST_WORDS]
        if (query.words.strip() and not words) or query.kind not in ("", "dataset"):
            return []
        readable = select(entry_index.c.id, entry_index.c.name).where(reader.may(READ, entry_index.c.name))
        with self._database.reading() as connection:
            sight, asked = Sight(connection, reader), replace(query, kind="dataset")
            found = set(self._widened(connection, sight, asked, words)[1] or ())
            rows = connection.execute(readable.order_by(entry_index.c.name))
            return [name for number, name in rows if number in found]

    def complete(self, begun: str, reader: Reader, limit: int = 10) -> list[str]:
        """Return queries that begin like this one, its last word completed from names and tags, the likeliest first."""
        words = words_of(begun[:LONGEST_QUERY])[:MOST_WORDS]
        if not words or begun[-1:].isspace():
            return []
        wanted = [*exact(words[:-1]), Alternatives((), words[-1], named=True)]
        asked = Asked(self._matching, Query(limit=MOST_COMPLETING), wanted)
        with self._database.reading() as connection:
            likeliest = Sight(connection, reader).found(asked)[:MOST_COMPLETING]
            cards = [hit.card for hit in hits_of(connection, reader, likeliest)]
        return completions(words, cards)[:limit]

    def prepare(self) -> None:
        """Read what facets are counted from, so that the first to ask does not wait for that."""
        with self._database.reading() as connection:
            self._facets.count(connection, (), revision(connection))

    def _widened(
        self, connection: Connection, sight: Sight, query: Query, words: list[str]
    ) -> tuple[Asked, list[int] | None, str]:
        """Return the strictest way to ask that finds enough, what it finds, and how misspelt words were corrected.

        What is found is None where nothing is asked for: that is all there is to see.
        """
        asked = Asked(self._matching, query, exact(words))
        if not asked.narrows:
            return asked, None, ""
        found = sight.found(asked)
        if not words or len(found) >= FEW:
            return asked, found, ""
        begun = replace(asked, wanted=[*asked.wanted[:-1], replace(asked.wanted[-1], beginning=words[-1])])
        found = list(dict.fromkeys((*found, *sight.found(begun))))  # whole words first
        return (begun, found, "") if found else self._corrected(connection, sight, begun, words)

    def _corrected(
        self, connection: Connection, sight: Sight, asked: Asked, words: list[str]
    ) -> tuple[Asked, list[int], str]:
        strange = [word for word in words if not self._holds(sight, word)]
        meant = {word: self._meant(connection, sight, word) for word in strange}
        if not any(meant.values()):
            return asked, [], ""
        likely = [meant.get(word) or [word] for word in words]
        wanted = [Alternatives(tuple(stem for word in some for stem in stems_of(word))) for some in likely]
        corrected = replace(asked, wanted=wanted)
        found = sight.found(corrected)
        return corrected, found, " ".join(some[0] for some in likely) if found else ""

    def _meant(self, connection: Connection, sight: Sight, word: str) -> list[str]:
        """Return what somebody may have meant by a word, of the words in entries that they see."""
        known = (other for other in spelling.alike(connection, word) if self._holds(sight, other))
        return list(islice(known, MOST_MEANT))

    def _holds(self, sight: Sight, word: str) -> bool:
        """Tell whether any entry that the reader sees holds a word."""
        return sight.finds(Asked(self._matching, Query(sort="name"), exact([word])))

    def _count(self, connection: Connection, sight: Sight, asked: Asked, found: list[int] | None) -> Counts:
        present = revision(connection)
        key = (
            present,
            sight.key,
            datetime.now(UTC).date(),
            tuple(asked.wanted),
            replace(asked.query, words="", sort="", limit=0, offset=0),
        )
        if key not in self._remembered:
            numbers = sight.found(asked) if found is None else found
            self._remembered[key] = self._facets.count(connection, numbers, present)
            while len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)
        return self._remembered[key]


def hits_of(connection: Connection, reader: Reader, numbers: Sequence[int]) -> list[Hit]:
    """Return what a list shows of entries with some numbers, in the order of these."""
    seen = reader.may(SEE, entry_index.c.name)  # once more: what was published since is perhaps hidden
    rows = connection.execute(shown_to(reader).where(entry_index.c.id.in_(numbers), seen))
    of = {row.id: hit_of(row) for row in rows}
    return [of[number] for number in numbers if number in of]


def hit_of(row: Any) -> Hit:
    """Return what a list shows of the entry that a row is about."""
    stands = (row.card, row.version, row.updated_at, row.state, bool(row.may_read))
    return Hit(*stands, row.uses, row.successor, row.stars, row.comments)


def shown_to(reader: Reader) -> Select[Any]:
    """Return the query for what a list shows of entries."""
    may_read = reader.may(READ, entry_index.c.name).label("may_read")
    both = entry_index.join(entries, entries.c.name == entry_index.c.name)
    successor = case((reader.may(SEE, entries.c.successor), entries.c.successor)).label("successor")
    return select(entry_index, entries.c.state, may_read, successor).select_from(both)


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

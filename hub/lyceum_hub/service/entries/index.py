"""The index: what lists and searches need of each published entry, made from it and always possible to make again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, insert, select, text

from lyceum_catalog.entries import Dataset, Entry, parse_entry
from lyceum_hub.database import Database
from lyceum_hub.database.tables import entries, entry_index, entry_versions
from lyceum_hub.service.entries import access, opinions, sources, spelling, use
from lyceum_hub.service.entries.matching import MATCHING, Texts
from lyceum_hub.service.entries.published import FOUND
from lyceum_hub.service.entries.words import facet_word, indexed, vocabulary_of

T = TypeVar("T")
AT_ONCE = 500
CARD = {"name", "kind", "title", "summary", "owner", "steward", "domain", "tags", "licence", "classification"}


@dataclass(frozen=True)
class Prepared:
    """What takes time to find out about an entry, and needs no database."""

    entry: Entry
    texts: dict[str, str]
    vocabulary: frozenset[str]


@dataclass(frozen=True)
class Indexed:
    """An entry at the version that is to be found."""

    prepared: Prepared
    version: int
    updated_at: datetime

    @property
    def entry(self) -> Entry:
        """Return the entry."""
        return self.prepared.entry


def prepare(entry: Entry) -> Prepared:
    """Return what an index keeps of an entry; do it before a transaction that others wait for."""
    said = entry.words()
    facets = " ".join(facet_word(facet, value) for facet, value in facets_of(entry))
    texts = {**{field: indexed(texts) for field, texts in said.items()}, "facets": facets}
    vocabulary = frozenset(word for field in said.values() for text in field for word in vocabulary_of(text))
    return Prepared(entry, texts, vocabulary)


def put(connection: Connection, found: Sequence[Indexed]) -> None:
    """Have these versions found, and no earlier ones; each gets a new number."""
    for some in in_parts(found, AT_ONCE):
        remove(connection, [item.entry.name for item in some])
        put_some(connection, some)
        access.put(connection, [item.entry for item in some])
        sources.put(connection, [item.entry for item in some])
        use.recount(connection, [item.entry.name for item in some])
        opinions.recount(connection, [item.entry.name for item in some])


def put_some(connection: Connection, found: Sequence[Indexed]) -> None:
    """Have so many found as one statement takes."""
    rows = [row_of(item) for item in found]
    numbered = insert(entry_index).returning(entry_index.c.id, sort_by_parameter_order=True)
    numbers = connection.execute(numbered, rows).scalars().all()
    texts = [Texts(number, **item.prepared.texts) for number, item in zip(numbers, found, strict=True)]
    MATCHING[connection.dialect.name].write(connection, texts)
    spelling.learn(connection, frozenset[str]().union(*(item.prepared.vocabulary for item in found)))


def row_of(item: Indexed) -> dict[str, Any]:
    """Return what is kept of an entry for lists."""
    entry = item.entry
    facets = facets_of(entry)
    return {
        "name": entry.name,
        "version": item.version,
        "updated_at": item.updated_at,
        "card": card_of(entry),
        "facets": facets,
        "open": access.is_open(entry),
    }


def card_of(entry: Entry) -> dict[str, Any]:
    """Return what a card shows of an entry."""
    resources = entry.resources if isinstance(entry, Dataset) else []
    return {
        **entry.model_dump(mode="json", include=CARD),
        "formats": [resource.reader for resource in resources],
        "rows": entry.rows if isinstance(entry, Dataset) else None,
        "url": resources[0].url if resources else None,
    }


def facets_of(entry: Entry) -> list[tuple[str, str]]:
    """Return the values that an entry has of each facet."""
    card = card_of(entry)
    single = [(facet, card[facet]) for facet in ("kind", "domain", "owner", "classification") if card[facet]]
    tags = [("tag", tag) for tag in dict.fromkeys(card["tags"])]
    return [*single, *tags, *(("format", name) for name in dict.fromkeys(card["formats"]))]


def remove(connection: Connection, names: Sequence[str]) -> None:
    """Have entries of these names no longer found; who may do what with them stays as it was."""
    query = select(entry_index.c.id).where(entry_index.c.name.in_(names))
    numbers = [{"number": number} for number in connection.execute(query).scalars()]
    if numbers:
        key = "rowid" if connection.dialect.name == "sqlite" else "id"
        connection.execute(text(f"DELETE FROM entry_words WHERE {key} = :number"), numbers)  # noqa: S608 - a name of ours
        connection.execute(delete(entry_index).where(entry_index.c.name.in_(names)))


def catch_up(database: Database) -> int:
    """Index the published entries that are not yet found at their present versions, and return how many."""
    total = 0
    while True:
        with database.writing() as connection:
            missing = some_missing(connection)
            put(connection, missing)
        if not missing:
            return total
        total += len(missing)


def some_missing(connection: Connection) -> list[Indexed]:
    """Return some published entries whose present version is not in the index."""
    present = (entries.c.name == entry_versions.c.name) & (entries.c.version == entry_versions.c.version)
    found = (entries.c.name == entry_index.c.name) & (entries.c.version == entry_index.c.version)
    query = (
        select(entry_versions.c.record, entries.c.version, entries.c.published_at)
        .select_from(entries.join(entry_versions, present).outerjoin(entry_index, found))
        .where(entries.c.state.in_(FOUND), entry_index.c.id.is_(None))
        .limit(AT_ONCE)
    )
    rows = connection.execute(query).all()
    return [Indexed(prepare(parse_entry(row.record)), row.version, row.published_at) for row in rows]


def in_parts(found: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield so many at a time as one statement takes."""
    return (found[start : start + size] for start in range(0, len(found), size))

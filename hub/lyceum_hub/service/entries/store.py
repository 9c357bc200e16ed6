"""Published entries: versions that never change, found by their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, Select, case, insert, select, update

from lyceum_catalog.entries import Entry, fold, parse_entry
from lyceum_hub.database import Database
from lyceum_hub.database.tables import entries, entry_versions
from lyceum_hub.errors import NotFound
from lyceum_hub.service import audit


@dataclass(frozen=True)
class Published:
    """A version of an entry that is published."""

    entry: Entry
    version: int
    state: str
    author: str
    published_at: datetime


@dataclass(frozen=True)
class Change:
    """What publishing did to one entry: created, updated, or left unchanged."""

    name: str
    version: int
    change: str


class EntryStore:
    """The catalog's entries in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def publish(self, found: Sequence[Entry], author: str) -> list[Change]:
        """Publish entries, all or none; one whose content is the same stays at its version."""
        with self._database.writing() as connection:
            return [publish_one(connection, entry, author) for entry in found]

    def get(self, name: str) -> Published:
        """Return an entry at its present version; raise NotFound."""
        with self._database.reading() as connection:
            row = connection.execute(present().where(entries.c.name == name)).one_or_none()
        if row is None:
            raise NotFound(f"There is no published entry {name!r}.", remedy="Search the catalog for its name.")
        return published(row)

    def find(
        self, words: str = "", kind: str = "", tag: str = "", limit: int = 50, offset: int = 0
    ) -> tuple[list[Published], int]:
        """Return a page of the entries that hold every word, names first, and how many there are in all."""
        terms = fold(words).split()
        query = present()
        for term in terms:
            query = query.where(entries.c.search_text.contains(term, autoescape=True))
        if kind:
            query = query.where(entries.c.kind == kind)
        named = [case((entries.c.name.contains(term, autoescape=True), 0), else_=1) for term in terms]
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(*named, entries.c.name)).all()
        kept = [row for row in rows if not tag or tag in row.record["tags"]]
        return [published(row) for row in kept[offset : offset + limit]], len(kept)


def present() -> Select[tuple[object, ...]]:
    """Return the query for entries with their present versions."""
    both = entries.join(
        entry_versions, (entries.c.name == entry_versions.c.name) & (entries.c.version == entry_versions.c.version)
    )
    return (
        select(
            entry_versions.c.record,
            entry_versions.c.version,
            entries.c.state,
            entry_versions.c.author,
            entry_versions.c.published_at,
        )
        .select_from(both)
        .where(entries.c.state == "published")
    )


def published(row: Row[tuple[object, ...]]) -> Published:
    """Return the entry that a row holds."""
    return Published(parse_entry(row.record), row.version, row.state, row.author, row.published_at)


def publish_one(connection: Connection, entry: Entry, author: str) -> Change:
    """Publish one entry in the caller's transaction."""
    content_hash = entry.content_hash()
    latest = connection.execute(
        select(entry_versions.c.version, entry_versions.c.content_hash)
        .where(entry_versions.c.name == entry.name)
        .order_by(entry_versions.c.version.desc())
        .limit(1)
    ).one_or_none()
    if latest and latest.content_hash == content_hash:
        return Change(entry.name, latest.version, "unchanged")
    version, now = (latest.version + 1 if latest else 1), datetime.now(UTC)
    head = {
        "kind": entry.kind,
        "state": "published",
        "version": version,
        "published_at": now,
        "search_text": entry.search_text(),
    }
    if latest:
        connection.execute(update(entries).where(entries.c.name == entry.name).values(head))
    else:
        connection.execute(insert(entries).values(name=entry.name, **head))
    connection.execute(
        insert(entry_versions).values(
            name=entry.name,
            version=version,
            content_hash=content_hash,
            record=entry.record(),
            author=author,
            published_at=now,
        )
    )
    audit.record(connection, author, "entry.publish", entry.name, version=version, content_hash=content_hash)
    return Change(entry.name, version, "updated" if latest else "created")

"""Published entries: versions that never change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, Select, insert, select, update

from lyceum_catalog.entries import Entry, parse_entry
from lyceum_hub.database import Database
from lyceum_hub.database.tables import entries, entry_versions
from lyceum_hub.errors import NotFound
from lyceum_hub.service import audit
from lyceum_hub.service.entries import index
from lyceum_hub.service.entries.index import Indexed


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
    """The catalog's entries in the database; `followers` are called in the transaction of each new version."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.followers: list[Callable[[Connection, str, int], None]] = []

    def publish(self, found: Sequence[Entry], author: str) -> list[Change]:
        """Publish entries, all or none; one whose content is the same stays at its version."""
        with self._database.writing() as connection:
            changes = [publish_one(connection, entry, author) for entry in found]
            for change in changes:
                if change.change != "unchanged":
                    self._tell(connection, change)
            return changes

    def _tell(self, connection: Connection, change: Change) -> None:
        for follower in self.followers:
            follower(connection, change.name, change.version)

    def get(self, name: str) -> Published:
        """Return an entry at its present version; raise NotFound."""
        with self._database.reading() as connection:
            return one(connection, name)

    def of_kind(self, kind: str) -> list[Published]:
        """Return all entries of a kind, by name."""
        query = present().where(entries.c.kind == kind).order_by(entries.c.name)
        with self._database.reading() as connection:
            return [published(row) for row in connection.execute(query)]


def one(connection: Connection, name: str) -> Published:
    """Return an entry at its present version; raise NotFound."""
    row = connection.execute(present().where(entries.c.name == name)).one_or_none()
    if row is None:
        raise NotFound(f"There is no published entry {name!r}.", remedy="Search the catalog for its name.")
    return published(row)


def present_version(connection: Connection, name: str) -> int | None:
    """Return the number of an entry's present version; None when nothing of that name is published."""
    query = select(entries.c.version).where(entries.c.name == name, entries.c.state == "published")
    return connection.execute(query).scalar_one_or_none()


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
    index.put(connection, [Indexed(entry, version, now)])
    audit.record(connection, author, "entry.publish", entry.name, version=version, content_hash=content_hash)
    return Change(entry.name, version, "updated" if latest else "created")

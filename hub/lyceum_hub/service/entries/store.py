"""Published entries: versions that never change."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, insert, select, update

from lyceum_catalog.entries import Entry, parse_entry
from lyceum_catalog.problems import InvalidContent, Problem
from lyceum_hub.database import Database
from lyceum_hub.database.tables import entries, entry_versions
from lyceum_hub.errors import NotFound
from lyceum_hub.service import audit
from lyceum_hub.service.entries import index
from lyceum_hub.service.entries.index import AT_ONCE, Indexed, in_parts


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
        """Publish entries, all or none; one whose content is the same stays at its version.

        Raises InvalidContent when one of them stands there twice.
        """
        check_once(found)
        ordered = sorted(found, key=lambda entry: entry.name)  # whoever publishes the same meanwhile waits
        with self._database.writing() as connection:
            held = heads(connection, [entry.name for entry in ordered])
            changes = {entry.name: change_of(entry, held.get(entry.name)) for entry in ordered}
            fresh = [entry for entry in ordered if changes[entry.name].change != "unchanged"]
            for some in in_parts(fresh, AT_ONCE):
                write(connection, some, changes, author)
            for entry in fresh:
                self._tell(connection, changes[entry.name])
        return [changes[entry.name] for entry in found]

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


def check_once(found: Sequence[Entry]) -> None:
    """Raise InvalidContent for a name that stands there twice."""
    twice = sorted(name for name, times in Counter(entry.name for entry in found).items() if times > 1)
    if twice:
        raise InvalidContent([Problem("name", f"{name!r} is there twice.", "Keep one.") for name in twice])


def heads(connection: Connection, names: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Return the present version and content hash of each entry that there is."""
    both = (entries.c.name == entry_versions.c.name) & (entries.c.version == entry_versions.c.version)
    query = select(entries.c.name, entries.c.version, entry_versions.c.content_hash).join_from(
        entries, entry_versions, both
    )
    parts = (connection.execute(query.where(entries.c.name.in_(some))) for some in in_parts(names, AT_ONCE))
    return {row.name: (row.version, row.content_hash) for rows in parts for row in rows}


def change_of(entry: Entry, held: tuple[int, str] | None) -> Change:
    """Return what publishing an entry does to the one that is there, known by version and content hash."""
    if held is None:
        return Change(entry.name, 1, "created")
    version, content_hash = held
    same = content_hash == entry.content_hash()
    return Change(entry.name, version, "unchanged") if same else Change(entry.name, version + 1, "updated")


def write(connection: Connection, found: Sequence[Entry], changes: Mapping[str, Change], author: str) -> None:
    """Write new versions in the caller's transaction, have them found, and say so in the audit trail."""
    now = datetime.now(UTC)
    rows = [version_of(entry, changes[entry.name].version, author, now) for entry in found]
    created = [head_of(entry, 1, now) for entry in found if changes[entry.name].change == "created"]
    updated = [head_of(entry, changes[entry.name].version, now) for entry in found if changes[entry.name].version > 1]
    if created:
        connection.execute(insert(entries), created)
    if updated:
        renewed: dict[str, Any] = {key: bindparam(f"new_{key}") for key in ("kind", "state", "version", "published_at")}
        given = [{"head": head["name"], **{f"new_{key}": head[key] for key in renewed}} for head in updated]
        connection.execute(update(entries).where(entries.c.name == bindparam("head")).values(renewed), given)
    connection.execute(insert(entry_versions), rows)
    index.put(connection, [Indexed(entry, changes[entry.name].version, now) for entry in found])
    for row in rows:
        said = {"version": row["version"], "content_hash": row["content_hash"]}
        audit.record(connection, author, "entry.publish", row["name"], **said)


def head_of(entry: Entry, version: int, now: datetime) -> dict[str, Any]:
    """Return an entry's row at a version."""
    return {"name": entry.name, "kind": entry.kind, "state": "published", "version": version, "published_at": now}


def version_of(entry: Entry, version: int, author: str, now: datetime) -> dict[str, Any]:
    """Return the row of a version."""
    return {
        "name": entry.name,
        "version": version,
        "content_hash": entry.content_hash(),
        "record": entry.record(),
        "author": author,
        "published_at": now,
    }

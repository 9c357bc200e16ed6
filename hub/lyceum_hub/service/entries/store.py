"""Published entries: versions that never change."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, bindparam, insert, select, update

from lyceum_catalog.entries import Entry, parse_entry
from lyceum_catalog.problems import InvalidContent, Problem
from lyceum_hub.database import Database
from lyceum_hub.database.tables import entries, entry_versions
from lyceum_hub.errors import NotFound
from lyceum_hub.service import audit
from lyceum_hub.service.entries import index
from lyceum_hub.service.entries.index import AT_ONCE, Indexed, Prepared, in_parts, prepare


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


@dataclass(frozen=True)
class Held:
    """The present version of an entry as it is kept."""

    record: dict[str, Any]
    version: int
    content_hash: str


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
        prepared = {item.entry.name: item for item in self._prepared(ordered)}
        with self._database.writing() as connection:
            held = heads(connection, [entry.name for entry in ordered])
            changes = {entry.name: change_of(entry, held.get(entry.name)) for entry in ordered}
            fresh = [entry for entry in ordered if changes[entry.name].change != "unchanged"]
            for some in in_parts(fresh, AT_ONCE):
                write(connection, [prepared.get(entry.name) or prepare(entry) for entry in some], changes, author)
            for entry in fresh:
                self._tell(connection, changes[entry.name])
        return [changes[entry.name] for entry in found]

    def _prepared(self, found: Sequence[Entry]) -> list[Prepared]:
        """Return what is new or changed, prepared; should it change once more meanwhile, all of it was new anyway."""
        with self._database.reading() as connection:
            held = heads(connection, [entry.name for entry in found])
        return [prepare(entry) for entry in found if change_of(entry, held.get(entry.name)).change != "unchanged"]

    def _tell(self, connection: Connection, change: Change) -> None:
        for follower in self.followers:
            follower(connection, change.name, change.version)

    def get(self, name: str) -> Published:
        """Return an entry at its present version; raise NotFound."""
        with self._database.reading() as connection:
            return one(connection, name)

    def after(self, name: str, limit: int) -> list[Held]:
        """Return the next entries by name, as they are kept."""
        query = present(entry_versions.c.content_hash).where(entries.c.name > name).order_by(entries.c.name)
        with self._database.reading() as connection:
            rows = connection.execute(query.limit(limit)).all()
        return [Held(row.record, row.version, row.content_hash) for row in rows]

    def some(self, names: Sequence[str]) -> list[Published]:
        """Return the present versions of some entries, by name; those that are not published are left out."""
        query = present().where(entries.c.name.in_(names)).order_by(entries.c.name)
        with self._database.reading() as connection:
            return [published(row) for row in connection.execute(query)]

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


def present(*more: Column[Any]) -> Select[tuple[Any, ...]]:
    """Return the query for entries with their present versions, and for some columns more."""
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
            *more,
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


def write(connection: Connection, found: Sequence[Prepared], changes: Mapping[str, Change], author: str) -> None:
    """Write new versions in the caller's transaction, have them found, and say so in the audit trail."""
    now = datetime.now(UTC)
    made = [Indexed(item, changes[item.entry.name].version, now) for item in found]
    write_heads(connection, made)
    rows = [version_of(item, author) for item in made]
    connection.execute(insert(entry_versions), rows)
    index.put(connection, made)
    said = [(row["name"], {key: row[key] for key in ("version", "content_hash")}) for row in rows]
    audit.record_all(connection, author, "entry.publish", said)


def write_heads(connection: Connection, made: Sequence[Indexed]) -> None:
    """Write which version of each entry is present."""
    renewed = ("kind", "state", "version", "published_at")
    created = [head_of(item) for item in made if item.version == 1]
    updated = [{f"new_{key}": value for key, value in head_of(item).items()} for item in made if item.version > 1]
    if created:
        connection.execute(insert(entries), created)
    if updated:
        change = update(entries).where(entries.c.name == bindparam("new_name"))
        connection.execute(change.values({key: bindparam(f"new_{key}") for key in renewed}), updated)


def head_of(item: Indexed) -> dict[str, Any]:
    """Return an entry's row at a version."""
    return {
        "name": item.entry.name,
        "kind": item.entry.kind,
        "state": "published",
        "version": item.version,
        "published_at": item.updated_at,
    }


def version_of(item: Indexed, author: str) -> dict[str, Any]:
    """Return the row of a version."""
    return {
        "name": item.entry.name,
        "version": item.version,
        "content_hash": item.entry.content_hash(),
        "record": item.entry.record(),
        "author": author,
        "published_at": item.updated_at,
    }

"""Publishing: new versions of entries, written in the transaction of whoever decided that they be published."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from lyceum_catalog.entries import Entry
from lyceum_catalog.problems import InvalidContent, Problem
from lyceum_hub.database.tables import entries, entry_versions
from lyceum_hub.errors import Conflict
from lyceum_hub.service import audit
from lyceum_hub.service.entries import index
from lyceum_hub.service.entries.index import AT_ONCE, Indexed, Prepared, in_parts

CONFIRMED_EVERY = 365  # days, where an entry says nothing
RENEWED = ("kind", "version", "published_at", "due_at", "remind_at")  # a deprecated one stays deprecated


@dataclass(frozen=True)
class Head:
    """The present version of an entry, and whether people shall still use it."""

    version: int
    content_hash: str
    state: str


@dataclass(frozen=True)
class Change:
    """What publishing did to one entry: created, updated, or left unchanged."""

    name: str
    version: int
    change: str


def check_once(found: Sequence[Entry]) -> None:
    """Raise InvalidContent for a name that stands there twice."""
    twice = sorted(name for name, times in Counter(entry.name for entry in found).items() if times > 1)
    if twice:
        raise InvalidContent([Problem("name", f"{name!r} is there twice.", "Keep one.") for name in twice])


@contextmanager
def alone() -> Iterator[None]:
    """Raise Conflict where somebody else published an entry of the same name at the same moment."""
    try:
        yield
    except IntegrityError as error:
        said = "Somebody else published an entry of this name at the same moment."
        raise Conflict(said, remedy="Look at theirs, and try again.") from error


def heads(connection: Connection, names: Sequence[str]) -> dict[str, Head]:
    """Return the head of each entry that there is."""
    both = (entries.c.name == entry_versions.c.name) & (entries.c.version == entry_versions.c.version)
    columns = (entries.c.name, entries.c.version, entry_versions.c.content_hash, entries.c.state)
    query = select(*columns).join_from(entries, entry_versions, both)
    parts = (connection.execute(query.where(entries.c.name.in_(some))) for some in in_parts(names, AT_ONCE))
    return {row.name: Head(row.version, row.content_hash, row.state) for rows in parts for row in rows}


def lock(connection: Connection, names: Sequence[str]) -> dict[str, Head]:
    """Return the head of each entry that there is, which nobody else changes until the transaction ends."""
    for some in in_parts(names, AT_ONCE):
        theirs = select(entries.c.name).where(entries.c.name.in_(some)).order_by(entries.c.name)
        connection.execute(theirs.with_for_update()).all()
    return heads(connection, names)


def change_of(entry: Entry, head: Head | None) -> Change:
    """Return what publishing an entry does to the one that is there."""
    if head is None:
        return Change(entry.name, 1, "created")
    if head.content_hash == entry.content_hash():
        return Change(entry.name, head.version, "unchanged")
    if head.state == "retired":
        raise Conflict(f"{entry.name!r} was retired, and gets no new versions.", remedy="Restore it first.")
    return Change(entry.name, head.version + 1, "updated")


def write(
    connection: Connection,
    found: Sequence[Prepared],
    changes: Mapping[str, Change],
    author: str,
    actor: str | None = None,
) -> None:
    """Write new versions, have them found, and say in the audit trail who did: the author, or who approved them."""
    now = datetime.now(UTC)
    made = [Indexed(item, changes[item.entry.name].version, now) for item in found]
    write_heads(connection, made)
    rows = [version_of(item, author) for item in made]
    connection.execute(insert(entry_versions), rows)
    index.put(connection, made)
    said = [(row["name"], {key: row[key] for key in ("version", "content_hash", "author")}) for row in rows]
    audit.record_all(connection, actor or author, "entry.publish", said)


def write_heads(connection: Connection, made: Sequence[Indexed]) -> None:
    """Write which version of each entry is present."""
    created = [head_of(item) for item in made if item.version == 1]
    updated = [{f"new_{key}": value for key, value in head_of(item).items()} for item in made if item.version > 1]
    if created:
        connection.execute(insert(entries), created)
    if updated:
        change = update(entries).where(entries.c.name == bindparam("new_name"))
        connection.execute(change.values({key: bindparam(f"new_{key}") for key in RENEWED}), updated)


def head_of(item: Indexed) -> dict[str, Any]:
    """Return an entry's row at a version; whoever publishes it says that it is right."""
    due = due_after(item.updated_at, item.entry)
    return {
        "name": item.entry.name,
        "kind": item.entry.kind,
        "state": "published",
        "version": item.version,
        "published_at": item.updated_at,
        "due_at": due,
        "remind_at": due,
    }


def due_after(instant: datetime, entry: Entry) -> datetime:
    """Return when somebody has to say again that an entry is still right, counted from when it was said last."""
    return instant + timedelta(days=entry.review_every or CONFIRMED_EVERY)


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

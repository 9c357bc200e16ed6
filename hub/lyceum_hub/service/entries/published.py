"""What is published, to be read: each entry at its present version, with what became of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Select, select

from lyceum_catalog.entries import Entry, parse_entry
from lyceum_hub.database.tables import entries, entry_versions
from lyceum_hub.errors import Gone
from lyceum_hub.service.entries import access
from lyceum_hub.service.entries.access import Reader

FOUND = ("published", "deprecated")  # the states of entries that are to be found and used
STATES = (*FOUND, "retired")


@dataclass(frozen=True)
class Published:
    """A version of an entry that is published, and whether people shall still use it."""

    entry: Entry
    version: int
    state: str
    author: str
    published_at: datetime
    state_reason: str | None = None
    successor: str | None = None
    confirmed_at: datetime | None = None


def one(connection: Connection, name: str) -> Published:
    """Return an entry at its present version, whatever became of it; raise NotFound."""
    row = connection.execute(present(states=STATES).where(entries.c.name == name)).one_or_none()
    if row is None:
        raise access.missing(name)
    return published(row)


def usable(connection: Connection, name: str, reader: Reader | None = None) -> Published:
    """Return an entry that is still to be used; raise NotFound, or Gone with a successor that the reader sees."""
    found = one(connection, name)
    if found.state in FOUND:
        return found
    successors = access.seen(connection, reader, [found.successor]) if reader and found.successor else ()
    remedy = " ".join(f"Use {successor} instead." for successor in successors)
    raise Gone(f"{name!r} was retired. {found.state_reason or ''}".strip(), remedy=remedy or None)


def present_version(connection: Connection, name: str) -> int | None:
    """Return the number of an entry's present version; None when there is nothing of that name to use."""
    query = select(entries.c.version).where(entries.c.name == name, entries.c.state.in_(FOUND))
    return connection.execute(query).scalar_one_or_none()


def present(*more: Column[Any], states: Collection[str] = FOUND) -> Select[Any]:
    """Return the query for entries in some states with their present versions, and for some columns more."""
    both = (entries.c.name == entry_versions.c.name) & (entries.c.version == entry_versions.c.version)
    of_version = (entry_versions.c.record, entry_versions.c.version, entry_versions.c.author)
    became = (entries.c.state, entries.c.state_reason, entries.c.successor, entries.c.confirmed_at)
    query = select(*of_version, entry_versions.c.published_at, *became, *more)
    return query.select_from(entries.join(entry_versions, both)).where(entries.c.state.in_(states))


def published(row: Any) -> Published:
    """Return the entry that a row holds."""
    return Published(
        parse_entry(row.record),
        row.version,
        row.state,
        row.author,
        row.published_at,
        row.state_reason,
        row.successor,
        row.confirmed_at,
    )

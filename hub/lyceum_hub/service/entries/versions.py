"""Versions: what was published of an entry, by whom, and who approved it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, and_, select

from lyceum_hub.database.tables import entries, entry_profiles, entry_versions, proposals
from lyceum_hub.errors import NotFound
from lyceum_hub.service.entries.published import Published, published


@dataclass(frozen=True)
class Version:
    """A version in a list; it has an approver and a summary where it was reviewed."""

    version: int
    content_hash: str
    author: str
    published_at: datetime
    approved_by: str | None
    summary: str | None
    profiled: bool


def versions_of(connection: Connection, name: str) -> list[Version]:
    """Return the versions of an entry, newest first; none where there is no such entry."""
    query = listed().where(entry_versions.c.name == name).order_by(entry_versions.c.version.desc())
    return [Version(**row._mapping) for row in connection.execute(query)]


def at_version(connection: Connection, name: str, version: int) -> Published:
    """Return an entry as it was published under a number, with what became of it since; raise NotFound."""
    of_version = (entry_versions.c.record, entry_versions.c.version, entry_versions.c.author)
    became = (entries.c.state, entries.c.state_reason, entries.c.successor, entries.c.confirmed_at)
    query = select(*of_version, entry_versions.c.published_at, *became).join_from(entry_versions, entries)
    chosen = (entry_versions.c.name == name, entry_versions.c.version == version)
    row = connection.execute(query.where(*chosen)).one_or_none()
    if row is None:
        raise NotFound(f"{name} has no version {version}.", remedy="See its versions for those there are.")
    return published(row)


def listed() -> Select[tuple[int, str, str, datetime, str | None, str | None, bool]]:
    """Return the query for versions as they stand in a list."""
    reviewed = and_(proposals.c.entry == entry_versions.c.name, proposals.c.version == entry_versions.c.version)
    profiled = and_(
        entry_profiles.c.entry == entry_versions.c.name, entry_profiles.c.version == entry_versions.c.version
    )
    own = (entry_versions.c.version, entry_versions.c.content_hash, entry_versions.c.author)
    return select(
        *own,
        entry_versions.c.published_at,
        proposals.c.decided_by.label("approved_by"),
        proposals.c.summary,
        entry_profiles.c.entry.is_not(None).label("profiled"),
    ).select_from(entry_versions.outerjoin(proposals, reviewed).outerjoin(entry_profiles, profiled))

"""Proposals as the database knows them: those that somebody may see, each with what they may do with it."""

from typing import Any

from sqlalchemy import Connection, Row, Select, case, func, null, select

from lyceum_hub.database.tables import entries, entry_versions, proposal_comments, proposals
from lyceum_hub.errors import NotFound
from lyceum_hub.service.entries.access import MANAGE, SEE, Reader
from lyceum_hub.service.stewardship.proposal import Proposal, State

KEPT = tuple(column for column in proposals.c if column.name != "record")


def seen_by(reader: Reader, *more: Any) -> Select[Any]:
    """Return the query for the proposals that a reader sees: their own, and those for entries that they manage."""
    mine, managed = proposals.c.author == reader.name, reader.may(MANAGE, proposals.c.entry)
    present = case((reader.may(SEE, proposals.c.entry), entries.c.version), else_=null())
    said = select(func.count()).where(proposal_comments.c.proposal == proposals.c.id).scalar_subquery()
    columns = (*KEPT, present.label("present_version"), said.label("comments"), managed.label("managed"), *more)
    both = proposals.outerjoin(entries, entries.c.name == proposals.c.entry)
    return select(*columns).select_from(both).where(mine | managed)


def found(connection: Connection, reader: Reader, proposal: str) -> Proposal:
    """Return a proposal with its record; raise NotFound where a reader does not see it."""
    query = seen_by(reader, proposals.c.record).where(proposals.c.id == proposal)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"There is no proposal {proposal[:64]!r}.", remedy="See the list of proposals.")
    return proposal_of(row)


def locked(connection: Connection, reader: Reader, proposal: str) -> Proposal:
    """Return a proposal that nobody else changes until the transaction ends; raise NotFound."""
    connection.execute(select(proposals.c.id).where(proposals.c.id == proposal).with_for_update()).all()
    return found(connection, reader, proposal)


def record_at(connection: Connection, entry: str, version: int | None) -> dict[str, Any] | None:
    """Return the record of an entry's version; None where there is none."""
    theirs = (entry_versions.c.name == entry, entry_versions.c.version == version)
    return connection.execute(select(entry_versions.c.record).where(*theirs)).scalar_one_or_none()


def proposal_of(row: Row[Any]) -> Proposal:
    """Return the proposal that a row holds."""
    values = dict(row._mapping)
    return Proposal(
        **{**values, "state": State(row.state), "editors": tuple(row.editors), "managed": bool(row.managed)}
    )

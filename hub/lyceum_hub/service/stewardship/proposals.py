"""Proposals in the database: written, changed, submitted, sent back and withdrawn; every change has its revision."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from lyceum_catalog.entries import Entry
from lyceum_hub.database import Database
from lyceum_hub.database.tables import proposals
from lyceum_hub.errors import Conflict, TooMany
from lyceum_hub.service import audit
from lyceum_hub.service.entries import access
from lyceum_hub.service.entries.access import MANAGE, Reader
from lyceum_hub.service.entries.publishing import Head, heads
from lyceum_hub.service.stewardship.difference import difference
from lyceum_hub.service.stewardship.notes import tell_author, tell_reviewers
from lyceum_hub.service.stewardship.proposal import OPEN, Move, Proposal, State
from lyceum_hub.service.stewardship.queries import found, locked, proposal_of, record_at, seen_by

MOST_OPEN = 500  # of one author


@dataclass(frozen=True)
class Asked:
    """Which proposals somebody asks for."""

    state: str = ""
    mine: bool = False
    entry: str = ""
    limit: int = 50
    offset: int = 0


class Proposals:
    """What people propose, and what is to be decided about it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, reader: Reader, entry: Entry, base_version: int | None, summary: str, submit: bool) -> Proposal:
        """Keep a new proposal; raise Forbidden where it changes what its author does not manage, or Conflict."""
        with self._database.writing() as connection:
            made = self._add(connection, reader, entry, base_version, summary)
            if submit:
                self._move(connection, reader, made, Move.SUBMIT)
            return found(connection, reader, made.id)

    def add_all(self, reader: Reader, entries: Sequence[Entry], summary: str) -> list[Proposal]:
        """Keep a draft for each of some entries: all, or none; raise what `add` raises."""
        with self._database.writing() as connection:
            return [self._add(connection, reader, entry, None, summary) for entry in entries]

    def get(self, reader: Reader, proposal: str) -> Proposal:
        """Return a proposal with its record; raise NotFound."""
        with self._database.reading() as connection:
            return found(connection, reader, proposal)

    def find(self, reader: Reader, asked: Asked) -> tuple[Sequence[Proposal], int]:
        """Return a page of the proposals that somebody sees, the latest changed first, and how many there are."""
        query = seen_by(reader)
        query = query.where(proposals.c.state == asked.state) if asked.state else query
        query = query.where(proposals.c.author == reader.name) if asked.mine else query
        query = query.where(proposals.c.entry == asked.entry) if asked.entry else query
        page = query.order_by(proposals.c.updated_at.desc(), proposals.c.id).limit(asked.limit).offset(asked.offset)
        with self._database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
            return [proposal_of(row) for row in connection.execute(page)], total

    def waiting(self, reader: Reader) -> int:
        """Return how many proposals wait for this reader's decision."""
        query = seen_by(reader).where(proposals.c.state == State.IN_REVIEW)
        with self._database.reading() as connection:
            items = [proposal_of(row) for row in connection.execute(query)]
        return sum(item.may(Move.APPROVE, reader.name) for item in items)

    def edit(
        self, reader: Reader, proposal: str, entry: Entry, summary: str, revision: int, base_version: int | None = None
    ) -> Proposal:
        """Change a proposal, which is a draft then; raise Conflict where somebody else changed it since.

        A base version says that the change is now one of that version.
        """
        with self._database.writing() as connection:
            held = locked(connection, reader, proposal)
            check_revision(held, revision)
            if entry.name != held.entry:
                raise Conflict(f"This proposal is about {held.entry!r}.", remedy="Propose another entry on its own.")
            base = base_of(connection, reader, entry, base_version) if base_version else held.base_version
            values = {**content_row(entry, summary), "base_version": base, "editors": editors_with(held, reader.name)}
            self._move(connection, reader, held, Move.EDIT, values)
            return found(connection, reader, proposal)

    def submit(self, reader: Reader, proposal: str, revision: int) -> Proposal:
        """Ask for the review of a proposal as it is at a revision."""
        with self._database.writing() as connection:
            held = locked(connection, reader, proposal)
            check_revision(held, revision)
            undecided = {"reason": None, "decided_by": None, "decided_at": None}
            self._move(connection, reader, held, Move.SUBMIT, undecided)
            return found(connection, reader, proposal)

    def send_back(self, reader: Reader, proposal: str, reason: str) -> Proposal:
        """Give a proposal back to its author, who is told why."""
        with self._database.writing() as connection:
            held = locked(connection, reader, proposal)
            decided = {"reason": reason, "decided_by": reader.name, "decided_at": datetime.now(UTC)}
            self._move(connection, reader, held, Move.SEND_BACK, decided)
            tell_author(connection, held, reader.name, f"{reader.name} sent it back: {reason}")
            return found(connection, reader, proposal)

    def withdraw(self, reader: Reader, proposal: str) -> Proposal:
        """End a proposal that nobody wants any more."""
        with self._database.writing() as connection:
            held = locked(connection, reader, proposal)
            decided = {"decided_by": reader.name, "decided_at": datetime.now(UTC)}
            self._move(connection, reader, held, Move.WITHDRAW, decided)
            tell_author(connection, held, reader.name, f"{reader.name} withdrew it.")
            return found(connection, reader, proposal)

    def difference(self, reader: Reader, proposal: str) -> dict[str, Any]:
        """Return what a proposal changes, beside the version that it is based on."""
        with self._database.reading() as connection:
            held = found(connection, reader, proposal)
            before = record_at(connection, held.entry, held.base_version)
        return difference(before, held.record or {})

    def _add(
        self, connection: Connection, reader: Reader, entry: Entry, base_version: int | None, summary: str
    ) -> Proposal:
        """Keep a draft."""
        check_number(connection, reader.name)
        row = new_row(reader.name, entry, base_of(connection, reader, entry, base_version), summary)
        connection.execute(insert(proposals).values(row))
        audit.record(connection, reader.name, "proposal.add", row["id"], **content_of(row))
        return found(connection, reader, row["id"])

    def _move(
        self, connection: Connection, reader: Reader, held: Proposal, move: Move, values: dict[str, Any] | None = None
    ) -> None:
        """Make a move; raise Forbidden or Conflict where it cannot be made."""
        after = held.after(move, reader.name)
        changed = {"state": after, "revision": held.revision + 1, "updated_at": datetime.now(UTC), **(values or {})}
        connection.execute(update(proposals).where(proposals.c.id == held.id).values(changed))
        said = content_of({"entry": held.entry, "content_hash": held.content_hash, **changed})
        audit.record(connection, reader.name, f"proposal.{move}", held.id, **said)
        if move is Move.SUBMIT:
            tell_reviewers(connection, held)


def check_number(connection: Connection, author: str) -> None:
    """Raise TooMany where somebody has as many open proposals as one may have."""
    theirs = (proposals.c.author == author, proposals.c.state.in_(OPEN))
    if connection.execute(select(func.count()).select_from(proposals).where(*theirs)).scalar_one() >= MOST_OPEN:
        raise TooMany(f"You have {MOST_OPEN} open proposals.", remedy="Withdraw some, or wait for their review.")


def check_revision(held: Proposal, revision: int) -> None:
    """Raise Conflict where a proposal is no longer what somebody looked at."""
    if held.revision != revision:
        said = f"This proposal is at revision {held.revision}, not at {revision}: somebody changed it meanwhile."
        raise Conflict(said, remedy="Look at it again, and make your change once more.")


def base_of(connection: Connection, reader: Reader, entry: Entry, base_version: int | None) -> int | None:
    """Return the version that a proposal changes; None for a new entry. What one does not see is not there."""
    head = heads(connection, [entry.name]).get(entry.name) if sees(connection, reader, entry.name) else None
    if head:
        access.require(connection, reader, entry.name, MANAGE)
        check_changes(entry, head)
    present = head.version if head else None
    if base_version not in (None, present):
        said = f"The present version of {entry.name!r} is {present}, not {base_version}."
        raise Conflict(said, remedy="Start from the present version.")
    return present


def sees(connection: Connection, reader: Reader, name: str) -> bool:
    """Tell whether there is an entry of this name for a reader."""
    return bool(access.rights(connection, reader, name))


def check_changes(entry: Entry, head: Head) -> None:
    """Raise Conflict where an entry takes no changes, or where nothing changes."""
    if head.state == "retired":
        raise Conflict(f"{entry.name!r} was retired.", remedy="Restore it before you change it.")
    if head.content_hash == entry.content_hash():
        raise Conflict(f"That is what version {head.version} of {entry.name!r} says already.", remedy="Change it.")


def new_row(author: str, entry: Entry, base: int | None, summary: str) -> dict[str, Any]:
    """Return the row of a new proposal."""
    now = datetime.now(UTC)
    return {
        **content_row(entry, summary),
        "id": uuid.uuid4().hex,
        "entry": entry.name,
        "author": author,
        "editors": [],
        "state": State.DRAFT,
        "revision": 1,
        "base_version": base,
        "created_at": now,
        "updated_at": now,
    }


def content_row(entry: Entry, summary: str) -> dict[str, Any]:
    """Return the columns that hold what is proposed."""
    content = {"kind": entry.kind, "record": entry.record(), "content_hash": entry.content_hash()}
    return {**content, "summary": summary}


def content_of(row: dict[str, Any]) -> dict[str, Any]:
    """Return what the audit trail says of a proposal."""
    said = ("entry", "content_hash", "state", "revision", "base_version", "reason", "version")
    return {name: row[name] for name in said if row.get(name) is not None}


def editors_with(held: Proposal, person: str) -> list[str]:
    """Return who changed a proposal beside its author, now that somebody did."""
    return sorted({*held.editors, person} - {held.author})

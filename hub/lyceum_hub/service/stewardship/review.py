"""Review: an approval publishes exactly the content that was looked at, or nothing."""

from datetime import UTC, datetime

from sqlalchemy import update

from lyceum_catalog.entries import parse_entry
from lyceum_hub.database import Database
from lyceum_hub.database.tables import proposals
from lyceum_hub.errors import Conflict
from lyceum_hub.service import audit
from lyceum_hub.service.entries.access import Reader
from lyceum_hub.service.entries.index import prepare
from lyceum_hub.service.entries.publishing import Head, alone, lock
from lyceum_hub.service.entries.store import EntryStore
from lyceum_hub.service.stewardship.notes import tell_author
from lyceum_hub.service.stewardship.proposal import Move, Proposal
from lyceum_hub.service.stewardship.queries import found, locked

SWAPPED = "What is proposed is not what you looked at: it was changed meanwhile."


class Review:
    """The decision that a proposal be published; who wrote any of it does not make it."""

    def __init__(self, database: Database, entries: EntryStore) -> None:
        self._database = database
        self._entries = entries

    def approve(self, reader: Reader, proposal: str, content_hash: str) -> Proposal:
        """Publish what a proposal says, where that still has the hash of what the reader looked at.

        Raises Forbidden, or Conflict where the proposal or the entry was changed meanwhile.
        """
        with self._database.reading() as connection:
            looked_at = found(connection, reader, proposal)
        looked_at.after(Move.APPROVE, reader.name)
        entry = parse_entry(looked_at.record)
        if entry.content_hash() != content_hash:
            raise Conflict(SWAPPED, remedy="Look at it again.")
        prepared = prepare(entry)
        with alone(), self._database.writing() as connection:
            held = locked(connection, reader, proposal)
            after = held.after(Move.APPROVE, reader.name)
            if held.content_hash != content_hash or held.record != looked_at.record:
                raise Conflict(SWAPPED, remedy="Look at it again.")
            check_base(held, lock(connection, [held.entry]).get(held.entry))
            change = self._entries.publish_approved(connection, prepared, held.author, reader.name)
            if change.change == "unchanged":
                raise Conflict(f"{held.entry!r} says all of this already.", remedy="Withdraw the proposal.")
            now = datetime.now(UTC)
            decided = {"state": after, "version": change.version, "decided_by": reader.name, "decided_at": now}
            mine = update(proposals).where(proposals.c.id == held.id)
            connection.execute(mine.values(revision=held.revision + 1, updated_at=now, reason=None, **decided))
            said = {"entry": held.entry, "version": change.version, "content_hash": content_hash}
            audit.record(connection, reader.name, "proposal.approve", held.id, author=held.author, **said)
            tell_author(connection, held, reader.name, f"{reader.name} published it as version {change.version}.")
            return found(connection, reader, proposal)


def check_base(held: Proposal, head: Head | None) -> None:
    """Raise Conflict where a proposal does not change what is published now."""
    present = head.version if head else None
    if present != held.base_version:
        based = f"version {held.base_version}" if held.base_version else "nothing"
        now = f"version {present}" if present else "nothing"
        said = f"This proposal changes {based} of {held.entry!r}, but {now} is published now."
        raise Conflict(said, remedy="Send it back, so that its author starts from what is published.")

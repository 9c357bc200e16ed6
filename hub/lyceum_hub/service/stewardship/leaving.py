"""Leaving: what somebody who is gone proposed, was told and was allowed does not become that of a later namesake."""

from datetime import UTC, datetime

from sqlalchemy import Connection, delete, update

from lyceum_hub.database.tables import entry_access, entry_requests, inbox_people, proposals
from lyceum_hub.service.stewardship.proposal import OPEN, State


def leave(connection: Connection, name: str, former: str) -> None:
    """Withdraw what somebody proposed, and keep it under a name that nobody can have; end their rights."""
    now, reason = datetime.now(UTC), f"The account of {name} was deleted."
    theirs = proposals.c.author == name
    ended = {"state": State.WITHDRAWN, "decided_at": now, "decided_by": "lyceum", "reason": reason}
    connection.execute(update(proposals).where(theirs, proposals.c.state.in_(OPEN)).values(**ended, updated_at=now))
    connection.execute(update(proposals).where(theirs).values(author=former))
    asked = (entry_requests.c.person == name, entry_requests.c.state.in_(("asked", "granted")))
    revoked = {"state": "revoked", "decided_at": now, "decided_by": "lyceum", "reason": reason}
    connection.execute(update(entry_requests).where(*asked).values(revoked))
    connection.execute(update(entry_requests).where(entry_requests.c.person == name).values(person=former))
    for table in (entry_access, inbox_people):
        connection.execute(delete(table).where(table.c.who == f"person:{name}"))

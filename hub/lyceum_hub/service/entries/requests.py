"""Requests for access: somebody who sees an entry asks to read it, and who manages it decides, for a time.

A grant counts until its last moment and needs no one to end it: whoever looks compares it with the clock.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, select, true, update

from lyceum_hub.database import Database
from lyceum_hub.database.tables import entries, entry_access, entry_requests, owners
from lyceum_hub.errors import Conflict, Forbidden, NotFound
from lyceum_hub.service import audit
from lyceum_hub.service.entries import access
from lyceum_hub.service.entries.access import MANAGE, READ, SEE, Reader
from lyceum_hub.service.stewardship.inbox import STEWARDS, tell

ASKED, GRANTED, REFUSED, REVOKED, EXPIRED = "asked", "granted", "refused", "revoked", "expired"
MOST_DAYS = 730
ID_BYTES = 8


@dataclass(frozen=True)
class AccessRequest:
    """What somebody asks to read and why, and what was decided; a grant whose time has passed is `expired`."""

    id: str
    entry: str
    person: str
    purpose: str
    state: str
    days: int | None
    asked_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    reason: str | None
    expires_at: datetime | None


class Requests:
    """The requests in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, reader: Reader, entry: str, purpose: str, days: int | None = None) -> AccessRequest:
        """Ask to read an entry that one sees; raise Conflict where one may already, or has asked."""
        with self._database.writing() as connection:
            connection.execute(select(entries.c.name).where(entries.c.name == entry).with_for_update())
            refuse_needless(connection, reader, entry)
            made = {"id": secrets.token_hex(ID_BYTES), "entry": entry, "person": reader.name, "purpose": purpose}
            row = {**made, "state": ASKED, "days": days, "asked_at": datetime.now(UTC)}
            connection.execute(insert(entry_requests).values(row))
            audit.record(connection, reader.name, "access.ask", entry, request=made["id"], purpose=purpose)
            said = f"{reader.name} asks to read {entry}: {purpose}"
            tell(connection, deciders(connection, entry), "access_asked", entry, made["id"], said)
            return request_of(row_of(connection, made["id"]))

    def find(
        self, reader: Reader, mine: bool, state: str = "", entry: str = "", limit: int = 50, offset: int = 0
    ) -> tuple[list[AccessRequest], int]:
        """Return a page of requests, the newest first, and how many there are: one's own, or those one may decide."""
        whose = entry_requests.c.person == reader.name if mine else true()
        right = SEE if mine else MANAGE
        named = entry_requests.c.entry == entry if entry else true()
        chosen = (whose, reader.may(right, entry_requests.c.entry), named, is_in(state) if state else true())
        page = a_request().where(*chosen).order_by(entry_requests.c.asked_at.desc(), entry_requests.c.id)
        with self._database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(entry_requests).where(*chosen)).scalar_one()
            return [request_of(row) for row in connection.execute(page.limit(limit).offset(offset))], total

    def grant(self, reader: Reader, request_id: str, days: int) -> AccessRequest:
        """Let somebody read an entry for some days; raise Conflict when it is decided already."""
        until = datetime.now(UTC) + timedelta(days=days)
        return self._decide(reader, request_id, ASKED, GRANTED, None, until)

    def refuse(self, reader: Reader, request_id: str, reason: str) -> AccessRequest:
        """Refuse a request; raise Conflict when it is decided already."""
        return self._decide(reader, request_id, ASKED, REFUSED, reason)

    def revoke(self, reader: Reader, request_id: str, reason: str) -> AccessRequest:
        """End a grant before its time; raise Conflict where there is none that still counts."""
        return self._decide(reader, request_id, GRANTED, REVOKED, reason)

    def _decide(
        self, reader: Reader, request_id: str, before: str, now: str, reason: str | None, until: datetime | None = None
    ) -> AccessRequest:
        decided = {"state": now, "decided_at": datetime.now(UTC), "decided_by": reader.name, "reason": reason}
        mine = update(entry_requests).where(entry_requests.c.id == request_id, is_in(before))
        with self._database.writing() as connection:
            request = decidable(connection, reader, request_id)
            more = {"expires_at": until} if until else {}
            if not connection.execute(mine.values(**decided, **more)).rowcount:
                raise Conflict(f"The request is {request.state}.", remedy="Look at it again; somebody else decided.")
            request = request_of(row_of(connection, request_id))
            note(connection, reader, request)
            return request


def refuse_needless(connection: Connection, reader: Reader, entry: str) -> None:
    """Raise NotFound for what may not be seen, Conflict for what may be read or was asked for."""
    held = access.rights(connection, reader, entry)
    if SEE not in held:
        raise access.missing(entry)
    if READ in held:
        raise Conflict(f"You may read {entry!r} already.")
    newest = newest_of(connection, entry, reader.name)
    if newest and newest.state == ASKED:
        raise Conflict(f"You asked to read {entry!r} already.", remedy="Wait for who manages it to decide.")


def deciders(connection: Connection, entry: str) -> list[str]:
    """Return who is told of a request: who manages the entry, and the stewards where nobody of them is known here."""
    rows = select(entry_access.c.who).where(entry_access.c.entry == entry, entry_access.c.right == MANAGE)
    managing = sorted(connection.execute(rows).scalars())
    people = [who.removeprefix("person:") for who in managing if who.startswith("person:")]
    groups = [who for who in managing if who.startswith("group:")]
    known = connection.execute(select(owners.c.name).where(owners.c.name.in_(people)).limit(1)).first()
    return [*people, *groups, *([] if known or groups else [STEWARDS])]


def decidable(connection: Connection, reader: Reader, request_id: str) -> AccessRequest:
    """Return a request that a reader may decide; raise NotFound for others', Forbidden for one's own."""
    theirs = a_request().where(entry_requests.c.id == request_id)
    own = entry_requests.c.person == reader.name
    row = connection.execute(theirs.where(own | reader.may(MANAGE, entry_requests.c.entry))).one_or_none()
    if row is None:
        raise NotFound(f"There is no request {request_id!r}.", remedy="See the requests that you may decide.")
    if row.person == reader.name:
        raise Forbidden("Nobody decides on their own request.", remedy="Wait for who manages the entry.")
    return request_of(row)


def note(connection: Connection, reader: Reader, request: AccessRequest) -> None:
    """Write a decision into the audit trail, and tell who asked."""
    until = {"until": request.expires_at.isoformat()} if request.state == GRANTED and request.expires_at else {}
    reason = {"reason": request.reason} if request.reason else {}
    action = {GRANTED: "access.grant", REFUSED: "access.refuse", REVOKED: "access.revoke"}[request.state]
    detail = {"request": request.id, "person": request.person, **until, **reason}
    audit.record(connection, reader.name, action, request.entry, **detail)
    text = told(request, reader.name)
    tell(connection, [request.person], f"access_{request.state}", request.entry, request.id, text)


def told(request: AccessRequest, actor: str) -> str:
    """Return what somebody is told about what became of their request."""
    if request.state == GRANTED and request.expires_at:
        return f"{actor} lets you read {request.entry} until {request.expires_at:%Y-%m-%d}."
    if request.state == REFUSED:
        return f"{actor} does not let you read {request.entry}: {request.reason}"
    return f"{actor} ended your access to {request.entry}: {request.reason}"


def newest_of(connection: Connection, entry: str, person: str) -> AccessRequest | None:
    """Return the newest request that somebody made for an entry."""
    theirs = a_request().where(entry_requests.c.entry == entry, entry_requests.c.person == person)
    row = connection.execute(theirs.order_by(entry_requests.c.asked_at.desc()).limit(1)).one_or_none()
    return request_of(row) if row else None


def row_of(connection: Connection, request_id: str) -> Row[Any]:
    """Return the row of a request that is there."""
    return connection.execute(a_request().where(entry_requests.c.id == request_id)).one()


def a_request() -> Select[Any]:
    """Return the query for requests."""
    return select(entry_requests)


def request_of(row: Row[Any]) -> AccessRequest:
    """Return the request that a row holds."""
    values = dict(row._mapping)
    is_over = values["state"] == GRANTED and values["expires_at"] <= datetime.now(UTC)
    return AccessRequest(**{**values, "state": EXPIRED if is_over else values["state"]})


def is_in(state: str) -> ColumnElement[bool]:
    """Return the condition that a request is in a state, by the clock where it was granted."""
    kept, now = entry_requests.c.state, datetime.now(UTC)
    if state == GRANTED:
        return (kept == GRANTED) & (entry_requests.c.expires_at > now)
    if state == EXPIRED:
        return (kept == GRANTED) & (entry_requests.c.expires_at <= now)
    return kept == state

"""Inboxes: what somebody is told about entries, themselves or as the member of a group, until they have read it."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from lyceum_hub.database import Database
from lyceum_hub.database.tables import inbox, inbox_people
from lyceum_hub.service.entries.access import ADMINISTRATORS, Reader, holder_of

STEWARDS = "group:stewards"
ADMINS = "office:administrators"
OFFICES = {ADMINS: ADMINISTRATORS}  # those that are no groups, by a name that no account has
KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Item:
    """Something that somebody is told: about an entry, and perhaps about a proposal or a request."""

    id: int
    at: datetime
    kind: str
    entry: str
    about: str | None
    text: str
    read: bool


class Inboxes:
    """What people are told, in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def items(self, reader: Reader, unread: bool = False, limit: int = 50) -> list[Item]:
        """Return what somebody is told, the newest first."""
        query = addressed_to(reader).order_by(inbox.c.id.desc()).limit(limit)
        with self._database.reading() as connection:
            rows = connection.execute(query.where(~has_read(reader.name)) if unread else query)
            return [Item(**row) for row in rows.mappings()]

    def unread(self, reader: Reader) -> int:
        """Return how many items somebody has not read."""
        theirs = addressed_to(reader).where(~has_read(reader.name)).subquery()
        with self._database.reading() as connection:
            return connection.execute(select(func.count()).select_from(theirs)).scalar_one()

    def mark_read(self, reader: Reader, ids: Sequence[int] | None) -> None:
        """Note that somebody has read some items, or all; what is not theirs stays as it is."""
        theirs = addressed_to(reader).where(~has_read(reader.name))
        with self._database.writing() as connection:
            found = connection.execute(theirs if ids is None else theirs.where(inbox.c.id.in_(ids))).all()
            note_read(connection, reader.name, [row.id for row in found])

    def forget(self, now: datetime) -> None:
        """Remove what is too old to matter to anybody."""
        with self._database.writing() as connection:
            connection.execute(delete(inbox).where(inbox.c.at < now - KEPT))


def tell(
    connection: Connection,
    people: Iterable[str],
    kind: str,
    entry: str,
    about: str | None,
    text: str,
    once: str | None = None,
) -> bool:
    """Put an item into the inboxes of people, by their names, of the members of groups (`group:NAME`), and of ADMINS.

    With `once`, it is told only when nothing was told under that name before. Tells whether it was told.
    """
    told = {holder for person in people if (holder := OFFICES.get(person) or holder_of(person))}
    item = {"at": datetime.now(UTC), "kind": kind, "entry": entry, "about": about, "text": text, "once": once}
    number = add(connection, item) if told else None
    if number is None:
        return False
    connection.execute(insert(inbox_people), [{"item": number, "who": who} for who in sorted(told)])
    return True


def add(connection: Connection, item: dict[str, Any]) -> int | None:
    """Return the number of a new item; None where it was to be told once and has been."""
    try:
        with connection.begin_nested():
            return int(connection.execute(insert(inbox).values(item).returning(inbox.c.id)).scalar_one())
    except IntegrityError:
        return None


def addressed_to(reader: Reader) -> Select[Any]:
    """Return the query for what a reader is told; an item that reaches them twice is one item."""
    people = inbox_people.alias()
    theirs = exists().where(people.c.item == inbox.c.id, people.c.who.in_(sorted(reader.who)))
    columns = (inbox.c.id, inbox.c.at, inbox.c.kind, inbox.c.entry, inbox.c.about, inbox.c.text)
    return select(*columns, has_read(reader.name).label("read")).where(theirs)


def has_read(name: str) -> ColumnElement[bool]:
    """Return the condition that somebody has read an item."""
    people = inbox_people.alias()
    return exists().where(people.c.item == inbox.c.id, people.c.who == f"person:{name}", people.c.read_at.is_not(None))


def note_read(connection: Connection, name: str, items: Sequence[int]) -> None:
    """Note that somebody read items that they had not read."""
    who, now = f"person:{name}", datetime.now(UTC)
    theirs = (inbox_people.c.item.in_(items)) & (inbox_people.c.who == who)
    own = set(connection.execute(select(inbox_people.c.item).where(theirs)).scalars())
    connection.execute(update(inbox_people).where(theirs).values(read_at=now))
    others = [{"item": item, "who": who, "read_at": now} for item in items if item not in own]
    if others:
        with suppress(IntegrityError), connection.begin_nested():  # they read it twice at the same moment
            connection.execute(insert(inbox_people), others)

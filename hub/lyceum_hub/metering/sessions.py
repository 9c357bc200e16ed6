"""Sessions: a row for each time that somebody's server ran, with what it used.

Everything here blocks: call it from a thread. The hub alone writes, so what a session used is counted once: up to
`last_seen_at`, from where the next look goes on, whichever hub process takes it.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, insert, select, update

from lyceum_hub.database import Database
from lyceum_hub.database.tables import server_days, server_refusals, server_sessions, session_groups, storage_days
from lyceum_hub.metering.months import days_between

HELD = "memory_byte_seconds"


class Key(NamedTuple):
    """Whose server, and its name; a person has at most one open session of each."""

    person: str
    server: str


@dataclass(frozen=True)
class Asked:
    """A server that somebody may start, with the limits of its profile."""

    key: Key
    groups: frozenset[str]
    profile: str
    cpus: float | None = None
    memory: int | None = None  # bytes
    gpus: float = 0
    price: float = 0

    @property
    def kind(self) -> str:
        """What is started: a Lab, or one run of a notebook."""
        return "run" if self.key.server.startswith("run-") else "lab"


@dataclass(frozen=True)
class Reading:
    """What a server has used of the processors since it began, and the bytes that it holds now."""

    cpu_seconds: float
    memory: float


class Sessions:
    """The sessions of a workspace."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def start(self, key: Key, at: datetime) -> None:
        """Count a server from now on: it has got all that it waited for."""
        with self.database.writing() as connection:
            connection.execute(update_open(key).values(started_at=at, last_seen_at=at))

    def answer(self, key: Key, at: datetime) -> None:
        """Note when a server answered first."""
        with self.database.writing() as connection:
            ready = update_open(key).where(server_sessions.c.ready_at.is_(None), server_sessions.c.started_at <= at)
            connection.execute(ready.values(ready_at=at))

    def look(self, at: datetime, seen: Mapping[Key, Reading | None], there: Collection[Key] | None = None) -> None:
        """Count what runs up to now, and end what is not `there` any more, where that is known, as it was last seen.

        Without a reading, what a server may use at most is counted. What was asked for after `at` is left alone.
        """
        with self.database.writing() as connection:
            for row in open_rows(connection):
                if row.asked_at < at and (key := Key(row.person, row.server)) in seen:
                    extend(connection, row, at, seen[key])
                elif there is not None and row.asked_at < at and key not in there:
                    close(connection, row, row.last_seen_at)

    def end(self, key: Key, at: datetime | None, measured: bool, cpu_seconds: float | None = None) -> None:
        """End a session: now, or (without an instant) where it was last seen; one that never began is forgotten.

        `cpu_seconds` is what it has used in all, where that is known; what was not measured is counted by its limits.
        A second time changes nothing.
        """
        with self.database.writing() as connection:
            for row in open_rows(connection, key):
                if at and row.started_at:
                    extend(connection, row, at, last_reading(row, cpu_seconds) if measured else None)
                close(connection, row, at or row.last_seen_at)


def ask(connection: Connection, asked: Asked, at: datetime) -> None:
    """Open a session for a server that somebody may start; one that a crash left open ends where it was last seen."""
    for row in open_rows(connection, asked.key):
        close(connection, row, row.last_seen_at)
    session, (person, server) = uuid.uuid4().hex, asked.key
    limits = {name: getattr(asked, name) for name in ("profile", "kind", "cpus", "memory", "gpus", "price")}
    values = {**limits, "id": session, "person": person, "server": server, "asked_at": at}
    connection.execute(insert(server_sessions).values(**values, cpu_seconds=0, memory_byte_seconds=0))
    if asked.groups:
        groups = [{"session": session, "group": group} for group in sorted(asked.groups)]
        connection.execute(insert(session_groups), groups)


def open_rows(connection: Connection, key: Key | None = None) -> list[Row[Any]]:
    """Return the sessions that have not ended, held until the transaction ends."""
    query = select(server_sessions).where(server_sessions.c.ended_at.is_(None)).with_for_update()
    if key:
        query = query.where(server_sessions.c.person == key.person, server_sessions.c.server == key.server)
    return list(connection.execute(query))


def update_open(key: Key) -> Any:
    """Return the statement that changes the open session of a server."""
    return update(server_sessions).where(
        server_sessions.c.person == key.person,
        server_sessions.c.server == key.server,
        server_sessions.c.ended_at.is_(None),
    )


def last_reading(row: Row[Any], cpu_seconds: float | None) -> Reading:
    """Return what a session that ends used in all, as far as it is known, and held on average so far."""
    seconds = (row.last_seen_at - row.started_at).total_seconds()
    return Reading(max(cpu_seconds or 0, row.cpu_seconds), row.memory_byte_seconds / seconds if seconds else 0)


def extend(connection: Connection, row: Row[Any], until: datetime, reading: Reading | None) -> None:
    """Count a session up to an instant, on the days on which that was; the clock may have gone back."""
    if row.started_at is None or until <= row.last_seen_at:
        return
    seconds = (until - row.last_seen_at).total_seconds()
    used = max(0.0, reading.cpu_seconds - row.cpu_seconds) if reading else (row.cpus or 0) * seconds
    held = (reading.memory if reading else row.memory or 0) * seconds
    for day, share in days_between(row.last_seen_at, until):
        count(connection, row.id, day, {"seconds": seconds * share, "cpu_seconds": used * share, HELD: held * share})
    values = {"cpu_seconds": row.cpu_seconds + used, HELD: row.memory_byte_seconds + held, "last_seen_at": until}
    connection.execute(update(server_sessions).where(server_sessions.c.id == row.id).values(values))


def count(connection: Connection, session: str, day: Any, more: dict[str, float]) -> None:
    """Add to what a session used on a day."""
    of_day = (server_days.c.session == session, server_days.c.day == day)
    added = {name: server_days.c[name] + value for name, value in more.items()}
    if not connection.execute(update(server_days).where(*of_day).values(added)).rowcount:
        connection.execute(insert(server_days).values(session=session, day=day, **more))


def close(connection: Connection, row: Row[Any], at: datetime | None) -> None:
    """End a session; one that never began is forgotten."""
    this = server_sessions.c.id == row.id
    if row.started_at is None or at is None:
        connection.execute(delete(server_sessions).where(this))
    else:
        connection.execute(update(server_sessions).where(this).values(ended_at=max(at, row.started_at)))


def rename(connection: Connection, person: str, former: str) -> None:
    """Keep what somebody used who is gone under another name, so that it is not held against a new account."""
    for table in (server_sessions, server_refusals):
        connection.execute(update(table).where(table.c.person == person).values(person=former))
    stored = storage_days.c.holder == f"person:{person}"
    connection.execute(delete(storage_days).where(storage_days.c.holder == f"person:{former}"))
    connection.execute(update(storage_days).where(stored).values(holder=f"person:{former}"))

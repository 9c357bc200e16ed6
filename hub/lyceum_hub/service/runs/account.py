"""A run's account: its history, the entries it read and wrote, and the end of its log, in one look at the database."""

from dataclasses import dataclass

from sqlalchemy import Connection, select, true

from lyceum_hub.database.tables import run_entries, run_log
from lyceum_hub.service.entries.access import SEE
from lyceum_hub.service.runs.moves import Event, history
from lyceum_hub.service.runs.run import Run
from lyceum_hub.service.viewers import Viewer

LOG_SHOWN = 64 * 1024
LOG_AT_ONCE = 16  # a server sends up to 256 KiB at a time


@dataclass(frozen=True)
class Touched:
    """An entry that a run read or wrote, at a version."""

    entry: str
    version: int | None
    role: str


@dataclass(frozen=True)
class Account:
    """What there is to tell of a run beside its record."""

    history: list[Event]
    entries: list[Touched]
    log: str


def account(connection: Connection, run: Run, viewer: Viewer) -> Account:
    """Return the account of a run, as somebody may know it."""
    return Account(history(connection, run.id), touched(connection, run, viewer), end_of_log(connection, run.id))


def touched(connection: Connection, run: Run, viewer: Viewer) -> list[Touched]:
    """Return the entries that a run read and wrote, by name: to its owner as it told them, to others those they see."""
    columns = (run_entries.c.entry, run_entries.c.version, run_entries.c.role)
    known = true() if viewer.name == run.owner else viewer.reader.may(SEE, run_entries.c.entry)
    theirs = select(*columns).where(run_entries.c.run == run.id, known)
    rows = connection.execute(theirs.order_by(run_entries.c.entry, run_entries.c.role))
    return [Touched(row.entry, row.version, row.role) for row in rows]


def end_of_log(connection: Connection, run_id: str) -> str:
    """Return the end of a run's log, at most 64 KiB of it; no more is read than that takes."""
    newest = select(run_log.c.number, run_log.c.text).where(run_log.c.run == run_id).order_by(run_log.c.number.desc())
    log, found = "", connection.execute(newest.limit(LOG_AT_ONCE)).all()
    while found and len(log) < LOG_SHOWN:
        log = "".join(row.text for row in reversed(found)) + log
        older = newest.where(run_log.c.number < found[-1].number).limit(LOG_AT_ONCE)
        found = connection.execute(older).all() if len(found) == LOG_AT_ONCE else []
    return log[-LOG_SHOWN:]

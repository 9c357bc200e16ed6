"""Runs: made, found, claimed by the loop, reported on by their servers, ended.

Who executes a run holds a fence, a number that grows with every attempt; each report names it, and a report with an
old one is refused. A run whose lease runs out without a report is lost.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, update

from lyceum_hub.database import Database
from lyceum_hub.database.tables import run_log, runs
from lyceum_hub.errors import Conflict
from lyceum_hub.service import audit
from lyceum_hub.service.runs import moves
from lyceum_hub.service.runs.moves import Event, append_log, at_fence, held, move, queue, stop, try_again
from lyceum_hub.service.runs.run import ACTIVE, ID_BYTES, Run, State, Wanted, a_run, one, run_of
from lyceum_hub.service.runs.work import Work

LEASE = timedelta(seconds=60)
LOG_SHOWN = 64 * 1024


class RunStore:
    """Runs in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, owner: str, name: str, work: Work, key: str | None = None) -> Run:
        """Queue a run and return it; the same key of the same owner returns the same run."""
        with self._database.writing() as connection:
            if key and (row := connection.execute(a_run().where(runs.c.owner == owner, with_key(key))).one_or_none()):
                return run_of(row)
            run_id = secrets.token_hex(ID_BYTES)
            queue(connection, run_id, owner, name, work, f"Asked for by {owner}.", idempotency_key=key)
            audit.record(connection, owner, "run.create", run_id, name=name)
            return one(connection, run_id)

    def create_group(self, owner: str, named: Sequence[tuple[str, Work]], key: str | None = None) -> list[Run]:
        """Queue runs that belong together, all or none; the same key of the same owner returns the same ones."""
        with self._database.writing() as connection:
            again = key and connection.execute(a_run().where(runs.c.owner == owner, with_key(key))).one_or_none()
            if again and not again.group:
                raise Conflict(f"The key {key!r} belongs to the run {again.id}.", remedy="Choose another key.")
            group = again.group if again else secrets.token_hex(ID_BYTES)
            if not again:
                queue_group(connection, group, owner, named, key)
            theirs = a_run().where(runs.c.group == group).order_by(runs.c.created_at, runs.c.id)
            return [run_of(row) for row in connection.execute(theirs)]

    def get(self, run_id: str, owner: str | None = None) -> Run:
        """Return a run; with an owner given, only theirs. Raises NotFound."""
        with self._database.reading() as connection:
            return one(connection, run_id, owner)

    def find(self, limit: int = 50, offset: int = 0, **chosen: str | None) -> tuple[list[Run], int]:
        """Return a page of runs, newest first, and how many there are in all; only with the values that are chosen."""
        filters = [runs.c[name] == value for name, value in chosen.items() if value]
        page = a_run().where(*filters).order_by(runs.c.created_at.desc(), runs.c.id).limit(limit).offset(offset)
        with self._database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(runs).where(*filters)).scalar_one()
            return [run_of(row) for row in connection.execute(page)], total

    def latest_of(self, schedule: str) -> Run | None:
        """Return the newest run of a schedule."""
        found, _ = self.find(schedule=schedule, limit=1)
        return found[0] if found else None

    def history(self, run_id: str) -> list[Event]:
        """Return what happened to a run, oldest first."""
        with self._database.reading() as connection:
            return moves.history(connection, run_id)

    def log(self, run_id: str) -> str:
        """Return the end of a run's log, at most 64 KiB of it."""
        with self._database.reading() as connection:
            newest = select(run_log.c.text).where(run_log.c.run == run_id).order_by(run_log.c.number.desc()).limit(1000)
            parts = list(connection.execute(newest).scalars())
        return "".join(reversed(parts))[-LOG_SHOWN:]

    def cancel(self, run_id: str, actor: str) -> Run:
        """Want a run stopped; one that is queued is cancelled at once. Raises Conflict when it has ended."""
        with self._database.writing() as connection:
            run = one(connection, run_id)
            if run.state.is_final:
                raise Conflict(f"The run has already ended: {run.state}.")
            stop(connection, run, f"Cancelled by {actor}.")
            audit.record(connection, actor, "run.cancel", run_id)
            return one(connection, run_id)

    def claim(self, most: int, busy: Collection[str] = ()) -> Run | None:
        """Take the next queued run that is not busy, owners with fewest active runs first; never more than `most`."""
        active = (
            select(runs.c.owner, func.count().label("active")).where(runs.c.state.in_(ACTIVE)).group_by(runs.c.owner)
        )
        load = active.subquery()
        waiting = (
            select(runs.c.id)
            .select_from(runs.outerjoin(load, runs.c.owner == load.c.owner))
            .where(runs.c.state == State.QUEUED, runs.c.id.not_in(busy), may_start())
            .order_by(func.coalesce(load.c.active, 0), runs.c.created_at, runs.c.id)
            .limit(1)
        )
        with self._database.writing() as connection:
            if sum(row.active for row in connection.execute(active)) >= most:
                return None
            run_id = connection.execute(waiting).scalar_one_or_none()
            if run_id is None:
                return None
            run = one(connection, run_id)
            run = replace(run, attempt=run.attempt + 1)
            more = {
                "attempt": run.attempt,
                "fence": run.fence + 1,
                "server": run.server_name,
                "lease_until": lease(),
                **dict.fromkeys(("not_before", "started_at", "progress", "error", "output")),
            }
            return one(connection, run_id) if move(connection, run, State.STARTING, None, **more) else None

    def begin(self, run_id: str) -> Run:
        """Note that a run's server has taken it up; raise Conflict when it is not the server's to take."""
        with self._database.writing() as connection:
            run = one(connection, run_id)
            begun = run.state is State.STARTING and move(
                connection, run, State.RUNNING, None, started_at=datetime.now(UTC), lease_until=lease()
            )
            if not begun:
                raise Conflict(f"The run is {run.state}; it cannot begin.")
            return one(connection, run_id)

    def report(self, run_id: str, fence: int, progress: Mapping[str, Any] | None, log: str) -> Wanted:
        """Note a run's progress and log, prolong its lease, and return what is wanted of it."""
        with self._database.writing() as connection:
            run = held(connection, run_id, fence)
            values = {"lease_until": lease(), **({"progress": dict(progress)} if progress is not None else {})}
            connection.execute(update(runs).where(runs.c.id == run_id).values(values))
            if log:
                append_log(connection, run_id, log)
            return run.wanted

    def deliver(self, run_id: str, fence: int, output: str) -> None:
        """Publish the output that the file store keeps under a key."""
        with self._database.writing() as connection:
            held(connection, run_id, fence)
            connection.execute(update(runs).where(runs.c.id == run_id).values(output=output))

    def end(
        self, run_id: str, fence: int, state: State, reason: str | None, error: Mapping[str, Any] | None = None
    ) -> Run:
        """Move a run to its final state, or back to the queue when it shall be tried again.

        Raises Conflict when somebody else holds it or it has ended.
        """
        with self._database.writing() as connection:
            run = held(connection, run_id, fence)
            reason = run.stop_reason or reason if state is State.CANCELLED else reason
            known = {"error": dict(error) if error else None}
            if (pause := run.pause_before_another(state)) is None:
                move(connection, run, state, reason, **known)
            else:
                try_again(connection, run, state, reason, pause, **known)
            return one(connection, run_id)

    def requeue(self, run: Run) -> None:
        """Give a claimed run back to the queue, as it was."""
        with self._database.writing() as connection:
            waits = "The hub does not answer just now; it waits in the queue again."
            move(connection, run, State.QUEUED, waits, server=None, attempt=run.attempt - 1, lease_until=None)

    def unsettled(self) -> list[Run]:
        """Return the runs that want something done: stopped, idle but with a server, or out of lease."""
        stopping = (runs.c.wanted == Wanted.STOPPED) & runs.c.state.in_(ACTIVE)
        idle = runs.c.state.not_in(ACTIVE) & runs.c.server.is_not(None)
        expired = runs.c.state.in_(ACTIVE) & (runs.c.lease_until < datetime.now(UTC))
        with self._database.reading() as connection:
            return [run_of(row) for row in connection.execute(a_run().where(stopping | idle | expired))]

    def forget_server(self, run: Run) -> None:
        """Note that a run's server is gone from the hub."""
        with self._database.writing() as connection:
            connection.execute(update(runs).where(runs.c.id == run.id, at_fence(run.fence)).values(server=None))

    def prolong(self, run: Run | None = None) -> None:
        """Give a run, or all active ones, a whole lease: nobody could have reported."""
        chosen = runs.c.state.in_(ACTIVE) & (runs.c.id == run.id if run else True)
        with self._database.writing() as connection:
            connection.execute(update(runs).where(chosen).values(lease_until=lease()))


def queue_group(
    connection: Connection, group: str, owner: str, named: Sequence[tuple[str, Work]], key: str | None
) -> None:
    """Add queued runs that belong together; the first carries the client's key."""
    for number, (name, work) in enumerate(named):
        more = {"group": group, "idempotency_key": None if number else key}
        queue(connection, secrets.token_hex(ID_BYTES), owner, name, work, f"Asked for by {owner}.", **more)
    audit.record(connection, owner, "run.create_group", group, runs=len(named))


def may_start() -> ColumnElement[bool]:
    """Return the condition that a queued run waits for nothing: not its time, its last server or another run."""
    its_time = runs.c.not_before.is_(None) | (runs.c.not_before <= datetime.now(UTC))
    other = runs.alias()
    busy = select(other.c.id).where(other.c.schedule == runs.c.schedule, other.c.state.in_(ACTIVE))
    return its_time & runs.c.server.is_(None) & ~(runs.c.alone & busy.exists())


def with_key(key: str) -> ColumnElement[bool]:
    """Return the condition that a run was asked for with a client's key."""
    return runs.c.idempotency_key == key


def lease() -> datetime:
    """Return until when a lease given now holds."""
    return datetime.now(UTC) + LEASE

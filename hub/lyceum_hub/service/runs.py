"""Runs: their states, and the record that is the truth about each of them.

Who executes a run holds a fence, a number that grows with every attempt; each report names it, and a report with an
old one is refused. A run whose lease runs out without a report is lost.
"""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update

from lyceum_hub.database import Database
from lyceum_hub.database.tables import run_log, runs
from lyceum_hub.errors import Conflict, NotFound
from lyceum_hub.service import audit
from lyceum_hub.service.work import Work

ID_BYTES = 10  # the hub allows 30 characters for `run-<id>-<attempt>`
LEASE = timedelta(seconds=60)
LOG_SHOWN = 64 * 1024


class State(StrEnum):
    """Where a run stands."""

    QUEUED = "queued"
    STARTING = "starting"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    KERNEL_DIED = "kernel_died"
    TIMED_OUT = "timed_out"
    CANCELLED = "cancelled"
    LOST = "lost"

    @property
    def is_final(self) -> bool:
        """Tell whether a run stays in this state."""
        return self not in (State.QUEUED, State.STARTING, State.RUNNING)


ACTIVE = (State.STARTING, State.RUNNING)
FINAL = tuple(state for state in State if state.is_final)


class Wanted(StrEnum):
    """Where a run shall go."""

    FINISHED = "finished"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Run:
    """A notebook executed once for its owner."""

    id: str
    owner: str
    name: str
    state: State
    reason: str | None
    since: datetime
    wanted: Wanted
    stop_reason: str | None
    work: Work
    schedule: str | None
    scheduled_for: datetime | None
    attempt: int
    fence: int
    server: str | None
    lease_until: datetime | None
    not_before: datetime | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    progress: dict[str, Any] | None
    error: dict[str, Any] | None
    output: str | None

    @property
    def server_name(self) -> str:
        """The name of the server that executes its present attempt."""
        return f"run-{self.id}-{self.attempt}"

    def pause_before_another(self, ending: State) -> timedelta | None:
        """Return how long to wait before another attempt when this one ends so; None for no other."""
        if self.work.retries is None or self.wanted is Wanted.STOPPED:
            return None
        return self.work.retries.pause_after(self.attempt, ending)


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
            queue(connection, run_id, owner, name, work, idempotency_key=key)
            audit.record(connection, owner, "run.create", run_id, name=name)
            return one(connection, run_id)

    def get(self, run_id: str, owner: str | None = None) -> Run:
        """Return a run; with an owner given, only theirs. Raises NotFound."""
        with self._database.reading() as connection:
            return one(connection, run_id, owner)

    def find(
        self, owner: str | None = None, state: str = "", schedule: str = "", limit: int = 50, offset: int = 0
    ) -> tuple[list[Run], int]:
        """Return a page of runs, newest first, and how many there are in all."""
        filters = [
            column == value
            for column, value in ((runs.c.owner, owner), (runs.c.state, state), (runs.c.schedule, schedule))
            if value
        ]
        page = a_run().where(*filters).order_by(runs.c.created_at.desc(), runs.c.id).limit(limit).offset(offset)
        with self._database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(runs).where(*filters)).scalar_one()
            return [run_of(row) for row in connection.execute(page)], total

    def latest_of(self, schedule: str) -> Run | None:
        """Return the newest run of a schedule."""
        found, _ = self.find(schedule=schedule, limit=1)
        return found[0] if found else None

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
            move(connection, run, State.QUEUED, None, server=None, attempt=run.attempt - 1, lease_until=None)

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


def queue(connection: Connection, run_id: str, owner: str, name: str, work: Work, **more: Any) -> None:
    """Add a queued run in the caller's transaction."""
    now = datetime.now(UTC)
    values = {"state": State.QUEUED, "since": now, "created_at": now, "wanted": Wanted.FINISHED}
    connection.execute(insert(runs).values(id=run_id, owner=owner, name=name, work=work.as_dict(), **values, **more))


def move(connection: Connection, run: Run, state: State, reason: str | None, **values: Any) -> bool:
    """Move a run to a state unless somebody else moved it first; tell whether it moved."""
    now = datetime.now(UTC)
    ended = {"finished_at": now, "not_before": None} if state.is_final else {}
    unmoved = update(runs).where(runs.c.id == run.id, runs.c.state == run.state, at_fence(run.fence))
    moved = connection.execute(unmoved.values(state=state, reason=reason, since=now, **ended, **values))
    return moved.rowcount == 1


def try_again(
    connection: Connection, run: Run, ending: State, reason: str | None, pause: timedelta, **values: Any
) -> None:
    """Queue a run whose attempt has failed for another one, after a pause and once its server is gone."""
    at = datetime.now(UTC) + pause
    failed = " ".join(part for part in (f"Attempt {run.attempt} ended as {ending}.", reason) if part)
    append_log(connection, run.id, f"\n--- {failed} ---\n")
    move(
        connection,
        run,
        State.QUEUED,
        f"{failed} It is tried again at {at:%Y-%m-%d %H:%M:%S} UTC.",
        lease_until=None,
        not_before=at,
        **values,
    )


def stop(connection: Connection, run: Run, reason: str) -> None:
    """Want a run stopped, in the caller's transaction; one that is queued is cancelled at once."""
    wanted = {"wanted": Wanted.STOPPED, "stop_reason": reason}
    connection.execute(update(runs).where(runs.c.id == run.id).values(wanted))
    if run.state is State.QUEUED:
        move(connection, run, State.CANCELLED, reason)


def held(connection: Connection, run_id: str, fence: int) -> Run:
    """Return a run that is active at a fence; raise Conflict when it is not."""
    run = one(connection, run_id)
    if run.fence != fence or run.state not in ACTIVE:
        raise Conflict(f"The run is {run.state} at fence {run.fence}; fence {fence} no longer holds it.")
    return run


def append_log(connection: Connection, run_id: str, text: str) -> None:
    """Add text to a run's log."""
    last = connection.execute(select(func.max(run_log.c.number)).where(run_log.c.run == run_id)).scalar()
    line = {"run": run_id, "number": (last or 0) + 1, "at": datetime.now(UTC), "text": text.replace("\0", "")}
    connection.execute(insert(run_log).values(line))


def a_run() -> Any:
    """Return the query for runs."""
    return select(runs)


def one(connection: Connection, run_id: str, owner: str | None = None) -> Run:
    """Return one run; raise NotFound."""
    query = a_run().where(runs.c.id == run_id)
    row = connection.execute(query.where(runs.c.owner == owner) if owner else query).one_or_none()
    if row is None:
        raise NotFound(f"There is no run {run_id!r}.", remedy="See your runs for its id.")
    return run_of(row)


def run_of(row: Row[Any]) -> Run:
    """Return the run that a row holds."""
    values = {name: value for name, value in row._mapping.items() if name in Run.__dataclass_fields__}
    return Run(
        **{
            **values,
            "state": State(row.state),
            "wanted": Wanted(row.wanted),
            "work": Work.of(row.work),
        }
    )


def may_start() -> ColumnElement[bool]:
    """Return the condition that a queued run waits for nothing: not its time, its last server or another run."""
    its_time = runs.c.not_before.is_(None) | (runs.c.not_before <= datetime.now(UTC))
    other = runs.alias()
    busy = select(other.c.id).where(other.c.schedule == runs.c.schedule, other.c.state.in_(ACTIVE))
    return its_time & runs.c.server.is_(None) & ~(runs.c.alone & busy.exists())


def at_fence(fence: int) -> ColumnElement[bool]:
    """Return the condition that nobody else has taken a run."""
    return runs.c.fence == fence


def with_key(key: str) -> ColumnElement[bool]:
    """Return the condition that a run was asked for with a client's key."""
    return runs.c.idempotency_key == key


def lease() -> datetime:
    """Return until when a lease given now holds."""
    return datetime.now(UTC) + LEASE

"""Moves: how a run gets from one state to the next, with its history, in the transaction of whoever moves it."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, select, update

from lyceum_hub.database.tables import run_events, run_log, runs
from lyceum_hub.errors import Conflict
from lyceum_hub.service.runs import lineage
from lyceum_hub.service.runs.run import ACTIVE, Run, State, Wanted, one
from lyceum_hub.service.runs.work import Work

USUAL_REASONS = {
    State.STARTING: "There was room for it; its server is being started.",
    State.RUNNING: "Its server took it up.",
    State.SUCCEEDED: "Every cell was executed.",
}


@dataclass(frozen=True)
class Event:
    """A moment in a run's life: a state it came to, or the wish to have it stopped, and why."""

    at: datetime
    state: State
    reason: str | None
    attempt: int


def queue(connection: Connection, run_id: str, owner: str, name: str, work: Work, because: str, **more: Any) -> None:
    """Add a queued run."""
    now = datetime.now(UTC)
    values = {"state": State.QUEUED, "since": now, "created_at": now, "wanted": Wanted.FINISHED}
    connection.execute(insert(runs).values(id=run_id, owner=owner, name=name, work=work.as_dict(), **values, **more))
    remember(connection, run_id, Event(now, State.QUEUED, because, 0))


def move(connection: Connection, run: Run, state: State, reason: str | None, **values: Any) -> bool:
    """Move a run to a state unless somebody else moved it first; tell whether it moved."""
    now = datetime.now(UTC)
    ended = {"finished_at": now, "not_before": None} if state.is_final else {}
    unmoved = update(runs).where(runs.c.id == run.id, runs.c.state == run.state, at_fence(run.fence))
    moved = connection.execute(unmoved.values(state=state, reason=reason, since=now, **ended, **values))
    if not moved.rowcount:
        return False
    attempt = values.get("attempt", run.attempt)
    remember(connection, run.id, Event(now, state, reason or USUAL_REASONS.get(state), attempt))
    lineage.record(connection, run, state, now, reason)
    return True


def try_again(
    connection: Connection, run: Run, ending: State, reason: str | None, pause: timedelta, **values: Any
) -> None:
    """Queue a run whose attempt has failed for another one, after a pause and once its server is gone."""
    now = datetime.now(UTC)
    remember(connection, run.id, Event(now, ending, reason, run.attempt))
    lineage.record(connection, run, ending, now, reason)
    failed = " ".join(part for part in (f"Attempt {run.attempt} ended as {ending}.", reason) if part)
    append_log(connection, run.id, f"\n--- {failed} ---\n")
    move(
        connection,
        run,
        State.QUEUED,
        f"{failed} It is tried again at {now + pause:%Y-%m-%d %H:%M:%S} UTC.",
        lease_until=None,
        not_before=now + pause,
        **values,
    )


def withdraw(connection: Connection, run: Run, reason: str, **values: Any) -> None:
    """Queue a run again that could not begin; however often that happens, its history tells the first time only."""
    if move(connection, run, State.QUEUED, reason, attempt=run.attempt - 1, lease_until=None, **values):
        starting = first_of(run, State.STARTING, run.attempt)
        told = first_of(run, State.QUEUED, run.attempt - 1).where(run_events.c.id > starting.scalar_subquery())
        later = run_events.c.run == run.id, run_events.c.id > told.scalar_subquery()
        connection.execute(delete(run_events).where(*later))


def first_of(run: Run, state: State, attempt: int) -> Select[Any]:
    """Return the query for the first moment at which a run came to a state in an attempt."""
    there = run_events.c.run == run.id, run_events.c.state == state, run_events.c.attempt == attempt
    return select(func.min(run_events.c.id)).where(*there)


def stop(connection: Connection, run: Run, reason: str) -> None:
    """Want a run stopped; one that is queued is cancelled at once."""
    wanted = {"wanted": Wanted.STOPPED, "stop_reason": reason}
    connection.execute(update(runs).where(runs.c.id == run.id).values(wanted))
    if run.state is State.QUEUED:
        move(connection, run, State.CANCELLED, reason)
    elif run.state in ACTIVE:
        remember(connection, run.id, Event(datetime.now(UTC), run.state, reason, run.attempt))


def held(connection: Connection, run_id: str, fence: int) -> Run:
    """Return a run that is active at a fence, which nobody else moves meanwhile; raise Conflict when it is not."""
    connection.execute(select(runs.c.id).where(runs.c.id == run_id).with_for_update())
    run = one(connection, run_id)
    if run.fence != fence or run.state not in ACTIVE:
        raise Conflict(f"The run is {run.state} at fence {run.fence}; fence {fence} no longer holds it.")
    return run


def remember(connection: Connection, run_id: str, event: Event) -> None:
    """Add a moment to a run's history."""
    connection.execute(insert(run_events).values(run=run_id, **asdict(event)))


def history(connection: Connection, run_id: str) -> list[Event]:
    """Return what happened to a run, oldest first."""
    theirs = select(run_events).where(run_events.c.run == run_id).order_by(run_events.c.id)
    rows = connection.execute(theirs)
    return [Event(row.at, State(row.state), row.reason, row.attempt) for row in rows]


def append_log(connection: Connection, run_id: str, text: str) -> None:
    """Add text to a run's log."""
    last = connection.execute(select(func.max(run_log.c.number)).where(run_log.c.run == run_id)).scalar()
    line = {"run": run_id, "number": (last or 0) + 1, "at": datetime.now(UTC), "text": text.replace("\0", "")}
    connection.execute(insert(run_log).values(line))


def at_fence(fence: int) -> ColumnElement[bool]:
    """Return the condition that nobody else has taken a run."""
    return runs.c.fence == fence

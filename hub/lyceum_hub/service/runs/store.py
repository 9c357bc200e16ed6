"""Runs: made, found, claimed by the loop, reported on by their servers, ended.

Who executes a run holds a fence, a number that grows with every attempt; each report names it, and a report with an
old one is refused. A run whose lease runs out without a report is lost.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select, update

from lyceum_hub.database import Database, tables
from lyceum_hub.database.tables import runs
from lyceum_hub.errors import Conflict
from lyceum_hub.service import audit, holdings
from lyceum_hub.service.runs.account import Account, account
from lyceum_hub.service.runs.facts import keep_facts
from lyceum_hub.service.runs.moves import append_log, at_fence, held, move, queue, stop, try_again, withdraw
from lyceum_hub.service.runs.run import ACTIVE, CHECK, ID_BYTES, Run, State, Wanted, a_run, one, run_of
from lyceum_hub.service.runs.work import Work
from lyceum_hub.service.viewers import Viewer

LEASE = timedelta(seconds=60)
SILENCE = timedelta(seconds=15)  # three beats of a run's server; then the hub is asked whether it is still there


class RunStore:
    """Runs in the database."""

    def __init__(self, database: Database, most_queued: int = 1000) -> None:
        self._database = database
        self._most_queued = most_queued

    def create(
        self,
        owner: str,
        name: str,
        work: Work,
        key: str | None = None,
        shared_with: str | None = None,
        asked_by: str | None = None,
        caused_by: str | None = None,
    ) -> Run:
        """Queue a run and return it; the same key of the same owner returns the same run. Raises TooMany."""
        actor = asked_by or owner
        with self._database.writing() as connection:
            if key and (row := connection.execute(a_run().where(runs.c.owner == owner, with_key(key))).one_or_none()):
                return run_of(row)
            holdings.check_runs(connection, owner, 1, self._most_queued)
            run_id = secrets.token_hex(ID_BYTES)
            more = {"idempotency_key": key, "shared_with": shared_with, "caused_by": caused_by}
            queue(connection, run_id, owner, name, work, f"Asked for by {actor}.", **more)
            audit.record(connection, actor, "run.create", run_id, name=name)
            return one(connection, run_id)

    def create_group(
        self, owner: str, named: Sequence[tuple[str, Work]], key: str | None = None, shared_with: str | None = None
    ) -> list[Run]:
        """Queue runs that belong together, all or none; the same key of the same owner returns the same ones."""
        with self._database.writing() as connection:
            again = key and connection.execute(a_run().where(runs.c.owner == owner, with_key(key))).one_or_none()
            if again and not again.group:
                raise Conflict(f"The key {key!r} belongs to the run {again.id}.", remedy="Choose another key.")
            group = again.group if again else secrets.token_hex(ID_BYTES)
            if not again:
                holdings.check_runs(connection, owner, len(named), self._most_queued)
                queue_group(connection, group, owner, named, key, shared_with)
            theirs = a_run().where(runs.c.group == group).order_by(runs.c.created_at, runs.c.id)
            return [run_of(row) for row in connection.execute(theirs)]

    def get(self, run_id: str, viewer: Viewer | None = None) -> Run:
        """Return a run, for a viewer only one that they see. Raises NotFound."""
        with self._database.reading() as connection:
            return one(connection, run_id, viewer)

    def find(
        self, limit: int = 50, offset: int = 0, viewer: Viewer | None = None, **chosen: str | None
    ) -> tuple[list[Run], int]:
        """Return a page of runs, newest first, and how many there are in all; only with the values that are chosen.

        Checks of notebooks are among them only where their owner is.
        """
        filters = [runs.c[name] == value for name, value in chosen.items() if value]
        filters += [viewer.sees(runs)] if viewer else []
        filters += [] if chosen.get("owner") else [runs.c.caused_by.is_(None) | ~runs.c.caused_by.startswith(CHECK)]
        page = a_run().where(*filters).order_by(runs.c.created_at.desc(), runs.c.id).limit(limit).offset(offset)
        with self._database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(runs).where(*filters)).scalar_one()
            return [run_of(row) for row in connection.execute(page)], total

    def latest_of(self, schedules: Collection[str]) -> dict[str, Run]:
        """Return the newest run of each schedule that has one."""
        with self._database.reading() as connection:
            return {run.schedule: run for run in map(run_of, connection.execute(newest_of(schedules))) if run.schedule}

    def account(self, run: Run, viewer: Viewer) -> Account:
        """Return what there is to tell of a run beside its record."""
        with self._database.reading() as connection:
            return account(connection, run, viewer)

    def cancel(self, run_id: str, actor: str) -> Run:
        """Want a run stopped; one that is queued is cancelled at once. Raises Conflict when it has ended."""
        with self._database.writing() as connection:
            run = one(connection, run_id)
            if run.state.is_final:
                raise Conflict(f"The run has already ended: {run.state}.")
            stop(connection, run, f"Cancelled by {actor}.")
            audit.record(connection, actor, "run.cancel", run_id)
            return one(connection, run_id)

    def claim(self, most: int, busy: Collection[str] = (), paused: Collection[str] = ()) -> Run | None:
        """Take the next queued run that is not busy, owners with fewest active runs first; never more than `most`.

        Owners who are `paused` have to wait.
        """
        active = (
            select(runs.c.owner, func.count().label("active")).where(runs.c.state.in_(ACTIVE)).group_by(runs.c.owner)
        )
        load = active.subquery()
        waiting = (
            select(runs.c.id)
            .select_from(runs.outerjoin(load, runs.c.owner == load.c.owner))
            .where(runs.c.state == State.QUEUED, runs.c.id.not_in(busy), runs.c.owner.not_in(paused), may_start())
            .order_by(func.coalesce(load.c.active, 0), runs.c.created_at, runs.c.id)
            .limit(1)
            .with_for_update(of=runs, skip_locked=True)  # another replica's claim is never taken for a queued run
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
                **dict.fromkeys(("not_before", "started_at", "progress", "error", "output", "figures")),
            }
            return one(connection, run_id) if move(connection, run, State.STARTING, None, **more) else None

    def note_wait(self, run: Run, what: str) -> None:
        """Note what the start of a run waits for."""
        starting = (runs.c.id == run.id) & at_fence(run.fence) & (runs.c.state == State.STARTING)
        with self._database.writing() as connection:
            connection.execute(update(runs).where(starting).values(reason=what))

    def begin(self, run_id: str, environment: str | None = None) -> Run:
        """Note that a run's server has taken it up; raise Conflict when it is not the server's to take."""
        values = {"started_at": datetime.now(UTC), "lease_until": lease(), "environment": environment}
        with self._database.writing() as connection:
            run = one(connection, run_id)
            if run.state is not State.STARTING or not move(connection, run, State.RUNNING, None, **values):
                raise Conflict(f"The run is {run.state}; it cannot begin.")
            return one(connection, run_id)

    def report(
        self,
        run_id: str,
        fence: int,
        progress: Mapping[str, Any] | None,
        log: str,
        figures: Mapping[str, Any] | None = None,
        entries: Sequence[Mapping[str, Any]] = (),
    ) -> Wanted:
        """Note a run's progress, log and facts, prolong its lease, and return what is wanted of it."""
        with self._database.writing() as connection:
            run = held(connection, run_id, fence)
            values = {"lease_until": lease(), **({"progress": dict(progress)} if progress is not None else {})}
            connection.execute(update(runs).where(runs.c.id == run_id, at_fence(fence)).values(values))
            if log:
                append_log(connection, run_id, log)
            if figures or entries:
                keep_facts(connection, run, figures or {}, entries)
            return run.wanted

    def held(self, run_id: str, fence: int) -> Run:
        """Return a run that is active at a fence; raise Conflict when it is not."""
        with self._database.reading() as connection:
            return held(connection, run_id, fence)

    def deliver(self, run_id: str, fence: int, output: str) -> None:
        """Publish the output that the file store keeps under a key."""
        with self._database.writing() as connection:
            held(connection, run_id, fence)
            connection.execute(update(runs).where(runs.c.id == run_id, at_fence(fence)).values(output=output))

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
        waits = "The hub does not answer just now; it waits in the queue again."
        with self._database.writing() as connection:
            withdraw(connection, run, waits, server=None)

    def put_back(self, run: Run, why: str) -> None:
        """Give a claimed run back to the queue that may not start yet; it can be claimed once its server is gone."""
        with self._database.writing() as connection:
            withdraw(connection, run, f"{why} The run waits, and starts by itself.")

    def unsettled(self) -> list[Run]:
        """Return the runs that want something done: stopped, idle but with a server, or silent for a while.

        Silent is also whose lease a clock gave that was ahead: nobody would miss its reports until then.
        """
        stopping = (runs.c.wanted == Wanted.STOPPED) & runs.c.state.in_(ACTIVE)
        idle = runs.c.state.not_in(ACTIVE) & runs.c.server.is_not(None)
        heard = runs.c.lease_until.between(lease() - SILENCE, lease() + SILENCE)
        silent = runs.c.state.in_(ACTIVE) & ~heard
        with self._database.reading() as connection:
            return [run_of(row) for row in connection.execute(a_run().where(stopping | idle | silent))]

    def forget_server(self, run: Run) -> None:
        """Note that the server of a run that waits or has ended is gone from the hub."""
        idle = update(runs).where(runs.c.id == run.id, at_fence(run.fence), runs.c.state.not_in(ACTIVE))
        with self._database.writing() as connection:
            connection.execute(idle.values(server=None))

    def prolong(self, run: Run | None = None) -> None:
        """Give a run, or all active ones, a whole lease: nobody could have reported."""
        chosen = runs.c.state.in_(ACTIVE) & (runs.c.id == run.id if run else True)
        with self._database.writing() as connection:
            connection.execute(update(runs).where(chosen).values(lease_until=lease()))


def newest_of(schedules: Collection[str]) -> Select[Any]:
    """Return the query for the newest run of each schedule."""
    other = runs.alias()
    of_same = select(other.c.id).where(other.c.schedule == tables.schedules.c.id)
    newest = of_same.order_by(other.c.created_at.desc(), other.c.id).limit(1).correlate(tables.schedules)
    chosen = runs.join(tables.schedules, runs.c.id == newest.scalar_subquery())
    return select(runs).select_from(chosen).where(tables.schedules.c.id.in_(schedules))


def queue_group(
    connection: Connection,
    group: str,
    owner: str,
    named: Sequence[tuple[str, Work]],
    key: str | None,
    shared_with: str | None,
) -> None:
    """Add queued runs that belong together; the first carries the client's key."""
    for number, (name, work) in enumerate(named):
        more = {"group": group, "idempotency_key": None if number else key, "shared_with": shared_with}
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

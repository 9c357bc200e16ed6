"""Firing: the loop's look at the schedules that are due, and what the end of a run or a publication sets off."""

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from sqlalchemy import ColumnElement, Connection, update

from lyceum_catalog.problems import InvalidContent
from lyceum_hub.database import Database
from lyceum_hub.database.tables import schedules
from lyceum_hub.errors import Conflict, LyceumError
from lyceum_hub.service import audit, holdings
from lyceum_hub.service.entries.access import absent, seen
from lyceum_hub.service.runs.moves import queue
from lyceum_hub.service.runs.run import Run, State
from lyceum_hub.service.runs.run import one as one_run
from lyceum_hub.service.runs.work import Workshop
from lyceum_hub.service.schedules.occurrences import Earlier, Firing, Order, Overlap, occur, occurrence_id
from lyceum_hub.service.schedules.schedule import ENDINGS, Schedule, a_schedule, schedule_of
from lyceum_hub.service.schedules.timing import Timing

BATCH = 25  # in one transaction: a sync of the disk for each schedule would take too long for a thousand
GAP_SECONDS = 0.015  # between batches, in which requests get to write to SQLite, which has one writer
SET_BACK = timedelta(minutes=1)  # by less, a clock is only corrected
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Plan:
    """What a look at a due schedule makes of it: firings to queue, whether any was missed, and when it is due next."""

    schedule: Schedule
    firings: tuple[Firing, ...]
    missed: bool
    next_at: datetime | None

    @property
    def due_at(self) -> datetime:
        """The instant that the schedule waited for."""
        assert self.schedule.next_at is not None
        return self.schedule.next_at


class Firings:
    """Sets schedules off; several services may, each instant and cause happens once."""

    def __init__(self, database: Database, workshop: Workshop, most_queued: int) -> None:
        self._database = database
        self._workshop = workshop
        self._most_queued = most_queued
        self._looked_at = datetime.max.replace(tzinfo=UTC)

    def tick(self, now: datetime) -> int:
        """Queue the runs of the schedules that are due, and return how many."""
        if now < self._looked_at - SET_BACK:
            self._go_back(now)
        self._looked_at = now
        query = a_schedule().where(schedules.c.enabled, schedules.c.next_at <= now)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(schedules.c.next_at, schedules.c.id)).all()
        queued = 0
        for number, plans in enumerate(batches(planned(rows, now))):
            if number:
                time.sleep(GAP_SECONDS)
            queued += self._fire_all(plans)
        return queued

    def run_ended(self, connection: Connection, run: Run) -> None:
        """Set off the schedules that wait for the end of a run, in the transaction that notices it."""
        endings = endings_of(run)
        if not run.schedule or not endings:
            return
        because = f"Set off by the run {run.id} of {run.name}, which {ENDINGS[endings[0]]}."
        theirs = (schedules.c.after_schedule == run.schedule) & schedules.c.after_ending.in_(endings)
        self._set_off(connection, theirs, Firing.by_cause(f"run:{run.id}", because))

    def entry_published(self, connection: Connection, name: str, version: int) -> None:
        """Set off the schedules that wait for a catalog entry, in the transaction that publishes it."""
        because = f"Set off by version {version} of {name}, which was published."
        firing = Firing.by_cause(f"entry:{name}@{version}", because)
        self._set_off(connection, schedules.c.after_entry == name, firing, name)

    def by_hand(self, schedule: Schedule, person: str) -> Run:
        """Queue a run of a schedule now, for its owner; it waits for an earlier one where runs may not overlap."""
        firing = Firing.by_hand(person)
        with self._database.writing() as connection:
            holdings.check_runs(connection, schedule.owner, 1, self._most_queued)
            order, run_id = self._order(connection, schedule), occurrence_id(schedule.id, firing)
            if order.refused:
                raise Conflict(order.refused, remedy="Change its parameters, or have it follow the template no longer.")
            queue(connection, run_id, order.owner, order.name, order.work, firing.because, **order.values(firing))
            audit.record(connection, person, "schedule.run", schedule.id, run=run_id)
            return one_run(connection, run_id)

    def _go_back(self, now: datetime) -> None:
        """Have schedules fire when they should, which a clock that was ahead had fire then; no instant fires twice."""
        ahead = a_schedule().where(schedules.c.enabled, schedules.c.next_at > now)
        with self._database.writing() as connection:
            for plan in planned(connection.execute(ahead).all(), now):
                if plan.next_at and plan.next_at < plan.due_at:
                    mine = (schedules.c.id == plan.schedule.id) & (schedules.c.next_at == plan.due_at)
                    connection.execute(update(schedules).where(mine).values(next_at=plan.next_at))

    def _set_off(
        self, connection: Connection, waiting: ColumnElement[bool], firing: Firing, entry: str | None = None
    ) -> None:
        """Fire the schedules that wait for something that has happened; to an entry, for those who see it."""
        now = datetime.now(UTC)
        for row in connection.execute(a_schedule().where(waiting, schedules.c.enabled)).all():
            schedule = schedule_of(row)
            if entry and not seen(connection, absent(connection, schedule.owner), [entry]):
                continue
            if schedule.timing.is_over(now):
                pause(connection, schedule, over(schedule.timing))
            elif schedule.timing.has_begun(now):
                before = Earlier.of(connection, {schedule.id: [firing]})
                occur(connection, self._order(connection, schedule), [firing], before)

    def _fire_all(self, plans: Sequence[Plan]) -> int:
        """Fire some schedules in one transaction, or one by one when one fails: it is logged and holds up no other."""
        try:
            with self._database.writing() as connection:
                before = Earlier.of(connection, {plan.schedule.id: plan.firings for plan in plans})
                return sum(self._fire(connection, plan, before) for plan in plans)
        except Exception:
            if len(plans) > 1:
                return sum(self._fire_all([plan]) for plan in plans)
            log.exception("Schedule %s could not fire; trying again.", plans[0].schedule.id)
            return 0

    def _fire(self, connection: Connection, plan: Plan, before: Earlier) -> int:
        """Queue the runs of a due schedule, unless another service was first; return how many."""
        schedule = plan.schedule
        mine = update(schedules).where(schedules.c.id == schedule.id, schedules.c.next_at == plan.due_at)
        if not connection.execute(mine.values(next_at=plan.next_at)).rowcount:
            return 0
        if plan.missed:
            missed = {"since": plan.due_at.isoformat(), "catch_up": schedule.rules.catch_up}
            audit.record(connection, "lyceum", "schedule.missed", schedule.id, **missed)
        if plan.next_at is None:
            pause(connection, schedule, over(schedule.timing))
        if not plan.firings:
            return 0
        return len(occur(connection, self._order(connection, schedule), plan.firings, before))

    def _order(self, connection: Connection, schedule: Schedule) -> Order:
        """Return what a firing of a schedule queues now, with its template's newest version where it follows that."""
        plain = Order(
            schedule.id, schedule.owner, schedule.name, schedule.work, schedule.rules.overlap, schedule.shared_with
        )
        if schedule.rules.overlap is Overlap.ALLOW:  # nothing else bounds these
            plain = replace(plain, no_room=self._no_room(connection, schedule.owner))
        if not schedule.rules.follows_template:
            return plain
        try:
            work = self._workshop.newest(schedule.work, connection, absent(connection, schedule.owner))
        except LyceumError as error:
            return replace(plain, refused=f"The newest version of its template was not run: {error.detail}")
        except InvalidContent as error:
            return replace(plain, refused=f"The newest version of its template was not run: {error}")
        if work != schedule.work:
            mine = update(schedules).where(schedules.c.id == schedule.id)
            connection.execute(mine.values(work=work.as_dict()))
            audit.record(connection, "lyceum", "schedule.follow", schedule.id, version=work.template_version)
        return replace(plain, work=work)

    def _no_room(self, connection: Connection, owner: str) -> str | None:
        if holdings.unfinished(connection, owner) < self._most_queued:
            return None
        return f"Skipped: {owner} has {self._most_queued} runs that have not ended, as many as are allowed."


def planned(rows: Sequence[object], now: datetime) -> Iterator[Plan]:
    """Yield what to do about due schedules; one that cannot be read is logged and left."""
    for row in rows:
        try:
            yield plan_of(schedule_of(row), now)  # type: ignore[arg-type]
        except Exception:
            log.exception("A due schedule cannot be read; trying again.")


def plan_of(schedule: Schedule, now: datetime) -> Plan:
    """Return what to do about a due schedule."""
    first, catch_up = schedule.next_at, schedule.rules.catch_up
    assert first is not None
    wanted = catch_up.wanted(schedule.timing.due(first, now, catch_up.most), now)
    return Plan(schedule, tuple(map(Firing.at_time, wanted)), first not in wanted, next_of(schedule.timing, now))


def batches(plans: Iterator[Plan]) -> Iterator[list[Plan]]:
    """Yield plans in batches."""
    while batch := list(islice(plans, BATCH)):
        yield batch


def next_of(timing: Timing, now: datetime) -> datetime | None:
    """Return the next firing; none when the end has passed, or no clock sets it off."""
    return next(timing.firings(now), None)


def endings_of(run: Run) -> list[str]:
    """Return which endings that others wait for a run had; none when it never began."""
    if run.state is State.SUCCEEDED:
        return ["success", "end"]
    if run.state is State.CANCELLED:
        return ["end"] if run.started_at else []
    return ["failure", "end"]


def over(timing: Timing) -> str:
    """Return why a schedule that has come to its end is paused."""
    return f"Nothing comes before its end, {timing.end:%Y-%m-%d %H:%M} UTC." if timing.end else "Nothing comes."


def pause(connection: Connection, schedule: Schedule, reason: str) -> None:
    """Pause a schedule and say why."""
    mine = update(schedules).where(schedules.c.id == schedule.id)
    connection.execute(mine.values(enabled=False, next_at=None, pause_reason=reason))
    audit.record(connection, "lyceum", "schedule.pause", schedule.id, reason=reason)

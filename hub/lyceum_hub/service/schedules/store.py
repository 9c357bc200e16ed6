"""Schedules: when they fire, the work they queue at each firing, and the loop's look at those that are due."""

import logging
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from lyceum_hub.database import Database
from lyceum_hub.database.tables import schedules
from lyceum_hub.errors import NotFound
from lyceum_hub.service import audit
from lyceum_hub.service.runs.run import ID_BYTES
from lyceum_hub.service.runs.work import Work
from lyceum_hub.service.schedules.occurrences import CatchUp, Overlap, occur
from lyceum_hub.service.schedules.timing import Timing

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rules:
    """What a schedule does when firings come too close, or were missed."""

    overlap: Overlap = Overlap.SKIP
    catch_up: CatchUp = CatchUp.LATEST


@dataclass(frozen=True)
class Schedule:
    """Work that an owner wants done again and again."""

    id: str
    owner: str
    name: str
    timing: Timing
    rules: Rules
    enabled: bool
    next_at: datetime | None
    work: Work
    created_at: datetime

    def coming(self, count: int = 5) -> list[datetime]:
        """Return the next firings; none while it is paused."""
        return self.timing.after(datetime.now(UTC), count) if self.enabled else []


class ScheduleStore:
    """Schedules in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, owner: str, name: str, timing: Timing, work: Work, rules: Rules = Rules()) -> Schedule:
        """Keep a schedule, which fires from now on."""
        now, schedule_id = datetime.now(UTC), secrets.token_hex(ID_BYTES)
        kept = {**asdict(timing), **asdict(rules), "name": name, "work": work.as_dict()}
        first = {"enabled": True, "next_at": next_of(timing, now), "created_at": now}
        with self._database.writing() as connection:
            connection.execute(insert(schedules).values(id=schedule_id, owner=owner, **kept, **first))
            audit.record(connection, owner, "schedule.create", schedule_id, name=name, timing=timing.text())
            return one(connection, schedule_id)

    def get(self, schedule_id: str, owner: str | None = None) -> Schedule:
        """Return a schedule; with an owner given, only theirs. Raises NotFound."""
        with self._database.reading() as connection:
            return one(connection, schedule_id, owner)

    def find(self, owner: str | None = None) -> list[Schedule]:
        """Return the schedules of an owner, or everybody's, by name."""
        query = select(schedules).order_by(schedules.c.name, schedules.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query.where(schedules.c.owner == owner) if owner else query)
            return [schedule_of(row) for row in rows]

    def change(self, schedule: Schedule, actor: str) -> Schedule:
        """Keep a schedule as given; its next firing is computed anew when it was re-timed or resumed."""
        values = {
            **asdict(schedule.timing),
            **asdict(schedule.rules),
            "name": schedule.name,
            "work": schedule.work.as_dict(),
            "enabled": schedule.enabled,
        }
        with self._database.writing() as connection:
            before = one(connection, schedule.id)
            if (before.timing, before.enabled) != (schedule.timing, schedule.enabled):
                values["next_at"] = next_of(schedule.timing, datetime.now(UTC)) if schedule.enabled else None
            connection.execute(update(schedules).where(schedules.c.id == schedule.id).values(values))
            said = {"enabled": schedule.enabled, "timing": schedule.timing.text()}
            audit.record(connection, actor, "schedule.change", schedule.id, **said)
            return one(connection, schedule.id)

    def remove(self, schedule: Schedule, actor: str) -> None:
        """Delete a schedule; its runs stay."""
        with self._database.writing() as connection:
            connection.execute(delete(schedules).where(schedules.c.id == schedule.id))
            audit.record(connection, actor, "schedule.delete", schedule.id, name=schedule.name)

    def pause_all_of(self, owner: str, reason: str) -> None:
        """Pause everything that somebody scheduled."""
        theirs = update(schedules).where(schedules.c.owner == owner, schedules.c.enabled)
        with self._database.writing() as connection:
            if connection.execute(theirs.values(enabled=False, next_at=None)).rowcount:
                audit.record(connection, "lyceum", "schedule.pause_all", owner, reason=reason)

    def tick(self, now: datetime) -> int:
        """Queue the runs of the schedules that are due, and return how many."""
        with self._database.reading() as connection:
            due = select(schedules).where(schedules.c.enabled, schedules.c.next_at <= now)
            found = [schedule_of(row) for row in connection.execute(due)]
        return sum(self._fire_guarded(schedule, now) for schedule in found)

    def _fire_guarded(self, schedule: Schedule, now: datetime) -> int:
        """Fire a schedule; one that fails is logged, holds up no other, and is tried again."""
        try:
            return self._fire(schedule, now)
        except Exception:
            log.exception("Schedule %s could not fire; trying again.", schedule.id)
            return 0

    def _fire(self, schedule: Schedule, now: datetime) -> int:
        """Queue the runs of a due schedule, unless another service was first; return how many."""
        first, catch_up = schedule.next_at, schedule.rules.catch_up
        assert first is not None
        due = schedule.timing.due(first, now, catch_up.most)
        wanted = catch_up.wanted(due, now)
        mine = update(schedules).where(schedules.c.id == schedule.id, schedules.c.next_at == first)
        with self._database.writing() as connection:
            if not connection.execute(mine.values(next_at=next_of(schedule.timing, now))).rowcount:
                return 0
            if first not in wanted:
                missed = {"since": first.isoformat(), "catch_up": catch_up}
                audit.record(connection, "lyceum", "schedule.missed", schedule.id, **missed)
            work, overlap = schedule.work, schedule.rules.overlap
            return occur(connection, schedule.id, schedule.owner, schedule.name, work, overlap, wanted)


def next_of(timing: Timing, now: datetime) -> datetime | None:
    """Return the next firing; none when the end has passed."""
    return next(timing.firings(now), None)


def one(connection: Connection, schedule_id: str, owner: str | None = None) -> Schedule:
    """Return one schedule; raise NotFound."""
    query = select(schedules).where(schedules.c.id == schedule_id)
    row = connection.execute(query.where(schedules.c.owner == owner) if owner else query).one_or_none()
    if row is None:
        raise NotFound(f"There is no schedule {schedule_id!r}.", remedy="See your schedules for its id.")
    return schedule_of(row)


def schedule_of(row: Row[Any]) -> Schedule:
    """Return the schedule that a row holds."""
    return Schedule(
        id=row.id,
        owner=row.owner,
        name=row.name,
        timing=Timing(**{field.name: row._mapping[field.name] for field in fields(Timing)}),
        rules=Rules(Overlap(row.overlap), CatchUp(row.catch_up)),
        enabled=row.enabled,
        next_at=row.next_at,
        work=Work.of(row.work),
        created_at=row.created_at,
    )


def retimed(timing: Timing, changes: Mapping[str, Any]) -> Timing:
    """Return a timing with what a request changes of it; naming a cron expression or an interval drops the other."""
    named = {name: changes[name] for name in asdict(timing) if name in changes}
    if not named:
        return timing
    dropped = ("cron",) if "every" in named else ("every", "start") if "cron" in named and timing.every else ()
    return Timing.checked(**{**asdict(timing), **dict.fromkeys(dropped), **named})

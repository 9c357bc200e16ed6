"""Schedules: a cron expression in a time zone, and the work it queues at each firing."""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from cron_descriptor import Options, get_description
from cronsim import CronSim, CronSimError
from sqlalchemy import Connection, Row, delete, insert, select, update

from lyceum_hub.database import Database
from lyceum_hub.database.tables import schedules
from lyceum_hub.errors import Invalid, NotFound
from lyceum_hub.service import audit
from lyceum_hub.service.runs import ID_BYTES, queue
from lyceum_hub.service.work import Work

OCCURRENCES = uuid.UUID("8a8f27c2-6c0f-4f0e-9d3a-5a3b6f0c7d11")


@dataclass(frozen=True)
class Timing:
    """When a schedule fires: five cron fields, read in an IANA time zone."""

    cron: str
    timezone: str

    @classmethod
    def checked(cls, cron: str, timezone: str) -> "Timing":
        """Return the timing; raise Invalid when it could never fire, and say why."""
        if timezone not in timezones():
            remedy = "Use a name such as Europe/Paris or UTC."
            raise Invalid(f"There is no time zone {timezone!r}.", field="timezone", remedy=remedy)
        timing = cls(cron, timezone)
        try:
            comes = timing.after(datetime.now(UTC), 1)
        except CronSimError as error:
            remedy = "Write five fields: minute, hour, day of month, month, day of week, such as `0 6 * * 1-5`."
            raise Invalid(f"{cron!r} is no cron expression: {error}.", field="cron", remedy=remedy) from error
        if not comes:
            raise Invalid(f"{cron!r} never comes.", field="cron", remedy="Choose a day that exists.")
        return timing

    def after(self, instant: datetime, count: int) -> list[datetime]:
        """Return the next firings after an instant, in UTC; a gap or overlap of daylight saving fires once."""
        local = instant.astimezone(ZoneInfo(self.timezone))
        return [firing.astimezone(UTC) for firing in islice(CronSim(self.cron, local), count)]

    def text(self) -> str:
        """Return the timing in words."""
        return f"{get_description(self.cron, Options(use_24hour_time_format=True))} ({self.timezone})"


@dataclass(frozen=True)
class Schedule:
    """Work that an owner wants done again and again."""

    id: str
    owner: str
    name: str
    timing: Timing
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

    def create(self, owner: str, name: str, timing: Timing, work: Work) -> Schedule:
        """Keep a schedule, which fires from now on."""
        now, schedule_id = datetime.now(UTC), secrets.token_hex(ID_BYTES)
        with self._database.writing() as connection:
            connection.execute(
                insert(schedules).values(
                    id=schedule_id,
                    owner=owner,
                    name=name,
                    cron=timing.cron,
                    timezone=timing.timezone,
                    enabled=True,
                    next_at=timing.after(now, 1)[0],
                    work=work.as_dict(),
                    created_at=now,
                )
            )
            audit.record(connection, owner, "schedule.create", schedule_id, name=name, cron=timing.cron)
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

    def change(self, schedule: Schedule, actor: str, name: str, timing: Timing, work: Work, enabled: bool) -> Schedule:
        """Keep what changed; the next firing is computed anew."""
        next_at = timing.after(datetime.now(UTC), 1)[0] if enabled else None
        values = {
            "name": name,
            "cron": timing.cron,
            "timezone": timing.timezone,
            "work": work.as_dict(),
            "enabled": enabled,
            "next_at": next_at,
        }
        with self._database.writing() as connection:
            connection.execute(update(schedules).where(schedules.c.id == schedule.id).values(values))
            audit.record(connection, actor, "schedule.change", schedule.id, enabled=enabled, cron=timing.cron)
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
        """Queue a run for each schedule that is due, and return how many; after downtime only the latest firing."""
        with self._database.reading() as connection:
            due = select(schedules).where(schedules.c.enabled, schedules.c.next_at <= now)
            found = [schedule_of(row) for row in connection.execute(due)]
        return sum(self._fire(schedule, now) for schedule in found)

    def _fire(self, schedule: Schedule, now: datetime) -> bool:
        """Queue the run of a due schedule, unless another service was first."""
        assert schedule.next_at is not None
        instant, upcoming = latest_firing(schedule.timing, schedule.next_at, now)
        mine = update(schedules).where(schedules.c.id == schedule.id, schedules.c.next_at == schedule.next_at)
        with self._database.writing() as connection:
            if not connection.execute(mine.values(next_at=upcoming)).rowcount:
                return False
            run_id = uuid.uuid5(OCCURRENCES, f"{schedule.id} {instant.isoformat()}").hex[: 2 * ID_BYTES]
            occurrence = {"schedule": schedule.id, "scheduled_for": instant}
            queue(connection, run_id, schedule.owner, schedule.name, schedule.work, **occurrence)
            return True


@cache
def timezones() -> frozenset[str]:
    """Return the names of the IANA time zones."""
    return frozenset(available_timezones())


def latest_firing(timing: Timing, first: datetime, now: datetime) -> tuple[datetime, datetime]:
    """Return the last firing that is due, and the one after it."""
    upcoming = timing.after(now, 1)[0]
    due = first
    for firing in CronSim(timing.cron, now.astimezone(ZoneInfo(timing.timezone)), reverse=True):
        due = max(first, firing.astimezone(UTC))
        break
    return due, upcoming


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
        timing=Timing(row.cron, row.timezone),
        enabled=row.enabled,
        next_at=row.next_at,
        work=Work(**row.work),
        created_at=row.created_at,
    )


def merged(schedule: Schedule, changes: Mapping[str, Any]) -> Timing:
    """Return a schedule's timing with what a request changes of it."""
    return Timing.checked(
        changes.get("cron") or schedule.timing.cron, changes.get("timezone") or schedule.timing.timezone
    )

"""Schedules: made, found, changed and deleted."""

import secrets
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, update

from lyceum_hub.database import Database
from lyceum_hub.database.tables import runs, schedules
from lyceum_hub.errors import Conflict
from lyceum_hub.service import audit, holdings
from lyceum_hub.service.runs.run import ID_BYTES
from lyceum_hub.service.runs.work import Work
from lyceum_hub.service.schedules import chains
from lyceum_hub.service.schedules.firing import next_of
from lyceum_hub.service.schedules.schedule import After, Rules, Schedule, a_schedule, one, schedule_of
from lyceum_hub.service.schedules.timing import Timing
from lyceum_hub.service.viewers import Viewer

USUAL, NOTHING = Rules(), After()


class ScheduleStore:
    """Schedules in the database."""

    def __init__(self, database: Database, most: int = 1000) -> None:
        self._database = database
        self._most = most

    def create(
        self,
        viewer: Viewer,
        name: str,
        timing: Timing,
        work: Work,
        rules: Rules = USUAL,
        after: After = NOTHING,
        shared_with: str | None = None,
    ) -> Schedule:
        """Keep a schedule of whoever asks, which fires from now on."""
        now, schedule_id, owner = datetime.now(UTC), secrets.token_hex(ID_BYTES), viewer.name
        kept = {**asdict(timing), **asdict(rules), **asdict(after), "name": name, "work": work.as_dict()}
        first = {"enabled": True, "next_at": next_of(timing, now), "created_at": now, "shared_with": shared_with}
        with self._database.writing() as connection:
            holdings.check_schedules(connection, owner, self._most)
            chains.check(connection, schedule_id, name, after, viewer)
            connection.execute(insert(schedules).values(id=schedule_id, owner=owner, **kept, **first))
            made = one(connection, schedule_id)
            audit.record(connection, owner, "schedule.create", schedule_id, name=name, timing=made.text())
            return made

    def get(self, schedule_id: str, viewer: Viewer | None = None) -> Schedule:
        """Return a schedule, for a viewer only one that they see. Raises NotFound."""
        with self._database.reading() as connection:
            return one(connection, schedule_id, viewer)

    def find(self, viewer: Viewer | None = None) -> list[Schedule]:
        """Return the schedules that a viewer sees, or everybody's, by name."""
        query = a_schedule().order_by(schedules.c.name, schedules.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query.where(viewer.sees(schedules)) if viewer else query)
            return [schedule_of(row) for row in rows]

    def change(self, seen: Schedule, schedule: Schedule, viewer: Viewer) -> Schedule:
        """Keep what is different from the schedule that was seen; what others changed meanwhile stays."""
        with self._database.writing() as connection:
            before = one(connection, schedule.id, viewer)
            if (before.after, before.enabled) != (schedule.after, schedule.enabled):
                whose = replace(viewer, name=schedule.owner)  # its owner's, or what the caller's groups share
                chains.check(connection, schedule.id, schedule.name, schedule.after, whose)
            values = {**different(seen, schedule), **paused(before, schedule, viewer.name), **again(before, schedule)}
            if values:
                connection.execute(update(schedules).where(schedules.c.id == schedule.id).values(values))
            if before.shared_with != schedule.shared_with:
                share(connection, schedule, viewer.name)
            after = one(connection, schedule.id)
            said = {"enabled": after.enabled, "timing": after.text(), "shared_with": after.shared_with}
            audit.record(connection, viewer.name, "schedule.change", schedule.id, **said)
            return after

    def remove(self, schedule: Schedule, actor: str) -> None:
        """Delete a schedule; its runs stay. Raises Conflict when others of its owner's wait for it."""
        with self._database.writing() as connection:
            chains.refuse_orphans(connection, schedule)
            chains.release(connection, schedule, f"{schedule.name}, which it waited for, was deleted.", actor)
            connection.execute(delete(schedules).where(schedules.c.id == schedule.id))
            audit.record(connection, actor, "schedule.delete", schedule.id, name=schedule.name)


def kept(schedule: Schedule) -> dict[str, Any]:
    """Return what is stored of a schedule when it is changed."""
    return {
        **asdict(schedule.timing),
        **asdict(schedule.rules),
        **asdict(schedule.after),
        "name": schedule.name,
        "work": schedule.work.as_dict(),
        "enabled": schedule.enabled,
        "shared_with": schedule.shared_with,
    }


def different(seen: Schedule, schedule: Schedule) -> dict[str, Any]:
    """Return what is stored of a schedule and differs from how it was seen."""
    before = kept(seen)
    return {name: value for name, value in kept(schedule).items() if value != before[name]}


def paused(before: Schedule, schedule: Schedule, actor: str) -> dict[str, Any]:
    """Return what tells why a schedule is paused; nothing does when it is not."""
    if schedule.enabled:
        return {} if before.enabled else {"pause_reason": None}
    return {"pause_reason": f"Paused by {actor}."} if before.enabled else {}


def again(before: Schedule, schedule: Schedule) -> dict[str, Any]:
    """Return the next firing of a schedule that was re-timed or resumed; raise Conflict when it would have none."""
    if (before.timing, before.enabled, before.after) == (schedule.timing, schedule.enabled, schedule.after):
        return {}
    next_at = next_of(schedule.timing, datetime.now(UTC)) if schedule.enabled else None
    over = schedule.timing.is_over(datetime.now(UTC)) if schedule.after.is_set else next_at is None
    if schedule.enabled and over:
        raise Conflict("Nothing comes before its end.", field="end", remedy="Choose a later end, or none.")
    return {"next_at": next_at}


def share(connection: Connection, schedule: Schedule, actor: str) -> None:
    """Share a schedule's runs as the schedule is; those of others that waited for it do so no longer."""
    theirs = update(runs).where(runs.c.schedule == schedule.id)
    connection.execute(theirs.values(shared_with=schedule.shared_with))
    chains.release(connection, schedule, f"{schedule.name}, which it waited for, is shared with others now.", actor)

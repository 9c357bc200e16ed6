"""Chains: schedules that wait for the runs of others, never in a circle."""

from sqlalchemy import Connection, Select, select, text, update

from lyceum_hub.database.tables import entries, schedules
from lyceum_hub.errors import Conflict, Invalid
from lyceum_hub.service import audit
from lyceum_hub.service.entries.access import SEE, Reader
from lyceum_hub.service.entries.published import FOUND
from lyceum_hub.service.schedules.schedule import After, Schedule
from lyceum_hub.service.viewers import Viewer

LOCK = 0x4C796365756D  # PostgreSQL's, for those who save a chain; SQLite has one writer anyway


def check(connection: Connection, schedule_id: str, name: str, after: After, viewer: Viewer) -> None:
    """Refuse to wait for what the viewer does not see, or for what waits for this schedule itself."""
    if after.after_entry and not connection.execute(known(after.after_entry, viewer.reader)).first():
        remedy = "Search the catalog for its name."
        raise Invalid(f"There is no published entry {after.after_entry!r}.", field="after.entry", remedy=remedy)
    if not after.after_schedule:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    seen = select(schedules.c.id).where(schedules.c.id == after.after_schedule, viewer.sees(schedules))
    if not connection.execute(seen).first():
        missing = f"There is no schedule {after.after_schedule!r} to wait for."
        raise Invalid(missing, field="after.schedule", remedy="See your schedules for its id.")
    refuse_circle(connection, schedule_id, name, after.after_schedule, viewer)


def refuse_circle(connection: Connection, schedule_id: str, name: str, waits_for: str, viewer: Viewer) -> None:
    """Raise Conflict, naming the chain, when what a schedule shall wait for waits for the schedule itself."""
    names, next_id, met = [name], waits_for, {schedule_id}
    while next_id and next_id not in met:
        met.add(next_id)
        query = select(schedules.c.name, schedules.c.after_schedule, viewer.sees(schedules).label("seen"))
        row = connection.execute(query.where(schedules.c.id == next_id)).one_or_none()
        if row is None:
            return
        names.append(row.name if row.seen else "a schedule that is not yours to see")
        next_id = row.after_schedule
    if next_id == schedule_id:
        chain = " → ".join(reversed([*names, name]))
        remedy = "Have one of them start at a time, or after something else."
        raise Conflict(f"They would wait for each other for ever: {chain}.", field="after.schedule", remedy=remedy)


def refuse_orphans(connection: Connection, schedule: Schedule) -> None:
    """Raise Conflict when schedules of the same owner wait for one that shall be deleted."""
    theirs = waiting_for(schedule.id).where(schedules.c.owner == schedule.owner).order_by(schedules.c.name)
    if names := [row.name for row in connection.execute(theirs)]:
        waits = "waits" if len(names) == 1 else "wait"
        remedy = "Delete those first, or have them start at a time or after something else."
        raise Conflict(f"{', '.join(names)} {waits} for {schedule.name}, and would never run again.", remedy=remedy)


def release(connection: Connection, schedule: Schedule, reason: str, actor: str) -> None:
    """Pause the schedules of others that wait for one that they can wait for no longer."""
    theirs = (schedules.c.after_schedule == schedule.id) & (schedules.c.owner != schedule.owner) & schedules.c.enabled
    ids = list(connection.execute(select(schedules.c.id).where(theirs)).scalars())
    connection.execute(update(schedules).where(theirs).values(enabled=False, next_at=None, pause_reason=reason))
    for schedule_id in ids:
        audit.record(connection, actor, "schedule.pause", schedule_id, reason=reason)


def waiting_for(schedule_id: str) -> Select[tuple[str]]:
    """Return the query for the names of the schedules that wait for one."""
    return select(schedules.c.name).where(schedules.c.after_schedule == schedule_id)


def known(entry: str, reader: Reader) -> Select[tuple[str]]:
    """Return the query for an entry of a name that a reader sees."""
    seen = reader.may(SEE, entries.c.name)
    return select(entries.c.name).where(entries.c.name == entry, entries.c.state.in_(FOUND), seen)

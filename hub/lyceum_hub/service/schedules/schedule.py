"""One schedule: what it does when, or after what, and the record that is the truth about it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from lyceum_hub.database.tables import schedules
from lyceum_hub.errors import NotFound
from lyceum_hub.service.runs.work import Work
from lyceum_hub.service.schedules import words
from lyceum_hub.service.schedules.occurrences import CatchUp, Overlap
from lyceum_hub.service.schedules.timing import Timing
from lyceum_hub.service.viewers import Viewer

awaited = schedules.alias("awaited")
ENDINGS = {"success": "succeeded", "failure": "failed", "end": "ended"}


@dataclass(frozen=True)
class After:
    """What a schedule waits for instead of a time: an ending of another's runs, or a new version of an entry."""

    after_schedule: str | None = None
    after_ending: str | None = None
    after_entry: str | None = None

    @property
    def is_set(self) -> bool:
        """Tell whether anything is waited for."""
        return bool(self.after_schedule or self.after_entry)

    def text(self, name: str | None, language: str = "en") -> str:
        """Return what is waited for in words, given the name of the other schedule."""
        if self.after_entry:
            return words.after("entry", self.after_entry, language)
        return words.after(self.after_ending or "end", name, language)

    def shown(self) -> dict[str, Any] | None:
        """Return what is waited for, as the API says it."""
        if self.after_entry:
            return {"entry": self.after_entry}
        return {"schedule": self.after_schedule, "on": self.after_ending} if self.after_schedule else None


@dataclass(frozen=True)
class Rules:
    """What a schedule does at a firing, and what it keeps: the outputs of so many runs, of so many days."""

    overlap: Overlap = Overlap.SKIP
    catch_up: CatchUp = CatchUp.LATEST
    follows_template: bool = False
    keep_count: int | None = None
    keep_days: int | None = None


@dataclass(frozen=True)
class Schedule:
    """Work that an owner wants done again and again."""

    id: str
    owner: str
    name: str
    timing: Timing
    after: After
    awaited: str | None
    rules: Rules
    shared_with: str | None
    enabled: bool
    pause_reason: str | None
    next_at: datetime | None
    work: Work
    created_at: datetime

    def coming(self, count: int = 5) -> list[datetime]:
        """Return the next firings; none while it is paused, or waits for something else."""
        return self.timing.after(datetime.now(UTC), count) if self.enabled else []

    def text(self, language: str = "en") -> str:
        """Return in words when it fires."""
        return self.timing.text(self.after.text(self.awaited, language) if self.after.is_set else None, language)


def a_schedule() -> Select[Any]:
    """Return the query for schedules, each with the name of the one that it waits for."""
    both = schedules.outerjoin(awaited, schedules.c.after_schedule == awaited.c.id)
    return select(schedules, awaited.c.name.label("awaited")).select_from(both)


def one(connection: Connection, schedule_id: str, viewer: Viewer | None = None) -> Schedule:
    """Return one schedule, for a viewer only one that they see; raise NotFound."""
    query = a_schedule().where(schedules.c.id == schedule_id)
    row = connection.execute(query.where(viewer.sees(schedules)) if viewer else query).one_or_none()
    if row is None:
        raise NotFound(f"There is no schedule {schedule_id!r}.", remedy="See your schedules for its id.")
    return schedule_of(row)


def schedule_of(row: Row[Any]) -> Schedule:
    """Return the schedule that a row holds."""
    values = row._mapping
    rules = {field.name: values[field.name] for field in fields(Rules)}
    return Schedule(
        id=row.id,
        owner=row.owner,
        name=row.name,
        timing=Timing(**{field.name: values[field.name] for field in fields(Timing)}),
        after=After(**{field.name: values[field.name] for field in fields(After)}),
        awaited=row.awaited,
        rules=Rules(**{**rules, "overlap": Overlap(row.overlap), "catch_up": CatchUp(row.catch_up)}),
        shared_with=row.shared_with,
        enabled=row.enabled,
        pause_reason=row.pause_reason,
        next_at=row.next_at,
        work=Work.of(row.work),
        created_at=row.created_at,
    )


def retimed(timing: Timing, changes: Mapping[str, Any], after: After) -> Timing:
    """Return a timing with what a request changes of it; naming one of what sets it off drops the others."""
    named = {name: changes[name] for name in asdict(timing) if name in changes}
    if not named and "after" not in changes:
        return timing
    dropped: tuple[str, ...] = ("cron",) if "every" in named else ()
    if "cron" in named and timing.every:
        dropped = ("every", "start")
    if after.is_set and "after" in changes:
        dropped = ("cron", "every")
    return Timing.checked(**{**asdict(timing), **dict.fromkeys(dropped), **named}, waits=after.is_set)

"""Schedules: made, previewed, paused and deleted by their owners."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from lyceum_hub.service.callers import Caller, RunsReader, RunsWriter
from lyceum_hub.service.routes.parts import LoopPart, RunsPart, SchedulesPart, WorkshopPart, instant
from lyceum_hub.service.routes.work import RetriesRequest, WorkRequest, work_fields
from lyceum_hub.service.runs.retries import Retries
from lyceum_hub.service.runs.store import RunStore
from lyceum_hub.service.schedules.occurrences import CatchUp, Overlap
from lyceum_hub.service.schedules.store import Rules, Schedule, ScheduleStore, retimed
from lyceum_hub.service.schedules.timing import Timing

router = APIRouter(prefix="/api/schedules", tags=["schedules"])

CRON = "five fields: minute, hour, day of month, month, day of week"
LONGEST_INTERVAL = 366 * 86400
Interval = Annotated[int, Field(ge=60, le=LONGEST_INTERVAL, description="seconds between firings, instead of cron")]


class TimingRequest(BaseModel):
    """When to fire."""

    model_config = ConfigDict(extra="forbid")

    cron: str | None = Field(None, max_length=100, description=CRON)
    every: Interval | None = None
    timezone: str = Field("UTC", max_length=64, description="an IANA name such as Europe/Paris")
    start: AwareDatetime | None = Field(None, description="nothing fires before; intervals are counted from here")
    end: AwareDatetime | None = Field(None, description="nothing fires after")

    def timing(self) -> Timing:
        """Return the timing; raise Invalid when it would never fire."""
        return Timing.checked(self.cron, self.timezone, self.every, self.start, self.end)


class ScheduleRequest(WorkRequest, TimingRequest):
    """What to execute, and when."""

    overlap: Overlap = Field(Overlap.SKIP, description="what a firing does while an earlier run has not ended")
    catch_up: CatchUp = Field(CatchUp.LATEST, description="which firings are made up for after downtime")


class ScheduleChange(BaseModel):
    """What shall be different."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, min_length=1, max_length=200)
    cron: str | None = Field(None, max_length=100)
    every: Interval | None = None
    timezone: str | None = Field(None, max_length=64)
    start: AwareDatetime | None = Field(None, description="null: from now on")
    end: AwareDatetime | None = Field(None, description="null: for ever")
    overlap: Overlap | None = None
    catch_up: CatchUp | None = None
    parameters: dict[str, Any] | None = None
    profile: str | None = None
    retries: RetriesRequest | None = Field(None, description="null: none")
    enabled: bool | None = None

    def named(self) -> dict[str, Any]:
        """Return what the request names; null is a value for what a schedule may lack."""
        named = self.model_dump(exclude_unset=True)
        return {key: value for key, value in named.items() if value is not None or key in ("start", "end", "retries")}


@router.post("", status_code=201)
def create(
    caller: RunsWriter,
    schedules: SchedulesPart,
    runs: RunsPart,
    workshop: WorkshopPart,
    loop: LoopPart,
    body: ScheduleRequest,
) -> dict[str, Any]:
    """Keep a schedule; it fires from now on, with its owner logged in or not."""
    timing, rules = body.timing(), Rules(body.overlap, body.catch_up)
    work = workshop.prepare(**body.of_work())
    return shown(schedules.create(caller.name, body.title(), timing, work, rules), runs)


@router.get("")
def find(caller: RunsReader, schedules: SchedulesPart, runs: RunsPart) -> dict[str, Any]:
    """List schedules: one's own, or everybody's where the token allows that."""
    found = schedules.find(None if caller.sees_all_runs else caller.name)
    return {"items": [shown(schedule, runs) for schedule in found], "total": len(found)}


@router.post("/preview")
def preview(caller: RunsReader, body: TimingRequest) -> dict[str, Any]:
    """Return a timing in words, and its next five firings."""
    timing = body.timing()
    return {"text": timing.text(), "next": [instant(firing) for firing in timing.after(datetime.now(UTC), 5)]}


@router.get("/{schedule_id}")
def read(caller: RunsReader, schedules: SchedulesPart, runs: RunsPart, schedule_id: str) -> dict[str, Any]:
    """Return one schedule."""
    return shown(visible(schedules, caller, schedule_id), runs)


@router.patch("/{schedule_id}")
def change(
    caller: RunsWriter,
    schedules: SchedulesPart,
    runs: RunsPart,
    workshop: WorkshopPart,
    body: ScheduleChange,
    schedule_id: str,
) -> dict[str, Any]:
    """Pause, resume, rename or re-time a schedule, or give it other parameters."""
    schedule = visible(schedules, caller, schedule_id)
    changes = body.named()
    work = workshop.changed(schedule.work, changes.get("parameters"), changes.get("profile"))
    if "retries" in changes:
        work = replace(work, retries=Retries.of(changes["retries"]))
    changed = replace(
        schedule,
        name=changes.get("name", schedule.name),
        timing=retimed(schedule.timing, changes),
        rules=Rules(
            changes.get("overlap", schedule.rules.overlap),
            changes.get("catch_up", schedule.rules.catch_up),
        ),
        work=work,
        enabled=changes.get("enabled", schedule.enabled),
    )
    return shown(schedules.change(changed, caller.name), runs)


@router.delete("/{schedule_id}", status_code=204)
def remove(caller: RunsWriter, schedules: SchedulesPart, schedule_id: str) -> None:
    """Delete a schedule; its runs stay."""
    schedules.remove(visible(schedules, caller, schedule_id), caller.name)


def visible(schedules: ScheduleStore, caller: Caller, schedule_id: str) -> Schedule:
    """Return a schedule that the caller may see; to others it does not exist."""
    return schedules.get(schedule_id, None if caller.sees_all_runs else caller.name)


def shown(schedule: Schedule, runs: RunStore) -> dict[str, Any]:
    """Return what people see of a schedule."""
    last = runs.latest_of(schedule.id)
    return {
        "id": schedule.id,
        "name": schedule.name,
        "owner": schedule.owner,
        "cron": schedule.timing.cron,
        "every": schedule.timing.every,
        "timezone": schedule.timing.timezone,
        "start": instant(schedule.timing.start),
        "end": instant(schedule.timing.end),
        "text": schedule.timing.text(),
        "overlap": schedule.rules.overlap,
        "catch_up": schedule.rules.catch_up,
        "enabled": schedule.enabled,
        "next": [instant(firing) for firing in schedule.coming()],
        **work_fields(schedule.work),
        "last_run": {"id": last.id, "state": last.state, "since": instant(last.since)} if last else None,
        "created_at": instant(schedule.created_at),
    }

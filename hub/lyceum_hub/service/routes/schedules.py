"""Schedules: made, previewed, paused and deleted by their owners."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from lyceum_hub.service.callers import Caller, RunsReader, RunsWriter
from lyceum_hub.service.routes.parts import LoopPart, RunsPart, SchedulesPart, WorkshopPart, instant
from lyceum_hub.service.routes.work import WorkRequest, work_fields
from lyceum_hub.service.runs import RunStore
from lyceum_hub.service.schedules import Schedule, ScheduleStore, Timing, merged

router = APIRouter(prefix="/api/schedules", tags=["schedules"])


class TimingRequest(BaseModel):
    """When to fire."""

    model_config = ConfigDict(extra="forbid")

    cron: str = Field(max_length=100, description="five fields: minute, hour, day of month, month, day of week")
    timezone: str = Field("UTC", max_length=64, description="an IANA name such as Europe/Paris")


class ScheduleRequest(WorkRequest, TimingRequest):
    """What to execute, and when."""


class ScheduleChange(BaseModel):
    """What shall be different."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, min_length=1, max_length=200)
    cron: str | None = Field(None, max_length=100)
    timezone: str | None = Field(None, max_length=64)
    parameters: dict[str, Any] | None = None
    profile: str | None = None
    enabled: bool | None = None


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
    timing = Timing.checked(body.cron, body.timezone)
    work = workshop.prepare(**body.of_work())
    return shown(schedules.create(caller.name, body.title(), timing, work), runs)


@router.get("")
def find(caller: RunsReader, schedules: SchedulesPart, runs: RunsPart) -> dict[str, Any]:
    """List schedules: one's own, or everybody's where the token allows that."""
    found = schedules.find(None if caller.sees_all_runs else caller.name)
    return {"items": [shown(schedule, runs) for schedule in found], "total": len(found)}


@router.post("/preview")
def preview(caller: RunsReader, body: TimingRequest) -> dict[str, Any]:
    """Return a timing in words, and its next five firings."""
    timing = Timing.checked(body.cron, body.timezone)
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
    changes = body.model_dump(exclude_none=True)
    work = workshop.changed(schedule.work, changes.get("parameters"), changes.get("profile"))
    name, enabled = changes.get("name", schedule.name), changes.get("enabled", schedule.enabled)
    changed = schedules.change(schedule, caller.name, name, merged(schedule, changes), work, enabled)
    return shown(changed, runs)


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
        "timezone": schedule.timing.timezone,
        "text": schedule.timing.text(),
        "enabled": schedule.enabled,
        "next": [instant(firing) for firing in schedule.coming()],
        **work_fields(schedule.work),
        "last_run": {"id": last.id, "state": last.state, "since": instant(last.since)} if last else None,
        "created_at": instant(schedule.created_at),
    }

"""Schedules: made, previewed, paused and deleted by their owners, and steered by those they are shared with."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter

from lyceum_hub.errors import Forbidden
from lyceum_hub.service.callers import Caller, RunsReader, RunsWriter
from lyceum_hub.service.language import asked, said
from lyceum_hub.service.routes.changes import ScheduleChange, changed
from lyceum_hub.service.routes.parts import (
    FiringsPart,
    LoopPart,
    RunsPart,
    SchedulesPart,
    WorkshopPart,
    instant,
)
from lyceum_hub.service.routes.runs import shown as shown_run
from lyceum_hub.service.routes.timing import ScheduleRequest, TimingRequest, keep_fields
from lyceum_hub.service.routes.work import check_group, work_fields
from lyceum_hub.service.runs.run import Run
from lyceum_hub.service.runs.store import RunStore
from lyceum_hub.service.schedules.schedule import After, Schedule
from lyceum_hub.service.schedules.store import ScheduleStore

router = APIRouter(prefix="/api/schedules", tags=["schedules"])


@router.post("", status_code=201)
def create(
    caller: RunsWriter,
    schedules: SchedulesPart,
    runs: RunsPart,
    workshop: WorkshopPart,
    body: ScheduleRequest,
) -> dict[str, Any]:
    """Keep a schedule; it fires from now on, with its owner logged in or not."""
    check_group(caller, body.shared_with)
    after, rules = body.after.after() if body.after else After(), body.rules()
    timing, work = body.timing(after.is_set), workshop.prepare(caller.viewer.reader, **body.of_work())
    made = schedules.create(caller.viewer, body.title(), timing, work, rules, after, body.shared_with)
    return described(made, runs, caller)


@router.get("")
def find(caller: RunsReader, schedules: SchedulesPart, runs: RunsPart) -> dict[str, Any]:
    """List schedules: one's own and those shared with one's groups, or all where the token allows that."""
    found = schedules.find(caller.viewer)
    last = runs.latest_of([schedule.id for schedule in found])
    return {"items": [shown(schedule, last.get(schedule.id), caller) for schedule in found], "total": len(found)}


@router.post("/preview")
def preview(caller: RunsReader, body: TimingRequest) -> dict[str, Any]:
    """Return a timing in words, and its next five firings."""
    timing = body.timing()
    return {
        "text": timing.text(language=asked.get()),
        "next": [instant(firing) for firing in timing.after(datetime.now(UTC), 5)],
    }


@router.get("/{schedule_id}")
def read(caller: RunsReader, schedules: SchedulesPart, runs: RunsPart, schedule_id: str) -> dict[str, Any]:
    """Return one schedule."""
    return described(visible(schedules, caller, schedule_id), runs, caller)


@router.patch("/{schedule_id}")
def change(
    caller: RunsWriter,
    schedules: SchedulesPart,
    runs: RunsPart,
    workshop: WorkshopPart,
    body: ScheduleChange,
    schedule_id: str,
) -> dict[str, Any]:
    """Pause, resume, rename or re-time a schedule; its owner may also change what it executes and for whom."""
    seen = visible(schedules, caller, schedule_id)
    return described(schedules.change(seen, changed(seen, body, caller, workshop), caller.viewer), runs, caller)


@router.post("/{schedule_id}/run", status_code=201)
def run_now(
    caller: RunsWriter, schedules: SchedulesPart, firings: FiringsPart, loop: LoopPart, schedule_id: str
) -> dict[str, Any]:
    """Queue a run of a schedule now, for its owner."""
    run = firings.by_hand(visible(schedules, caller, schedule_id), caller.name)
    loop.wake()
    return shown_run(run, caller)


@router.delete("/{schedule_id}", status_code=204)
def remove(caller: RunsWriter, schedules: SchedulesPart, schedule_id: str) -> None:
    """Delete a schedule; its runs stay. Schedules of the same owner that wait for it must go first."""
    schedule = visible(schedules, caller, schedule_id)
    if caller.name != schedule.owner and not caller.sees_all_runs:
        remedy = "Pause it instead."
        raise Forbidden(f"{schedule.name} is {schedule.owner}'s; only they delete it.", remedy=remedy)
    schedules.remove(schedule, caller.name)


def visible(schedules: ScheduleStore, caller: Caller, schedule_id: str) -> Schedule:
    """Return a schedule that the caller may see; to others it does not exist."""
    return schedules.get(schedule_id, caller.viewer)


def described(schedule: Schedule, runs: RunStore, caller: Caller) -> dict[str, Any]:
    """Return what a caller sees of one schedule."""
    return shown(schedule, runs.latest_of([schedule.id]).get(schedule.id), caller)


def shown(schedule: Schedule, last: Run | None, caller: Caller) -> dict[str, Any]:
    """Return what a caller sees of a schedule, given its last run."""
    return {
        "id": schedule.id,
        "name": schedule.name,
        "owner": schedule.owner,
        "cron": schedule.timing.cron,
        "every": schedule.timing.every,
        "timezone": schedule.timing.timezone,
        "start": instant(schedule.timing.start),
        "end": instant(schedule.timing.end),
        "after": schedule.after.shown(),
        "text": schedule.text(asked.get()),
        "overlap": schedule.rules.overlap,
        "catch_up": schedule.rules.catch_up,
        "follow": schedule.rules.follows_template,
        "keep": keep_fields(schedule.rules),
        "shared_with": schedule.shared_with,
        "enabled": schedule.enabled,
        "pause_reason": schedule.pause_reason and said(schedule.pause_reason),
        "next": [instant(firing) for firing in schedule.coming()],
        **work_fields(schedule.work, caller.name == schedule.owner),
        "last_run": {"id": last.id, "state": last.state, "since": instant(last.since)} if last else None,
        "created_at": instant(schedule.created_at),
    }

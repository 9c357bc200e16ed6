"""What is different: a run since the last good one, a schedule's figures from run to run."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from lyceum_hub.service.callers import RunsReader
from lyceum_hub.service.routes import schedules as schedule_routes
from lyceum_hub.service.routes.parts import ComparisonsPart, RunsPart, SchedulesPart, WorkshopPart, answers, instant
from lyceum_hub.service.routes.runs import NOTEBOOK_TYPE, readable, shown, visible
from lyceum_hub.service.runs.comparison import seconds_of

router = APIRouter(prefix="/api", tags=["comparison"])


@router.get("/runs/{run_id}/notebook", response_class=Response, responses=answers(NOTEBOOK_TYPE))
def notebook(caller: RunsReader, runs: RunsPart, workshop: WorkshopPart, run_id: str) -> JSONResponse:
    """Return the notebook as it was asked for, without outputs."""
    run = readable(runs, caller, run_id)
    name = f"attachment; filename=run-{run.id}-source.ipynb"
    headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
    return JSONResponse(workshop.notebook(run.work), headers=headers, media_type=NOTEBOOK_TYPE)


@router.get("/runs/{run_id}/changes")
def changes(
    caller: RunsReader, runs: RunsPart, comparisons: ComparisonsPart, run_id: str, since: str = ""
) -> dict[str, Any]:
    """Return what is different in a run, since the last good one of the same job or since the one that is named."""
    run = readable(runs, caller, run_id)
    before = visible(runs, caller, since) if since else comparisons.last_good(run, caller.viewer)
    different = comparisons.changes(before, run, caller.viewer)
    return {"since": before and shown(before, caller), "run": shown(run, caller), **different}


@router.get("/schedules/{schedule_id}/figures")
def figures(
    caller: RunsReader, schedules: SchedulesPart, comparisons: ComparisonsPart, schedule_id: str
) -> dict[str, Any]:
    """Return the figures that a schedule's last 50 ended runs recorded, oldest first."""
    schedule = schedule_routes.visible(schedules, caller, schedule_id)
    items = [
        {
            "run": run.id,
            "at": instant(run.scheduled_for or run.created_at),
            "state": run.state,
            "seconds": seconds_of(run),
            "figures": run.figures or {},
        }
        for run in comparisons.history(schedule.id)
    ]
    return {"items": items}

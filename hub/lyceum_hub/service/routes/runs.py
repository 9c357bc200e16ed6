"""Runs, for the people who start and watch them."""

from typing import Annotated, Any

from fastapi import APIRouter, Header
from fastapi.responses import Response
from pydantic import Field

from lyceum_hub.errors import NotFound
from lyceum_hub.service.callers import Caller, RunsReader, RunsWriter
from lyceum_hub.service.routes.parts import FilesPart, Limit, LoopPart, Offset, RunsPart, WorkshopPart, instant
from lyceum_hub.service.routes.work import WorkRequest, work_fields
from lyceum_hub.service.runs.moves import Event
from lyceum_hub.service.runs.run import Run, State
from lyceum_hub.service.runs.store import RunStore
from lyceum_hub.service.runs.sweeps import combinations, name_of

router = APIRouter(prefix="/api/runs", tags=["runs"])

NOTEBOOK_TYPE = "application/x-ipynb+json"


class RunRequest(WorkRequest):
    """What to execute; with a sweep, once for each combination of its values."""

    sweep: dict[str, list[Any]] | None = Field(None, min_length=1, description="lists of values by parameter")


@router.post("", status_code=201)
def create(
    caller: RunsWriter,
    runs: RunsPart,
    workshop: WorkshopPart,
    loop: LoopPart,
    body: RunRequest,
    idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
) -> dict[str, Any]:
    """Queue a run of a template or a notebook, or a group of them; each starts when there is room."""
    choices = combinations(body.sweep) if body.sweep else None
    work = workshop.prepare(**body.of_work())
    if choices is None:
        answer = shown(runs.create(caller.name, body.title(), work, idempotency_key))
    else:
        names = [name_of(body.title(), chosen) for chosen in choices]
        named = list(zip(names, workshop.each(work, choices), strict=True))
        group = runs.create_group(caller.name, named, idempotency_key)
        answer = {"group": group[0].group, "items": [shown(run) for run in group], "total": len(group)}
    loop.wake()
    return answer


@router.get("")
def find(
    caller: RunsReader,
    runs: RunsPart,
    owner: str = "",
    state: State | None = None,
    schedule: str = "",
    group: str = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """List runs, newest first: one's own, or everybody's where the token allows that."""
    whose = owner if caller.sees_all_runs else caller.name
    found, total = runs.find(limit, offset, owner=whose, state=state, schedule=schedule, group=group)
    return {"items": [shown(run) for run in found], "total": total}


@router.get("/{run_id}")
def read(caller: RunsReader, runs: RunsPart, run_id: str) -> dict[str, Any]:
    """Return a run with its history and the end of its log."""
    run = visible(runs, caller, run_id)
    return {**shown(run), "history": [moment(event) for event in runs.history(run_id)], "log": runs.log(run_id)}


@router.post("/{run_id}/cancel")
def cancel(caller: RunsWriter, runs: RunsPart, loop: LoopPart, run_id: str) -> dict[str, Any]:
    """Stop a run, its kernel and what that started; what was executed so far is kept."""
    visible(runs, caller, run_id)
    run = runs.cancel(run_id, caller.name)
    loop.wake()
    return shown(run)


@router.get("/{run_id}/output")
def output(caller: RunsReader, runs: RunsPart, files: FilesPart, run_id: str) -> Response:
    """Return the executed notebook."""
    run = visible(runs, caller, run_id)
    if run.output is None:
        raise NotFound(f"The run is {run.state} and has no output.", remedy="Look at its log.")
    name = f"attachment; filename=run-{run.id}.ipynb"
    headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
    return Response(files.get(run.output), media_type=NOTEBOOK_TYPE, headers=headers)


def visible(runs: RunStore, caller: Caller, run_id: str) -> Run:
    """Return a run that the caller may see; to others it does not exist."""
    return runs.get(run_id, None if caller.sees_all_runs else caller.name)


def moment(event: Event) -> dict[str, Any]:
    """Return what people see of a moment in a run's history."""
    return {"at": instant(event.at), "state": event.state, "reason": event.reason, "attempt": event.attempt}


def shown(run: Run) -> dict[str, Any]:
    """Return what people see of a run."""
    return {
        "id": run.id,
        "name": run.name,
        "owner": run.owner,
        "state": run.state,
        "reason": run.reason,
        "since": instant(run.since),
        "wanted": run.wanted,
        **work_fields(run.work),
        "attempt": run.attempt,
        "schedule": run.schedule,
        "group": run.group,
        "scheduled_for": instant(run.scheduled_for),
        "not_before": instant(run.not_before),
        "created_at": instant(run.created_at),
        "started_at": instant(run.started_at),
        "finished_at": instant(run.finished_at),
        "progress": run.progress,
        "error": run.error,
        "has_output": run.output is not None,
    }

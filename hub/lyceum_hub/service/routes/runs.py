"""Runs: for people who start and watch them, and for the servers that execute them."""

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from lyceum_hub.errors import Forbidden, Invalid, NotFound
from lyceum_hub.service.callers import Caller, RunsReader, RunsReporter, RunsWriter
from lyceum_hub.service.moves import Event
from lyceum_hub.service.routes.parts import FilesPart, Limit, LoopPart, Offset, RunsPart, WorkshopPart, instant
from lyceum_hub.service.routes.work import WorkRequest, work_fields
from lyceum_hub.service.run import Run, State
from lyceum_hub.service.runs import RunStore
from lyceum_hub.service.sweeps import combinations, name_of

router = APIRouter(prefix="/api/runs", tags=["runs"])

NOTEBOOK_TYPE = "application/x-ipynb+json"


class Report(BaseModel):
    """What a run's server tells while it executes."""

    model_config = ConfigDict(extra="forbid")

    fence: int
    progress: dict[str, Any] | None = None
    log: str = Field("", max_length=1024 * 1024)


class End(BaseModel):
    """What a run's server tells last."""

    model_config = ConfigDict(extra="forbid")

    fence: int
    state: Literal["succeeded", "failed", "kernel_died", "timed_out", "cancelled"]
    reason: str | None = Field(None, max_length=2000)
    error: dict[str, Any] | None = None


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


@router.post("/{run_id}/begin")
def begin(caller: RunsReporter, runs: RunsPart, workshop: WorkshopPart, run_id: str) -> dict[str, Any]:
    """Hand a run to the server that the hub started for it."""
    taken(runs, caller, run_id)
    run = runs.begin(run_id)
    notebook = workshop.notebook(run.work)
    return {**shown(run), "fence": run.fence, "notebook": notebook}


@router.post("/{run_id}/report")
def report(caller: RunsReporter, runs: RunsPart, run_id: str, body: Report) -> dict[str, Any]:
    """Note progress and log, and answer what is wanted of the run."""
    taken(runs, caller, run_id)
    return {"wanted": runs.report(run_id, body.fence, body.progress, body.log)}


@router.put("/{run_id}/output", status_code=204)
async def deliver(caller: RunsReporter, runs: RunsPart, files: FilesPart, request: Request, run_id: str) -> None:
    """Take the executed notebook; it can be read when it is stored whole."""
    fence = request.query_params.get("fence", "")
    if not fence.isdecimal():
        raise Invalid("The fence is missing.", field="fence")
    content = await request.body()
    await run_in_threadpool(store_output, runs, files, caller, run_id, int(fence), content)


@router.post("/{run_id}/end")
def end(caller: RunsReporter, runs: RunsPart, loop: LoopPart, run_id: str, body: End) -> dict[str, Any]:
    """Note how a run ended."""
    taken(runs, caller, run_id)
    run = runs.end(run_id, body.fence, State(body.state), body.reason, body.error)
    loop.wake()
    return shown(run)


def store_output(runs: RunStore, files: FilesPart, caller: Caller, run_id: str, fence: int, content: bytes) -> None:
    """Check and store an output, then publish it in the run's record."""
    run = taken(runs, caller, run_id)
    try:
        json.loads(content)
    except ValueError as error:
        raise Invalid(f"The output is not JSON: {error}.") from error
    key = f"outputs/{run.id}/{run.attempt}.ipynb"
    files.put(key, content)
    runs.deliver(run_id, fence, key)


def visible(runs: RunStore, caller: Caller, run_id: str) -> Run:
    """Return a run that the caller may see; to others it does not exist."""
    return runs.get(run_id, None if caller.sees_all_runs else caller.name)


def taken(runs: RunStore, caller: Caller, run_id: str) -> Run:
    """Return the run whose own server calls; raise Forbidden for anybody else."""
    run = runs.get(run_id)
    if not caller.is_server(run.owner, run.server_name):
        raise Forbidden("Only the run's own server reports on it.")
    return run


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

"""What the servers of runs report: that they begin, how far they are, what came out, and how it ended."""

import json
from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from lyceum_hub.errors import Forbidden, Invalid
from lyceum_hub.service.callers import Caller, RunsReporter
from lyceum_hub.service.routes.parts import FilesPart, LoopPart, RunsPart, WorkshopPart
from lyceum_hub.service.routes.runs import shown
from lyceum_hub.service.runs.run import Run, State
from lyceum_hub.service.runs.store import RunStore

router = APIRouter(prefix="/api/runs", tags=["reports"])


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


def taken(runs: RunStore, caller: Caller, run_id: str) -> Run:
    """Return the run whose own server calls; raise Forbidden for anybody else."""
    run = runs.get(run_id)
    if not caller.is_server(run.owner, run.server_name):
        raise Forbidden("Only the run's own server reports on it.")
    return run

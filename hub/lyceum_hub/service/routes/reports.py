"""What the servers of runs report: that they begin, how far they are, what came out, and how it ended."""

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from lyceum_hub.errors import Forbidden, Invalid
from lyceum_hub.service.callers import Caller, RunsReporter
from lyceum_hub.service.routes.content import Reported, ReportedText
from lyceum_hub.service.routes.parts import EnvironmentsPart, FilesPart, LoopPart, RunsPart, WorkshopPart
from lyceum_hub.service.routes.runs import shown
from lyceum_hub.service.runs.parts import Parts, output_key
from lyceum_hub.service.runs.resume import to_execute
from lyceum_hub.service.runs.run import Run, State
from lyceum_hub.service.runs.store import RunStore

router = APIRouter(prefix="/api/runs", tags=["reports"])


LONGEST_NAME = 200
MOST_NAMES = 20_000
Name = Annotated[str, Field(max_length=LONGEST_NAME)]
Names = Annotated[list[Name], Field(max_length=MOST_NAMES)]
Fence = Annotated[int, Query(ge=0, lt=2**31)]


class Environment(BaseModel):
    """What a run's server finds installed, as `lyceum_catalog.environment.describe()` tells it."""

    model_config = ConfigDict(extra="forbid")

    python: Name
    packages: dict[Name, Name] = Field({}, max_length=MOST_NAMES)
    modules: Names = []
    kernels: Names = []


class Begin(BaseModel):
    """What a run's server tells first."""

    model_config = ConfigDict(extra="forbid")

    environment: Environment | None = None


class Report(BaseModel):
    """What a run's server tells while it executes."""

    model_config = ConfigDict(extra="forbid")

    fence: int
    progress: Reported | None = None
    log: ReportedText = Field("", max_length=1024 * 1024)
    figures: Reported = Field({}, max_length=10_000, description="numbers by name")
    entries: list[Reported] = Field([], max_length=10_000, description="each with entry, version and role")


class End(BaseModel):
    """What a run's server tells last."""

    model_config = ConfigDict(extra="forbid")

    fence: int
    state: Literal["succeeded", "failed", "kernel_died", "timed_out", "cancelled"]
    reason: ReportedText | None = Field(None, max_length=2000)
    error: Reported | None = None


@router.post("/{run_id}/begin")
def begin(
    caller: RunsReporter,
    runs: RunsPart,
    workshop: WorkshopPart,
    environments: EnvironmentsPart,
    files: FilesPart,
    run_id: str,
    body: Begin | None = None,
) -> dict[str, Any]:
    """Hand a run to the server that the hub started for it."""
    run = taken(runs, caller, run_id)
    told = body.environment if body else None
    notebook, resume_from = to_execute(run, runs, workshop, files)
    run = runs.begin(run_id, environments.keep(told.model_dump()) if told else None)
    begun = {**shown(run), "fence": run.fence, "is_check": run.is_check}
    return {**begun, "notebook": notebook, "resume_from": resume_from}


@router.post("/{run_id}/report")
def report(caller: RunsReporter, runs: RunsPart, run_id: str, body: Report) -> dict[str, Any]:
    """Note progress and log, and answer what is wanted of the run."""
    taken(runs, caller, run_id)
    return {"wanted": runs.report(run_id, body.fence, body.progress, body.log, body.figures, body.entries)}


@router.put("/{run_id}/parts/{number}", status_code=204)
async def hand_in_part(
    caller: RunsReporter, runs: RunsPart, files: FilesPart, request: Request, run_id: str, number: int, fence: Fence
) -> None:
    """Take what came out so far, as lines of JSON; it is used when the run is lost."""
    content = await request.body()
    await run_in_threadpool(store_part, runs, files, caller, run_id, number, fence, content)


@router.put("/{run_id}/output", status_code=204)
async def deliver(
    caller: RunsReporter, runs: RunsPart, files: FilesPart, request: Request, run_id: str, fence: Fence
) -> None:
    """Take the executed notebook; it can be read when it is stored whole."""
    content = await request.body()
    await run_in_threadpool(store_output, runs, files, caller, run_id, fence, content)


@router.post("/{run_id}/end")
def end(caller: RunsReporter, runs: RunsPart, loop: LoopPart, run_id: str, body: End) -> dict[str, Any]:
    """Note how a run ended."""
    taken(runs, caller, run_id)
    run = runs.end(run_id, body.fence, State(body.state), body.reason, body.error)
    loop.wake()
    return shown(run)


def store_part(
    runs: RunStore, files: FilesPart, caller: Caller, run_id: str, number: int, fence: int, content: bytes
) -> None:
    """Store a part of the output of a run that is held at a fence."""
    taken(runs, caller, run_id)
    Parts(files).keep(runs.held(run_id, fence), number, content)


def store_output(runs: RunStore, files: FilesPart, caller: Caller, run_id: str, fence: int, content: bytes) -> None:
    """Check and store an output, then publish it in the run's record; its parts are not needed any more."""
    taken(runs, caller, run_id)
    run = runs.held(run_id, fence)
    try:
        json.loads(content)
    except ValueError as error:
        raise Invalid(f"The output is not JSON: {error}.") from error
    files.put(output_key(run), content)
    runs.deliver(run_id, fence, output_key(run))
    Parts(files).remove(run)


def taken(runs: RunStore, caller: Caller, run_id: str) -> Run:
    """Return the run whose own server calls; raise Forbidden for anybody else."""
    run = runs.get(run_id)
    if not caller.is_server(run.owner, run.server_name):
        raise Forbidden("Only the run's own server reports on it.")
    return run

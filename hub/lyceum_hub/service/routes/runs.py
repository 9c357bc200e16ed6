"""Runs, for the people who start and watch them."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Header
from fastapi.responses import Response
from pydantic import AfterValidator, Field

from lyceum_hub.errors import NotFound
from lyceum_hub.service.callers import Caller, RunsReader, RunsWriter
from lyceum_hub.service.language import said, spoken
from lyceum_hub.service.notices.message import Message
from lyceum_hub.service.notices.rules import veiled_receiver
from lyceum_hub.service.routes.content import whole
from lyceum_hub.service.routes.parts import (
    FilesPart,
    Limit,
    LoopPart,
    Offset,
    OutboxPart,
    RunsPart,
    WorkshopPart,
    answers,
    instant,
)
from lyceum_hub.service.routes.work import WorkRequest, check_group, work_fields
from lyceum_hub.service.runs.explanation import explain
from lyceum_hub.service.runs.moves import Event
from lyceum_hub.service.runs.resume import resume_of_run, resumed
from lyceum_hub.service.runs.run import Run, State
from lyceum_hub.service.runs.store import RunStore
from lyceum_hub.service.runs.sweeps import combinations, name_of

router = APIRouter(prefix="/api/runs", tags=["runs"])

NOTEBOOK_TYPE = "application/x-ipynb+json"
Key = Annotated[str | None, Header(max_length=200, description="asked again with the same, no second run is made")]


class RunRequest(WorkRequest):
    """What to execute; with a sweep, once for each combination of its values."""

    sweep: Annotated[dict[str, list[Any]], AfterValidator(whole)] | None = Field(
        None, min_length=1, description="lists of values by parameter"
    )


@router.post("", status_code=201)
def create(
    caller: RunsWriter,
    runs: RunsPart,
    workshop: WorkshopPart,
    loop: LoopPart,
    body: RunRequest,
    idempotency_key: Key = None,
) -> dict[str, Any]:
    """Queue a run of a template or a notebook, or a group of them; each starts when there is room."""
    check_group(caller, body.shared_with)
    choices = combinations(body.sweep) if body.sweep else None
    work = workshop.prepare(caller.viewer.reader, **body.of_work())
    if choices is None:
        answer = shown(runs.create(caller.name, body.title(), work, idempotency_key, body.shared_with), caller)
    else:
        names = [name_of(body.title(), chosen) for chosen in choices]
        named = list(zip(names, workshop.each(work, choices), strict=True))
        group = runs.create_group(caller.name, named, idempotency_key, body.shared_with)
        answer = {"group": group[0].group, "items": [shown(run, caller) for run in group], "total": len(group)}
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
    """List runs, newest first: one's own and those shared with one's groups, or all where the token allows that."""
    chosen = {"owner": owner, "state": state, "schedule": schedule, "group": group}
    found, total = runs.find(limit, offset, caller.viewer, **chosen)
    return {"items": [shown(run, caller) for run in found], "total": total}


@router.get("/{run_id}")
def read(caller: RunsReader, runs: RunsPart, workshop: WorkshopPart, run_id: str) -> dict[str, Any]:
    """Return a run with why it ended so, the entries it touched, its history and the end of its log."""
    run = readable(runs, caller, run_id)
    account, explanation = runs.account(run, caller.viewer), explain(run)
    resume = resume_of_run(run, workshop)
    return {
        **shown(run, caller),
        "explanation": spoken(asdict(explanation), "sentence", "remedy") if explanation else None,
        "resume": resume and spoken(resume, "refused"),
        "entries": [asdict(touched) for touched in account.entries],
        "history": [moment(event) for event in account.history],
        "log": account.log,
    }


@router.post("/{run_id}/cancel")
def cancel(caller: RunsWriter, runs: RunsPart, loop: LoopPart, run_id: str) -> dict[str, Any]:
    """Stop a run, its kernel and what that started; what was executed so far is kept."""
    visible(runs, caller, run_id)
    run = runs.cancel(run_id, caller.name)
    loop.wake()
    return shown(run, caller)


@router.post("/{run_id}/again", status_code=201)
def again(
    caller: RunsWriter, runs: RunsPart, loop: LoopPart, run_id: str, idempotency_key: Key = None
) -> dict[str, Any]:
    """Queue the same work once more, for its owner: nothing of what is executed can be changed."""
    run = visible(runs, caller, run_id)
    made = runs.create(run.owner, run.name, run.work, idempotency_key, run.shared_with, caller.name)
    loop.wake()
    return shown(made, caller)


@router.post("/{run_id}/resume", status_code=201)
def resume(
    caller: RunsWriter,
    runs: RunsPart,
    workshop: WorkshopPart,
    loop: LoopPart,
    run_id: str,
    idempotency_key: Key = None,
) -> dict[str, Any]:
    """Queue a run that takes up one that ended badly at the cell where it ended, where its notebook allows that."""
    run = visible(runs, caller, run_id)
    work = resumed(run, workshop)
    made = runs.create(run.owner, run.name, work, idempotency_key, run.shared_with, caller.name)
    loop.wake()
    return shown(made, caller)


@router.get("/{run_id}/messages")
def messages(caller: RunsReader, runs: RunsPart, outbox: OutboxPart, run_id: str) -> dict[str, Any]:
    """Return who was told of a run's end, or could not be."""
    run = readable(runs, caller, run_id)
    return {"items": [told(message, caller.name == run.owner) for message in outbox.of_run(run_id)]}


@router.get("/{run_id}/output", response_class=Response, responses=answers(NOTEBOOK_TYPE))
def output(caller: RunsReader, runs: RunsPart, files: FilesPart, run_id: str) -> Response:
    """Return the executed notebook."""
    run = readable(runs, caller, run_id)
    if run.expired_at:
        raise NotFound("The output is no longer kept.", remedy="The schedule's rule says how long; run it again.")
    if run.output is None:
        raise NotFound(f"The run is {run.state} and has no output.", remedy="Look at its log.")
    name = f"attachment; filename=run-{run.id}.ipynb"
    headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
    return Response(files.get(run.output), media_type=NOTEBOOK_TYPE, headers=headers)


def visible(runs: RunStore, caller: Caller, run_id: str) -> Run:
    """Return a run that the caller may see; to others it does not exist."""
    return runs.get(run_id, caller.viewer)


def readable(runs: RunStore, caller: Caller, run_id: str) -> Run:
    """Return a run that the caller may read: one that they see, or a check of a notebook, made of what all may read."""
    try:
        return visible(runs, caller, run_id)
    except NotFound:
        run = runs.get(run_id)
        if run.is_check:
            return run
        raise


def told(message: Message, is_owner: bool) -> dict[str, Any]:
    """Return what people see of a message."""
    return {
        "channel": message.channel,
        "receiver": message.receiver if is_owner else veiled_receiver(message.receiver),
        "state": message.state,
        "attempts": message.attempts,
        "trouble": message.trouble and said(message.trouble),
        "sent_at": instant(message.sent_at),
    }


def moment(event: Event) -> dict[str, Any]:
    """Return what people see of a moment in a run's history."""
    known = {"at": instant(event.at), "state": event.state, "reason": event.reason, "attempt": event.attempt}
    return spoken(known, "reason")


def shown(run: Run, caller: Caller | None = None) -> dict[str, Any]:
    """Return what people see of a run; its owner sees whole addresses of webhooks."""
    return {
        "id": run.id,
        "name": run.name,
        "owner": run.owner,
        "state": run.state,
        "reason": run.reason and said(run.reason),
        "since": instant(run.since),
        "wanted": run.wanted,
        **work_fields(run.work, caller is not None and caller.name == run.owner),
        "resumes": run.work.resumes,
        "attempt": run.attempt,
        "schedule": run.schedule,
        "caused_by": run.caused_by,
        "shared_with": run.shared_with,
        "group": run.group,
        "scheduled_for": instant(run.scheduled_for),
        "not_before": instant(run.not_before),
        "created_at": instant(run.created_at),
        "started_at": instant(run.started_at),
        "finished_at": instant(run.finished_at),
        "progress": run.progress,
        "error": run.error,
        "figures": run.figures or {},
        "has_output": run.output is not None,
        "expired_at": instant(run.expired_at),
    }

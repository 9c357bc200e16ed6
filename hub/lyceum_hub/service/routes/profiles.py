"""Profiles: made by a run, shown beside the entry, compared between two versions."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from lyceum_catalog.profiling.drift import Drift, drift_of
from lyceum_hub.service.callers import Caller, EntriesReader, RunsReporter, RunsWriter
from lyceum_hub.service.entries.access import reader_of
from lyceum_hub.service.entries.profiles import TEMPLATE, Profiles, cause_of
from lyceum_hub.service.routes.parts import LoopPart, ProfilesPart, RunsPart, WorkshopPart, instant
from lyceum_hub.service.routes.reports import taken
from lyceum_hub.service.routes.runs import shown as shown_run
from lyceum_hub.service.runs.store import RunStore

router = APIRouter(prefix="/api/entries", tags=["profiles"])

Number = Annotated[int, Path(ge=1, le=1_000_000)]
From = Annotated[int, Query(alias="from", ge=1, le=1_000_000)]
To = Annotated[int, Query(ge=1, le=1_000_000)]
RunId = Annotated[str, Query(max_length=32, description="the run that hands it in")]


class Wanted(BaseModel):
    """Which version to profile; the present one where none is named."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = Field(None, ge=1, le=1_000_000)


@router.get("/{name}/versions/{version}/profile")
def read(caller: EntriesReader, profiles: ProfilesPart, name: str, version: Number) -> dict[str, Any]:
    """Return the profile of a version, and which run made it."""
    kept = profiles.get(reader_of(caller), name, version)
    profile = kept.profile.model_dump(mode="json", exclude_none=True)
    return {"profile": profile, "run": kept.run, "author": kept.author, "at": instant(kept.at)}


@router.post("/{name}/profile", status_code=201)
def make(
    caller: RunsWriter,
    profiles: ProfilesPart,
    workshop: WorkshopPart,
    runs: RunsPart,
    loop: LoopPart,
    name: str,
    body: Wanted | None = None,
) -> dict[str, Any]:
    """Start a run of the caller's that makes the profile of a version and hands it in."""
    reader = reader_of(caller)
    version = profiles.version_to_profile(reader, name, body.version if body else None)
    work = workshop.prepare(reader, template=TEMPLATE, parameters={"entry": name, "version": version})
    title = f"Profile of {name}, version {version}"
    run = runs.create(caller.name, title, work, caused_by=cause_of(name, version))
    loop.wake()
    return shown_run(run, caller)


@router.put("/{name}/versions/{version}/profile", status_code=204)
async def hand_in(
    caller: RunsReporter,
    profiles: ProfilesPart,
    runs: RunsPart,
    request: Request,
    name: str,
    version: Number,
    run: RunId,
) -> None:
    """Take a profile from the run that was started to make it, and from nobody else."""
    content = await request.body()
    await run_in_threadpool(take, profiles, runs, caller, run, name, version, content)


@router.get("/{name}/drift")
def drift(caller: EntriesReader, profiles: ProfilesPart, name: str, since: From, to: To) -> dict[str, Any]:
    """Return how each column of a version differs from that of an earlier one, as their profiles tell."""
    before, now = (profiles.get(reader_of(caller), name, number).profile for number in (since, to))
    return {"from": since, "to": to, "items": [shown(found) for found in drift_of(before, now)]}


def take(
    profiles: Profiles, runs: RunStore, caller: Caller, run_id: str, name: str, version: int, content: bytes
) -> None:
    """Keep what a run's own server hands in."""
    profiles.take(taken(runs, caller, run_id), name, version, content)


def shown(found: Drift) -> dict[str, Any]:
    """Return a column's drift as JSON."""
    return {**asdict(found), "marked": found.marked}

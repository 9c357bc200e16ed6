"""Groups: the runs of a sweep, seen and stopped together."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from fastapi import APIRouter

from lyceum_hub.errors import Conflict, NotFound
from lyceum_hub.service.callers import Caller, RunsReader, RunsWriter
from lyceum_hub.service.routes.parts import LoopPart, RunsPart, instant
from lyceum_hub.service.routes.runs import shown, visible
from lyceum_hub.service.runs.run import Run
from lyceum_hub.service.runs.store import RunStore
from lyceum_hub.service.runs.sweeps import MOST_RUNS, differing, title_of

router = APIRouter(prefix="/api/groups", tags=["groups"])


@router.get("/{group}")
def read(caller: RunsReader, runs: RunsPart, group: str) -> dict[str, Any]:
    """Return the runs of a sweep, in the order of its values, and how they stand."""
    return described(group, members(runs, caller, group), caller)


@router.post("/{group}/cancel")
def cancel(caller: RunsWriter, runs: RunsPart, loop: LoopPart, group: str) -> dict[str, Any]:
    """Stop those runs of a sweep that have not ended."""
    for run in members(runs, caller, group):
        with suppress(Conflict):  # it has ended
            runs.cancel(run.id, caller.name)
    loop.wake()
    return described(group, members(runs, caller, group), caller)


def members(runs: RunStore, caller: Caller, group: str) -> list[Run]:
    """Return a group's runs, oldest first, where the caller may see them; to others it does not exist."""
    found, _ = runs.find(MOST_RUNS, group=group)
    try:
        visible(runs, caller, found[0].id)  # they have one owner, and are shared together
    except (IndexError, NotFound):
        raise NotFound(f"There is no group {group!r}.", remedy="See your runs for its id.") from None
    return sorted(found, key=lambda run: run.created_at)


def described(group: str, found: Sequence[Run], caller: Caller) -> dict[str, Any]:
    """Return what a caller sees of a group."""
    return {
        "id": group,
        "name": title_of(found[0].name),
        "owner": found[0].owner,
        "created_at": instant(found[0].created_at),
        "parameters": differing([run.work.parameters for run in found]),
        "states": Counter(run.state for run in found),
        "items": [shown(run, caller) for run in found],
    }

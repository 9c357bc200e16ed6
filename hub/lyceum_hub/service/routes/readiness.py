"""Readiness of notebooks that are to be templates: for who proposes one, and for who reviews it."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from lyceum_hub.errors import NotFound
from lyceum_hub.service.callers import EntriesProposer
from lyceum_hub.service.entries.access import reader_of
from lyceum_hub.service.routes.parts import DatabasePart, ProposalsPart, instant
from lyceum_hub.service.routes.proposals import Id
from lyceum_hub.service.routes.templates import Inspected
from lyceum_hub.service.stewardship.readiness import Readiness, readiness_of

router = APIRouter(prefix="/api", tags=["proposals"])


@router.post("/templates/readiness")
def look(caller: EntriesProposer, database: DatabasePart, body: Inspected) -> dict[str, Any]:
    """Return the parameters of a notebook, what it should not show, and how it ran; nothing of it is kept."""
    with database.reading() as connection:
        return shown(readiness_of(connection, body.notebook, [caller.name]))


@router.get("/proposals/{proposal}/readiness")
def read(caller: EntriesProposer, database: DatabasePart, proposals: ProposalsPart, proposal: Id) -> dict[str, Any]:
    """Return the same of the notebook that a proposal holds, as run by its author or whoever changed it."""
    found = proposals.get(reader_of(caller), proposal)
    notebook = (found.record or {}).get("notebook")
    if notebook is None:
        raise NotFound("This proposal has no notebook.", remedy="Look at what it changes.")
    with database.reading() as connection:
        return shown(readiness_of(connection, notebook, [found.author, *found.editors]))


def shown(found: Readiness) -> dict[str, Any]:
    """Return it as JSON."""
    told = asdict(found)
    if found.trial:
        told["trial"]["at"] = instant(found.trial.at)
    return told

"""Preflight: what can be known of a run before it is asked for."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from lyceum_hub.service.callers import RunsWriter
from lyceum_hub.service.language import spoken
from lyceum_hub.service.routes.parts import PreflightPart, WorkshopPart
from lyceum_hub.service.routes.runs import RunRequest
from lyceum_hub.service.runs.preflight import Asked
from lyceum_hub.service.runs.sweeps import combinations

router = APIRouter(prefix="/api/preflight", tags=["preflight"])


@router.post("")
def look(caller: RunsWriter, workshop: WorkshopPart, preflight: PreflightPart, body: RunRequest) -> dict[str, Any]:
    """Return what is found about a run that is not asked for yet: errors refuse it, warnings do not."""
    reader = caller.viewer.reader
    _, notebook = workshop.found(reader, body.template, body.notebook)
    choices = [{**body.parameters, **chosen} for chosen in combinations(body.sweep or {})]
    asked = Asked(caller.name, notebook, choices, body.profile, body.timeout, reader)
    return {"findings": [spoken(asdict(finding), "message", "remedy") for finding in preflight.findings(asked)]}

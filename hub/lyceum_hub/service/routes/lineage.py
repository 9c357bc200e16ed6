"""Lineage, to look at and to take elsewhere: OpenLineage run events."""

import json
from itertools import chain
from typing import Any

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from lyceum_hub.service.callers import RunsReader
from lyceum_hub.service.routes.parts import Limit, LineagePart, LoadEventsPart, Offset, answers

NDJSON = "application/x-ndjson"

router = APIRouter(prefix="/api/lineage", tags=["lineage"])


@router.get("")
def find(
    caller: RunsReader, lineage: LineagePart, run: str = "", entry: str = "", limit: Limit = 50, offset: Offset = 0
) -> dict[str, Any]:
    """List the events of the runs that the caller sees, newest first; of one run or one entry where that is named."""
    items, total = lineage.find(caller.viewer, run, entry, limit, offset)
    return {"items": items, "total": total}


@router.get("/loads")
def find_loads(
    caller: RunsReader, loads: LoadEventsPart, entry: str = "", limit: Limit = 50, offset: Offset = 0
) -> dict[str, Any]:
    """List the events of loads outside of runs, newest first: the caller's, and all of the entries that they manage."""
    items, total = loads.find(caller.viewer, entry, limit, offset)
    return {"items": items, "total": total}


@router.get("/export", response_class=StreamingResponse, responses=answers(NDJSON, "string"))
def export(
    caller: RunsReader, lineage: LineagePart, loads: LoadEventsPart, run: str = "", entry: str = ""
) -> StreamingResponse:
    """Return all those events, of runs and then of loads, each oldest first, one JSON document a line."""
    of_loads = () if run else loads.each(caller.viewer, entry)
    events = chain(lineage.each(caller.viewer, run, entry), of_loads)
    lines = (json.dumps(event, separators=(",", ":")) + "\n" for event in events)
    headers = {"Content-Disposition": "attachment; filename=lineage.ndjson", "X-Content-Type-Options": "nosniff"}
    return StreamingResponse(lines, media_type=NDJSON, headers=headers)

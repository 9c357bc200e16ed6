"""Lineage, to look at and to take elsewhere: OpenLineage run events."""

import json
from typing import Any

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from lyceum_hub.service.callers import RunsReader
from lyceum_hub.service.routes.parts import Limit, LineagePart, Offset

router = APIRouter(prefix="/api/lineage", tags=["lineage"])


@router.get("")
def find(
    caller: RunsReader, lineage: LineagePart, run: str = "", entry: str = "", limit: Limit = 50, offset: Offset = 0
) -> dict[str, Any]:
    """List the events of the runs that the caller sees, newest first; of one run or one entry where that is named."""
    items, total = lineage.find(caller.viewer, run, entry, limit, offset)
    return {"items": items, "total": total}


@router.get("/export")
def export(caller: RunsReader, lineage: LineagePart, run: str = "", entry: str = "") -> StreamingResponse:
    """Return all those events, oldest first, one JSON document a line."""
    lines = (json.dumps(event, separators=(",", ":")) + "\n" for event in lineage.each(caller.viewer, run, entry))
    headers = {"Content-Disposition": "attachment; filename=lineage.ndjson", "X-Content-Type-Options": "nosniff"}
    return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)

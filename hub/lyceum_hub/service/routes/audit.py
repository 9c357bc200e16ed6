"""The audit trail, for administrators."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, Field
from sqlalchemy import Row

from lyceum_hub.service.callers import AuditReader
from lyceum_hub.service.routes.parts import Limit, TrailPart, instant
from lyceum_hub.service.trail import Wanted

router = APIRouter(prefix="/api/audit", tags=["audit"])


class Asked(BaseModel):
    """What the trail is asked for."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    since: AwareDatetime | None = None
    before: int = Field(default=0, ge=0, lt=2**31, description="the id of the oldest line that is known already")
    limit: Limit = 50


@router.get("")
def find(caller: AuditReader, trail: TrailPart, asked: Annotated[Asked, Query()]) -> dict[str, Any]:
    """List who did what to what, newest first, and the number and hash of the trail's last line."""
    lines = trail.find(Wanted(**asked.model_dump()))
    return {"items": [shown(line) for line in lines], "head": trail.head()._asdict()}


def shown(line: Row[Any]) -> dict[str, Any]:
    """Return what is told of a line."""
    return {**line._asdict(), "at": instant(line.at)}

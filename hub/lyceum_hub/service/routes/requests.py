"""Requests for access: asking to read an entry, and deciding who may."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from lyceum_hub.service.callers import EntriesProposer, EntriesReader
from lyceum_hub.service.entries.access import reader_of
from lyceum_hub.service.entries.requests import MOST_DAYS, AccessRequest
from lyceum_hub.service.routes.parts import Limit, Offset, RequestsPart, instant

router = APIRouter(prefix="/api", tags=["requests"])

Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
State = Literal["", "asked", "granted", "refused", "revoked", "expired"]
INSTANTS = ("asked_at", "decided_at", "expires_at")


class Asked(BaseModel):
    """What somebody wants to read an entry for, and for how long."""

    model_config = ConfigDict(extra="forbid")

    purpose: Said
    days: int | None = Field(None, ge=1, le=MOST_DAYS)


class Granted(BaseModel):
    """For how long somebody may read."""

    model_config = ConfigDict(extra="forbid")

    days: int = Field(ge=1, le=MOST_DAYS)


class Declined(BaseModel):
    """Why somebody may not read, or no longer."""

    model_config = ConfigDict(extra="forbid")

    reason: Said


@router.post("/entries/{name}/requests", status_code=201)
def ask(caller: EntriesProposer, requests: RequestsPart, name: str, body: Asked) -> dict[str, Any]:
    """Ask to read an entry; those who manage it are told."""
    return shown(requests.ask(reader_of(caller), name, body.purpose, body.days))


@router.get("/requests")
def find(
    caller: EntriesReader,
    requests: RequestsPart,
    state: State = "",
    entry: str = "",
    mine: bool = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """List requests, the newest first: those that the caller may decide, or with `mine` those they made."""
    found, total = requests.find(reader_of(caller), mine, state, entry, limit, offset)
    return {"items": [shown(request) for request in found], "total": total}


@router.post("/requests/{request_id}/grant")
def grant(caller: EntriesProposer, requests: RequestsPart, request_id: str, body: Granted) -> dict[str, Any]:
    """Let who asked read the entry for some days."""
    return shown(requests.grant(reader_of(caller), request_id, body.days))


@router.post("/requests/{request_id}/refuse")
def refuse(caller: EntriesProposer, requests: RequestsPart, request_id: str, body: Declined) -> dict[str, Any]:
    """Refuse a request, with the reason that who asked is told."""
    return shown(requests.refuse(reader_of(caller), request_id, body.reason))


@router.post("/requests/{request_id}/revoke")
def revoke(caller: EntriesProposer, requests: RequestsPart, request_id: str, body: Declined) -> dict[str, Any]:
    """End a grant before its time, with the reason that who has it is told."""
    return shown(requests.revoke(reader_of(caller), request_id, body.reason))


def shown(request: AccessRequest) -> dict[str, Any]:
    """Return what people see of a request."""
    return {**asdict(request), **{name: instant(getattr(request, name)) for name in INSTANTS}}

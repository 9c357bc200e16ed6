"""The inbox: what the caller is told about entries, and how many proposals wait for their review."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from lyceum_hub.service.callers import EntriesProposer
from lyceum_hub.service.entries.access import reader_of
from lyceum_hub.service.language import spoken
from lyceum_hub.service.routes.parts import InboxesPart, Limit, ProposalsPart, instant

router = APIRouter(prefix="/api/inbox", tags=["stewardship"])

Unread = Annotated[bool, Query(description="only what is not read")]
Number = Annotated[int, Field(ge=1, le=2_000_000_000)]


class Read(BaseModel):
    """Which items were read; none given: all."""

    ids: list[Number] | None = Field(default=None, max_length=1000)


@router.get("")
def find(
    caller: EntriesProposer, inboxes: InboxesPart, proposals: ProposalsPart, unread: Unread = False, limit: Limit = 50
) -> dict[str, Any]:
    """Return what the caller is told, the newest first, how much of it is unread, and how many reviews wait."""
    reader = reader_of(caller)
    items = [{**spoken(asdict(item), "text"), "at": instant(item.at)} for item in inboxes.items(reader, unread, limit)]
    return {"items": items, "unread": inboxes.unread(reader), "reviews": proposals.waiting(reader)}


@router.post("/read")
def mark_read(caller: EntriesProposer, inboxes: InboxesPart, body: Read) -> dict[str, Any]:
    """Note that the caller has read some items, or all."""
    reader = reader_of(caller)
    inboxes.mark_read(reader, body.ids)
    return {"unread": inboxes.unread(reader)}

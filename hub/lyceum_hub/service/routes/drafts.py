"""Drafts: thousands of entries sent in parts, and published in one step once all are there."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from lyceum_hub.errors import TooLarge
from lyceum_hub.service.callers import EntriesApplier
from lyceum_hub.service.routes.entries import parse_all
from lyceum_hub.service.routes.parts import DraftsPart, EntriesPart

MOST_PARTS = 200
MOST_RECORDS = 500
Hash = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="of what the whole is to be")]
Number = Annotated[int, Path(ge=0, lt=MOST_PARTS)]

router = APIRouter(prefix="/api/entries/drafts", tags=["entries"])


class Complete(BaseModel):
    """How many parts a draft has."""

    parts: int = Field(ge=1, le=MOST_PARTS)


@router.get("/{draft}")
def read(caller: EntriesApplier, drafts: DraftsPart, draft: Hash) -> dict[str, Any]:
    """Tell which parts of one's draft are here, so that one who was interrupted sends only the others."""
    return {"parts": drafts.parts(caller.name, draft)}


@router.put("/{draft}/parts/{number}")
def keep(
    caller: EntriesApplier, drafts: DraftsPart, draft: Hash, number: Number, body: list[dict[str, Any]]
) -> dict[str, Any]:
    """Check and keep one part; nothing of it is published yet."""
    if len(body) > MOST_RECORDS:
        raise TooLarge(f"A part has at most {MOST_RECORDS} entries.", remedy="Send more parts.")
    drafts.keep(caller.name, draft, number, parse_all(body))
    return {"number": number}


@router.post("/{draft}/publish")
def publish(
    caller: EntriesApplier, drafts: DraftsPart, entries: EntriesPart, draft: Hash, body: Complete
) -> dict[str, Any]:
    """Publish all parts in one step: all, or none."""
    changes = entries.publish(drafts.whole(caller.name, draft, body.parts), caller.name)
    drafts.forget(caller.name, draft)
    return {"items": [asdict(change) for change in changes]}

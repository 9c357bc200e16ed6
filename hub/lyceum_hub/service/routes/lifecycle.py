"""The life of an entry: what who manages it decides, and what there is to look after."""

from asyncio import to_thread as in_thread
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field, model_validator

from lyceum_hub.errors import Invalid
from lyceum_hub.service.callers import EntriesProposer
from lyceum_hub.service.entries.access import reader_of
from lyceum_hub.service.routes.parts import HubPart, LifecyclePart, StewardshipPart, instant

Reason = Annotated[str, Field(min_length=1, max_length=2000)]
Hands = Annotated[str, Field(pattern=r"^(group:)?[^\s:]{1,64}$", description="a person, or group:NAME")]

router = APIRouter(prefix="/api", tags=["stewardship"])


class Deprecated(BaseModel):
    """Why people shall no longer use an entry, and what instead; `tell` tells those who depend on it."""

    reason: Reason
    successor: str | None = Field(default=None, max_length=200)
    tell: bool = False


class Retired(BaseModel):
    """Why an entry can no longer be used; `tell` tells those who depend on it."""

    reason: Reason
    tell: bool = False


class Reassigned(BaseModel):
    """Whose an entry is from now on."""

    owner: Hands | None = None
    steward: Hands | None = None

    @model_validator(mode="after")
    def check(self) -> "Reassigned":
        """Refuse to change nothing."""
        if not (self.owner or self.steward):
            raise ValueError("needs an owner or a steward")
        return self


@router.post("/entries/{name}/deprecate")
def deprecate(caller: EntriesProposer, lifecycle: LifecyclePart, name: str, body: Deprecated) -> dict[str, Any]:
    """Advise against an entry, which stays usable."""
    lifecycle.deprecate(reader_of(caller), name, body.reason, body.successor, body.tell)
    return {"name": name, "state": "deprecated"}


@router.post("/entries/{name}/retire")
def retire(caller: EntriesProposer, lifecycle: LifecyclePart, name: str, body: Retired) -> dict[str, Any]:
    """Have an entry no longer found or used."""
    lifecycle.retire(reader_of(caller), name, body.reason, body.tell)
    return {"name": name, "state": "retired"}


@router.post("/entries/{name}/restore")
def restore(caller: EntriesProposer, lifecycle: LifecyclePart, name: str) -> dict[str, Any]:
    """Take back that an entry is deprecated or retired."""
    lifecycle.restore(reader_of(caller), name)
    return {"name": name, "state": "published"}


@router.post("/entries/{name}/confirm")
def confirm(caller: EntriesProposer, lifecycle: LifecyclePart, name: str) -> dict[str, Any]:
    """Say that an entry is still right."""
    lifecycle.confirm(reader_of(caller), name)
    return {"name": name, "confirmed": True}


@router.post("/entries/{name}/reassign")
async def reassign(
    caller: EntriesProposer, lifecycle: LifecyclePart, hub: HubPart, name: str, body: Reassigned
) -> dict[str, Any]:
    """Give an entry another owner or steward, who has to have an account."""
    for field, to in (("owner", body.owner), ("steward", body.steward)):
        if to and not to.startswith("group:") and await hub.person(to) is None:
            raise Invalid(f"Nobody named {to!r} has an account.", field=field, remedy="Name somebody who has.")
    version = await in_thread(lifecycle.reassign, reader_of(caller), name, body.owner, body.steward)
    return {"name": name, "version": version}


@router.get("/stewardship")
async def stewardship(caller: EntriesProposer, stewardship: StewardshipPart, hub: HubPart) -> dict[str, Any]:
    """List what there is to look after among the entries that the caller manages."""
    reader = reader_of(caller)
    people = await in_thread(stewardship.people, reader)
    gone = people - (await hub.people(people)).keys()
    lists = await in_thread(stewardship.overview, reader, gone)
    return {name: [{**item, **instants(item)} for item in items] for name, items in lists.items()}


def instants(item: dict[str, Any]) -> dict[str, str | None]:
    """Return the points in time of an item."""
    return {name: instant(item[name]) for name in ("due_at", "confirmed_at", "published_at")}

"""Proposals: what people want published, its review, and what is said about it."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from lyceum_hub.service.callers import EntriesProposer
from lyceum_hub.service.entries.access import reader_of
from lyceum_hub.service.language import spoken
from lyceum_hub.service.routes.content import Content
from lyceum_hub.service.routes.parts import CommentsPart, Limit, Offset, ProposalsPart, ReviewPart, instant
from lyceum_hub.service.stewardship.comments import Comment
from lyceum_hub.service.stewardship.proposal import Move, Proposal
from lyceum_hub.service.stewardship.proposals import Asked
from lyceum_hub.service.stewardship.records import entry_of, problems_in, shown

Id = Annotated[str, Path(min_length=1, max_length=64)]
Version = Annotated[int, Field(ge=1, le=2_000_000_000)]
Reason = Annotated[str, Field(min_length=1, max_length=2000)]
Words = Annotated[str, Field(max_length=2000)]

router = APIRouter(prefix="/api", tags=["proposals"])


class Proposed(BaseModel):
    """A record to propose, and why; submitted at once or kept as a draft."""

    record: Content
    base_version: Version | None = None
    summary: Words = ""
    submit: bool = False


class Edited(BaseModel):
    """A record in place of the one that a proposal had at a revision."""

    record: Content
    summary: Words = ""
    revision: Version
    base_version: Version | None = None


class Submitted(BaseModel):
    """The revision that is to be reviewed."""

    revision: Version


class Approved(BaseModel):
    """The hash of the content that was looked at."""

    content_hash: str = Field(pattern=r"^[0-9a-f]{64}$")


class SentBack(BaseModel):
    """Why a proposal goes back to its author."""

    reason: Reason


class Said(BaseModel):
    """What somebody says about a proposal, or about one of its fields."""

    field: str = Field(default="", max_length=200)
    text: str = Field(min_length=1, max_length=10_000)


class Wanted(BaseModel):
    """Which proposals somebody asks for."""

    state: Literal["", "draft", "in_review", "published", "withdrawn"] = ""
    mine: bool = False
    entry: str = Field(default="", max_length=200)
    limit: Limit = 50
    offset: Offset = 0


class Unchecked(BaseModel):
    """A record that somebody is still writing."""

    record: Content


@router.post("/entries/validate")
def validate(caller: EntriesProposer, body: Unchecked) -> dict[str, Any]:
    """Return everything that is wrong with a record; nothing of it is kept."""
    return {"problems": [spoken(shown(problem), "message", "remedy") for problem in problems_in(body.record)]}


@router.post("/proposals", status_code=201)
def propose(caller: EntriesProposer, proposals: ProposalsPart, body: Proposed) -> dict[str, Any]:
    """Propose a new entry, or a change of one that the caller manages."""
    reader, entry = reader_of(caller), entry_of(body.record)
    return page_of(proposals.add(reader, entry, body.base_version, body.summary, body.submit), caller.name)


@router.get("/proposals")
def find(caller: EntriesProposer, proposals: ProposalsPart, wanted: Annotated[Wanted, Query()]) -> dict[str, Any]:
    """List the caller's proposals and those for entries that they manage, the latest changed first."""
    found, total = proposals.find(reader_of(caller), Asked(**wanted.model_dump()))
    return {"items": [line_of(item, caller.name) for item in found], "total": total}


@router.get("/proposals/{proposal}")
def read(caller: EntriesProposer, proposals: ProposalsPart, proposal: Id) -> dict[str, Any]:
    """Return a proposal with its record."""
    return page_of(proposals.get(reader_of(caller), proposal), caller.name)


@router.put("/proposals/{proposal}")
def edit(caller: EntriesProposer, proposals: ProposalsPart, proposal: Id, body: Edited) -> dict[str, Any]:
    """Change a proposal; one that was in review is a draft again."""
    reader, entry = reader_of(caller), entry_of(body.record)
    changed = proposals.edit(reader, proposal, entry, body.summary, body.revision, body.base_version)
    return page_of(changed, caller.name)


@router.post("/proposals/{proposal}/submit")
def submit(caller: EntriesProposer, proposals: ProposalsPart, proposal: Id, body: Submitted) -> dict[str, Any]:
    """Ask for a review."""
    return page_of(proposals.submit(reader_of(caller), proposal, body.revision), caller.name)


@router.post("/proposals/{proposal}/approve")
def approve(caller: EntriesProposer, review: ReviewPart, proposal: Id, body: Approved) -> dict[str, Any]:
    """Publish what was looked at; refused where it was changed since, and to whoever wrote a part of it."""
    return page_of(review.approve(reader_of(caller), proposal, body.content_hash), caller.name)


@router.post("/proposals/{proposal}/send-back")
def send_back(caller: EntriesProposer, proposals: ProposalsPart, proposal: Id, body: SentBack) -> dict[str, Any]:
    """Give a proposal back to its author, with a reason."""
    return page_of(proposals.send_back(reader_of(caller), proposal, body.reason), caller.name)


@router.post("/proposals/{proposal}/withdraw")
def withdraw(caller: EntriesProposer, proposals: ProposalsPart, proposal: Id) -> dict[str, Any]:
    """End a proposal that nobody wants any more."""
    return page_of(proposals.withdraw(reader_of(caller), proposal), caller.name)


@router.get("/proposals/{proposal}/difference")
def difference(caller: EntriesProposer, proposals: ProposalsPart, proposal: Id) -> dict[str, Any]:
    """Return what a proposal changes, field by field, beside the version that it is based on."""
    found = proposals.difference(reader_of(caller), proposal)
    return {**found, "fields": [spoken(field, "label") for field in found["fields"]]}


@router.get("/proposals/{proposal}/comments")
def comments(caller: EntriesProposer, comments: CommentsPart, proposal: Id) -> dict[str, Any]:
    """List what is said about a proposal, the oldest first."""
    return {"items": [said_of(comment) for comment in comments.of(reader_of(caller), proposal)]}


@router.post("/proposals/{proposal}/comments", status_code=201)
def comment(caller: EntriesProposer, comments: CommentsPart, proposal: Id, body: Said) -> dict[str, Any]:
    """Say something about a proposal; those who take part are told."""
    return said_of(comments.add(reader_of(caller), proposal, body.field, body.text))


def page_of(found: Proposal, person: str) -> dict[str, Any]:
    """Return a proposal with its record."""
    return {**line_of(found, person), "record": found.record}


def line_of(found: Proposal, person: str) -> dict[str, Any]:
    """Return a proposal as lists show it, with what a person may do with it now."""
    said = {name: value for name, value in asdict(found).items() if name not in ("record", "managed", "editors")}
    times = {name: instant(said[name]) for name in ("created_at", "updated_at", "decided_at")}
    may = {move.value: found.may(move, person) for move in Move}
    return {**said, **times, "editors": list(found.editors), "may": may}


def said_of(comment: Comment) -> dict[str, Any]:
    """Return a comment."""
    return {**asdict(comment), "at": instant(comment.at)}

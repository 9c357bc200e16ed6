"""Opinions on entries: stars, and comments in Markdown."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, StringConstraints

from lyceum_hub.service.callers import EntriesProposer, EntriesReader
from lyceum_hub.service.entries.access import reader_of
from lyceum_hub.service.entries.comments import LONGEST, Comment
from lyceum_hub.service.routes.parts import EntryCommentsPart, StarsPart, instant

router = APIRouter(prefix="/api/entries", tags=["opinions"])

Number = Annotated[int, Path(ge=1, le=2_000_000_000)]


class Said(BaseModel):
    """What somebody says about an entry, in Markdown."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]


@router.put("/{name}/star")
def star(caller: EntriesProposer, stars: StarsPart, name: str) -> dict[str, Any]:
    """Star an entry; whoever does so already keeps the one star."""
    return asdict(stars.give(reader_of(caller), name))


@router.delete("/{name}/star")
def unstar(caller: EntriesProposer, stars: StarsPart, name: str) -> dict[str, Any]:
    """Star an entry no more."""
    return asdict(stars.take_back(reader_of(caller), name))


@router.get("/{name}/comments")
def find(caller: EntriesReader, comments: EntryCommentsPart, name: str) -> dict[str, Any]:
    """List what people say about an entry, the oldest first, and which of it the caller may edit or delete."""
    return {"items": [shown(comment) for comment in comments.of(reader_of(caller), name)]}


@router.post("/{name}/comments", status_code=201)
def add(caller: EntriesProposer, comments: EntryCommentsPart, name: str, body: Said) -> dict[str, Any]:
    """Say something about an entry; those who manage it are told."""
    return shown(comments.add(reader_of(caller), name, body.text))


@router.put("/{name}/comments/{number}")
def edit(caller: EntriesProposer, comments: EntryCommentsPart, name: str, number: Number, body: Said) -> dict[str, Any]:
    """Change a comment of the caller's."""
    return shown(comments.edit(reader_of(caller), name, number, body.text))


@router.delete("/{name}/comments/{number}", status_code=204)
def remove(caller: EntriesProposer, comments: EntryCommentsPart, name: str, number: Number) -> None:
    """Delete a comment: the caller's, or one on an entry that they manage."""
    comments.delete(reader_of(caller), name, number)


def shown(comment: Comment) -> dict[str, Any]:
    """Return a comment."""
    return {**asdict(comment), "at": instant(comment.at), "edited_at": instant(comment.edited_at)}

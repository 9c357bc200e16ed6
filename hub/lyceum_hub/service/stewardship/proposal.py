"""A proposal: an entry as somebody wants it published, and who may do what with it until it is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from lyceum_hub.errors import Conflict, Forbidden


class State(StrEnum):
    """Where a proposal stands; the last two are final."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What somebody does with a proposal."""

    EDIT = "edit"
    SUBMIT = "submit"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    WITHDRAW = "withdraw"


OPEN = (State.DRAFT, State.IN_REVIEW)
MOVES = {
    (State.DRAFT, Move.EDIT): State.DRAFT,
    (State.DRAFT, Move.SUBMIT): State.IN_REVIEW,
    (State.DRAFT, Move.WITHDRAW): State.WITHDRAWN,
    (State.IN_REVIEW, Move.EDIT): State.DRAFT,  # what changes after its submission has to be submitted again
    (State.IN_REVIEW, Move.APPROVE): State.PUBLISHED,
    (State.IN_REVIEW, Move.SEND_BACK): State.DRAFT,
    (State.IN_REVIEW, Move.WITHDRAW): State.WITHDRAWN,
}
SAID = {
    State.DRAFT: "a draft",
    State.IN_REVIEW: "in review",
    State.PUBLISHED: "published",
    State.WITHDRAWN: "withdrawn",
}
DONE = {
    Move.EDIT: "changed",
    Move.SUBMIT: "submitted",
    Move.APPROVE: "approved",
    Move.SEND_BACK: "sent back",
    Move.WITHDRAW: "withdrawn",
}


@dataclass(frozen=True)
class Proposal:
    """A proposal as somebody sees it: `managed` tells whether they manage the entry that it is about.

    `present_version` is the entry's, None where there is none that they see; lists leave out the record.
    """

    id: str
    entry: str
    kind: str
    author: str
    editors: tuple[str, ...]
    state: State
    revision: int
    base_version: int | None
    present_version: int | None
    content_hash: str
    summary: str
    created_at: datetime
    updated_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    reason: str | None
    version: int | None
    comments: int
    managed: bool
    record: dict[str, Any] | None = None

    def may(self, move: Move, person: str) -> bool:
        """Tell whether a person may make a move now."""
        return (self.state, move) in MOVES and self.why_not(move, person) is None

    def after(self, move: Move, person: str) -> State:
        """Return the state that a move leads to; raise Forbidden or Conflict where it cannot be made."""
        if why := self.why_not(move, person):
            raise Forbidden(why, remedy="Ask somebody else who manages the entry, or a steward of the catalog.")
        if (self.state, move) not in MOVES:
            said = f"This proposal is {SAID[self.state]}, so that it cannot be {DONE[move]}."
            raise Conflict(said, remedy="Look at it again.")
        return MOVES[self.state, move]

    def why_not(self, move: Move, person: str) -> str | None:
        """Return why a move is not this person's to make, whatever the state; None where it is."""
        wrote = person == self.author
        if move is Move.SUBMIT:
            return None if wrote else f"Only its author, {self.author}, may submit it."
        if move in (Move.EDIT, Move.WITHDRAW):
            return None if wrote or self.managed else f"You do not manage {self.entry!r}."
        if wrote or person in self.editors:
            return f"You wrote a part of this proposal, so that somebody else decides about {self.entry!r}."
        return None if self.managed else f"You do not manage {self.entry!r}."

"""One message: to whom, what it says, and how far its sending has come."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lyceum_hub.errors import LyceumError


@dataclass(frozen=True)
class Message:
    """What one receiver is told of one run's end; `state` is waiting, sent or given_up."""

    id: str
    run: str
    owner: str
    channel: str
    receiver: str
    content: dict[str, Any]
    state: str
    attempts: int
    trouble: str | None
    created_at: datetime
    next_at: datetime | None
    sent_at: datetime | None


class NotSent(LyceumError):
    """A message could not be sent; `for_good` when another try is of no use."""

    def __init__(self, detail: str, for_good: bool = False) -> None:
        super().__init__(detail)
        self.for_good = for_good

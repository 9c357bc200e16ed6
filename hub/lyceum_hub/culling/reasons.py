"""Why a Lab is stopped, in words that its person reads."""

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """What ends a Lab."""

    IDLE = "idle"
    AGE = "age"
    GPU = "gpu"


WORDS = {
    Why.IDLE: "after {} without use",
    Why.AGE: "at the end of the {} that its profile gives it",
    Why.GPU: "after it had held a GPU for {} without using it",
}


@dataclass(frozen=True)
class Reason:
    """Why a Lab is stopped, and after how many seconds of that."""

    why: Why
    seconds: float

    def __str__(self) -> str:
        return WORDS[self.why].format(span(self.seconds))


def span(seconds: float) -> str:
    """Return for example “90 seconds”, “60 minutes” or “24 hours”: the largest unit of which there are two or more."""
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}s"
    return f"{seconds:.0f} seconds"

"""Retries: after which endings a run is tried again, how often, and after what pause."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

Ending = Literal["failed", "kernel_died", "timed_out", "lost"]
ENDINGS: tuple[Ending, ...] = ("failed", "kernel_died", "timed_out", "lost")
LONGEST_PAUSE = 86400.0


@dataclass(frozen=True)
class Retries:
    """A run's further attempts: at most so many, each `factor` times as long after its failure as the one before."""

    most: int
    delay: int = 60
    factor: float = 2.0
    on: tuple[str, ...] = ENDINGS

    @classmethod
    def of(cls, stored: Mapping[str, Any] | None) -> "Retries | None":
        """Return the retries that JSON describes; none where it describes none."""
        return cls(**{**stored, "on": tuple(stored.get("on", ENDINGS))}) if stored else None

    def pause_after(self, attempt: int, ending: str) -> timedelta | None:
        """Return how long to wait after an attempt that ended so; None when there shall be no other."""
        if attempt > self.most or ending not in self.on:
            return None
        return timedelta(seconds=min(self.delay * self.factor ** (attempt - 1), LONGEST_PAUSE))

"""How long nobody has used a Lab, by a clock that never jumps, and what its person was told about its end."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

IDLE = "idle"


@dataclass(frozen=True)
class Notice:
    """What the culler has the person told: why the Lab will be stopped, and when."""

    why: str
    at: float


@dataclass
class Idleness:
    """What counts as use: a kernel at work, a terminal in which something runs, what the person does in Lab.

    Kernels and terminals say when they were last active by a clock of the machine's, which may jump: what counts is
    that they say something else than at the last look.
    """

    keeps: float  # seconds for which *Keep* puts off the end
    now: Callable[[], float] = time.monotonic
    used_at: float = field(init=False)
    kept_until: float = field(init=False)
    busy: bool = False
    _notice: Notice | None = None
    _marks: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.used_at = self.kept_until = self.now()

    def look(self, marks: Mapping[str, Any], works: Iterable[bool]) -> None:
        """Take in what kernels and terminals say: when each was last active, by its name, and whether it works."""
        self.busy = any(works)
        if self.busy or any(self._marks.get(name) != mark for name, mark in marks.items()):
            self.use()
        self._marks = dict(marks)

    def use(self) -> None:
        """Count from now on: somebody uses the Lab."""
        self.used_at = self.now()
        self._forget_idleness()

    def keep(self) -> None:
        """Put off the end, as the person wants it."""
        self.use()
        self.kept_until = self.now() + self.keeps

    def tell(self, why: str, seconds: float) -> None:
        """Have the person told that the Lab will be stopped; who was told so already is not told again."""
        if self._notice is None or self._notice.why != why:
            self._notice = Notice(why, self.now() + seconds)

    def tell_nothing(self) -> None:
        """Take back what the person was told."""
        self._notice = None

    def as_dict(self) -> dict[str, Any]:
        """Return how the Lab stands, as JSON; all spans are seconds from now."""
        notice = self._notice
        return {
            "idle_seconds": self.now() - self.used_at,
            "busy": self.busy,
            "kept_seconds": max(0.0, self.kept_until - self.now()),
            "keeps_seconds": self.keeps,
            "notice": notice and {"why": notice.why, "left_seconds": notice.at - self.now()},
        }

    def _forget_idleness(self) -> None:
        if self._notice and self._notice.why == IDLE:
            self._notice = None

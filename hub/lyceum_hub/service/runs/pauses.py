"""Pauses: whose runs are not tried for a while, since the hub would refuse them as it just has."""

import time
from collections.abc import Callable

SHORTEST, LONGEST = 5.0, 60.0  # seconds


class Pauses:
    """Owners for whom just now no server may start, in this replica; each pause in a row is twice as long."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: dict[str, tuple[float, float]] = {}  # how long, and until when

    def begin(self, owner: str) -> None:
        """Have an owner's runs wait; several refusals at once are one."""
        now = self._clock()
        length, until = self._last.get(owner, (0.0, now))
        if until <= now:
            length = min(2 * length, LONGEST) if length and now - until < LONGEST else SHORTEST
            self._last[owner] = length, now + length

    def end(self, owner: str) -> None:
        """Try an owner's runs again: something of theirs has ended."""
        self._last.pop(owner, None)

    def owners(self) -> tuple[str, ...]:
        """Return whose runs wait."""
        now = self._clock()
        return tuple(owner for owner, (_, until) in self._last.items() if until > now)

"""At most so many tries in a minute, for each name and each address; those that turn out well do not count."""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable

MINUTE = 60.0


class Throttle:
    """Counts tries by key; those that turn out well are taken back."""

    def __init__(self, most: int = 10, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self.clock = clock
        self.tries: dict[str, deque[float]] = {}
        self.checked: Counter[str] = Counter()  # just now
        self.ended = asyncio.Event()

    async def turn(self, keys: list[str]) -> int:
        """Count a try for each key and return 0, or the seconds to wait first, when too many turned out badly.

        Where others are still being checked they are waited for: thirty people of one room may log in at once.
        Who gets a turn says with `end` how it turned out.
        """
        while (full := self.full(keys)) and all(self.checked[key] for key in full):
            await self.ended.wait()
        if not (seconds := self.wait(keys)):
            self.checked.update(keys)
        return seconds

    def end(self, keys: list[str], well: bool) -> None:
        """End a turn, and let those look again who wait."""
        if well:
            self.take_back(keys)
        self.checked.subtract(keys)
        self.checked = +self.checked
        self.ended.set()
        self.ended = asyncio.Event()

    def full(self, keys: list[str]) -> list[str]:
        """Return the keys that have as many tries as they may."""
        self.forget_old()
        return [key for key in keys if len(self.tries.get(key, ())) >= self.most]

    def wait(self, keys: list[str]) -> int:
        """Count a try for each key and return 0, or the seconds to wait first, uncounted, when there were too many."""
        if full := self.full(keys):
            return max(1, round(max(self.tries[key][0] for key in full) + MINUTE - self.clock()))
        for key in keys:
            self.tries.setdefault(key, deque()).append(self.clock())
        return 0

    def take_back(self, keys: list[str]) -> None:
        """Forget the newest try of each key: it was a good one."""
        for key in keys:
            if self.tries.get(key):
                self.tries[key].pop()

    def forget_old(self) -> None:
        """Drop what is older than a minute, so that no more is kept than a minute's tries."""
        horizon = self.clock() - MINUTE
        for key, times in list(self.tries.items()):
            while times and times[0] <= horizon:
                times.popleft()
            if not times:
                del self.tries[key]

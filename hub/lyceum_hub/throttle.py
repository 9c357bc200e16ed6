"""At most so many tries in a minute, for each name and each address."""

import time
from collections import deque
from collections.abc import Callable

MINUTE = 60.0


class Throttle:
    """Counts tries by key; those that turn out well are taken back."""

    def __init__(self, most: int = 10, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self.clock = clock
        self.tries: dict[str, deque[float]] = {}

    def wait(self, keys: list[str]) -> int:
        """Count a try for each key and return 0, or the seconds to wait first, uncounted, when there were too many."""
        self.forget_old()
        full = [self.tries[key] for key in keys if len(self.tries.get(key, ())) >= self.most]
        if full:
            return max(1, round(max(times[0] for times in full) + MINUTE - self.clock()))
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

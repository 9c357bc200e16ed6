"""The word of a forked server that it answers, as the hub hears it: a byte from a pipe."""

import asyncio
import os
from contextlib import suppress

VARIABLE = "LYCEUM_READY"  # in the child's environment: the number of the pipe's end that it writes to


class Readiness:
    """One end of a pipe; `its` is the other, for the server."""

    def __init__(self) -> None:
        self._ours, self.its = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._is_open = True

    async def is_told_within(self, seconds: float) -> bool:
        """Return whether the word comes in time; return later where no word can come any more."""
        if not self._is_open:
            await asyncio.sleep(seconds)
            return False
        loop, comes = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._ours, comes.set)
        try:
            await asyncio.wait_for(comes.wait(), seconds)
        except TimeoutError:
            return False
        finally:
            loop.remove_reader(self._ours)
        return self._hear()

    def _hear(self) -> bool:
        """Read what came; nothing means that the server closed its end."""
        said = b""
        with suppress(BlockingIOError):
            said = os.read(self._ours, 1)
        self.close()
        return bool(said)

    def close(self) -> None:
        """Listen no more."""
        if self._is_open:
            os.close(self._ours)
            self._is_open = False

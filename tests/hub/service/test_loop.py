"""The jobs loop takes turns for as long as the service lives, whatever happens to the database meanwhile."""

import asyncio

from sqlalchemy.exc import OperationalError

from lyceum_hub.service.loop import Loop


class Runs:
    """Runs in a database that is locked when the service starts, or not."""

    def __init__(self, locked):
        self.locked = locked

    def prolong(self):
        if self.locked:
            self.locked = False
            raise OperationalError("UPDATE runs", {}, Exception("database is locked"))


class Turns(Loop):
    """A loop that is woken during its first turn, and says when it has taken so many."""

    def __init__(self, locked, most):
        super().__init__(Runs(locked), *[None] * 4, most_active=1)
        self._left = most
        self.taken = asyncio.Event()

    async def turn(self):
        self._left -= 1
        self.wake() if self._left else self.taken.set()


async def live(loop):
    """Let a loop run until it has taken its turns, or fail with what ended it before."""
    task = asyncio.create_task(loop.run_forever())
    taken = asyncio.create_task(loop.taken.wait())
    await asyncio.wait([task, taken], return_when=asyncio.FIRST_COMPLETED)
    assert not task.done(), task.exception()
    task.cancel()


def test_a_loop_that_starts_while_the_database_is_locked_tries_again():
    asyncio.run(live(Turns(locked=True, most=1)))


def test_a_loop_that_is_woken_during_a_turn_begins_the_next_at_once(monkeypatch):
    monkeypatch.setattr("lyceum_hub.service.loop.PAUSE_SECONDS", 3600)
    asyncio.run(asyncio.wait_for(live(Turns(locked=False, most=2)), 30))

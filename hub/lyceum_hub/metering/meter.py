"""The meter: counts each server of the hub from its start to its end, and holds people to their quotas.

It is two of the things that a server is granted: a place within the quota, before it is given anything else, and the
count, after it has got everything. What the hub was not there to see ends where it was last seen.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from lyceum_hub.database import Database
from lyceum_hub.metering.quotas import Quotas
from lyceum_hub.metering.servers import (
    Server,
    asked_of,
    can_make_room,
    is_measured,
    key_of,
    read_all,
    source_of,
    without_gpus,
)
from lyceum_hub.metering.sessions import Asked, Key, Sessions, ask
from lyceum_hub.metering.standing import Measure, Standing, standing
from lyceum_hub.metering.starts import Starts, keep_refusal
from lyceum_hub.metering.storage import Storage
from lyceum_hub.metering.words import refusal
from lyceum_hub.servers.refusals import DidNotStart

LOOK_EVERY = 30.0  # seconds
GLANCE_EVERY = 1.0  # seconds between glances at whether there is something new to look at
QUOTA = "quota"
log = logging.getLogger(__name__)


class Meter:
    """Counts the servers of one hub. Nothing here blocks the hub's loop."""

    def __init__(
        self,
        database: Database,
        quotas: Callable[[], Quotas],
        storage: Storage,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._quotas = quotas
        self._storage = storage
        self._now = now
        self._sessions = Sessions(database)
        self._starts = Starts()
        self._alive: set[Key] = set()  # what this hub has seen to run
        self._one_at_a_time = asyncio.Lock()

    async def admit(self, spawner: Any) -> None:
        """Open a session for a server that may start; raise DidNotStart saying why it may not."""
        asked = asked_of(spawner)
        if start := spawner._spawn_future:
            fail = partial(keep_refusal, self._database, asked, self._now())
            again = asked.key.server.startswith("run-")
            self._starts.follow(start, partial(self.answered, spawner), fail, again)
        self._alive.discard(asked.key)
        stands, hindrance = await self._ask(asked)
        if hindrance and hindrance.what == "storage":  # it may have been put right since it was counted
            await self._storage.count(asked.key.person, asked.groups)
            stands, hindrance = await self._ask(asked)
        if hindrance:
            sentence = refusal(hindrance, stands.month, without_gpus(spawner, stands))
            raise DidNotStart(sentence, kind=QUOTA, status=403, passes=hindrance.passes)

    async def start(self, spawner: Any) -> None:
        """Count a server from now on."""
        await asyncio.to_thread(self._sessions.start, key_of(spawner), self._now())

    async def answered(self, spawner: Any) -> None:
        """Note that a server answers, and what it has used until then."""
        key = key_of(spawner)
        self._alive.add(key)
        await asyncio.to_thread(self._sessions.answer, key, self._now())
        await self.look([Server(spawner, runs=True)], only=True)

    async def end(self, spawner: Any) -> None:
        """End the count: now, or where the server was last seen if it ended while no hub was there."""
        key = key_of(spawner)
        at = self._now() if key in self._alive else None
        self._alive.discard(key)
        used = getattr(spawner, "cpu_seconds", None)
        await asyncio.to_thread(self._sessions.end, key, at, is_measured(spawner), used)

    async def _ask(self, asked: Asked) -> tuple[Standing, Measure | None]:
        """Open a session, unless something hinders it; return how the person stands, and what that is."""

        def open_session() -> tuple[Standing, Measure | None]:
            at, (person, _) = self._now(), asked.key
            with self._database.writing() as connection:
                stands = standing(connection, self._quotas(), person, asked.groups, at)
                hindrance = stands.hindrance(asked.gpus, can_make_room(asked))
                if not hindrance:
                    ask(connection, asked, at)
                return stands, hindrance

        async with self._one_at_a_time:
            return await asyncio.to_thread(open_session)

    async def look(self, servers: Sequence[Server], only: bool = False) -> None:
        """Count what runs up to now; unless these are `only` some, what is not among them has ended."""
        at, running = self._now(), [server for server in servers if server.runs]
        seen = await asyncio.to_thread(read_all, [(one.key, *source_of(one.spawner)) for one in running])
        there = {server.key for server in servers}
        async with self._one_at_a_time:
            await asyncio.to_thread(self._sessions.look, at, seen, None if only else there)
        self._alive |= seen.keys()

    async def look_forever(self, servers: Callable[[], Iterable[Server]]) -> None:
        """Look until cancelled, at once at what an earlier hub started; what fails is made up for by the next look."""
        clock = asyncio.get_running_loop().time
        last = clock()
        while True:
            await asyncio.sleep(GLANCE_EVERY)
            try:
                found = list(servers())
                if clock() - last >= LOOK_EVERY:
                    last = clock()
                    await self.look(found)
                elif adopted := [one for one in found if one.runs and one.key not in self._alive]:
                    await self.look(adopted, only=True)
            except Exception:
                log.exception("The use of servers was not counted; trying again.")


class Place:
    """A place within the quota, as the first of what a server is granted."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter

    async def grant(self, spawner: Any) -> None:
        """Have it, or say why not."""
        await self._meter.admit(spawner)

    async def give_back(self, spawner: Any) -> None:
        """Do nothing: the end of the count leaves it."""


class Count:
    """The count of what a server uses, as the last of what it is granted."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter

    async def grant(self, spawner: Any) -> None:
        """Begin to count."""
        await self._meter.start(spawner)

    async def give_back(self, spawner: Any) -> None:
        """End the count."""
        await self._meter.end(spawner)

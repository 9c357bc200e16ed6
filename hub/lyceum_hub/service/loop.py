"""The jobs loop: it fires schedules, starts queued runs, and settles what ended, stopped or fell silent.

Requests only say what is wanted; this loop closes the gap, so that recovering from a crash and running normally are the
same code. Several replicas may run it at once: each step claims its run in the database.
"""

import asyncio
import logging
import math
import time
from collections.abc import Coroutine
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from lyceum_hub.errors import Conflict, LyceumError, NotFound, Unavailable
from lyceum_hub.service.hub import CannotStartYet, Hub
from lyceum_hub.service.runs.aftermath import Aftermath
from lyceum_hub.service.runs.parts import Parts
from lyceum_hub.service.runs.pauses import Pauses
from lyceum_hub.service.runs.run import ACTIVE, Run, State, Wanted
from lyceum_hub.service.runs.store import SILENCE, RunStore, lease
from lyceum_hub.service.schedules.firing import Firings

PAUSE_SECONDS = 0.5
ASLEEP_SECONDS = 10.0
LAUNCH = "launch"
log = logging.getLogger(__name__)


class Loop:
    """One replica's share of the work on runs and schedules."""

    def __init__(
        self, runs: RunStore, firings: Firings, aftermath: Aftermath, hub: Hub, parts: Parts, most_active: int
    ) -> None:
        self._runs = runs
        self._firings = firings
        self._aftermath = aftermath
        self._hub = hub
        self._parts = parts
        self._most_active = most_active
        self._pauses = Pauses()
        self._woken = asyncio.Event()
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Have the next turn begin now."""
        self._woken.set()

    async def run_forever(self) -> None:
        """Take turns until cancelled; a turn that fails is logged, and the next one tries again."""
        awake = -math.inf
        while True:
            self._woken.clear()
            try:
                if time.monotonic() - awake > ASLEEP_SECONDS:  # away, or the database was: nobody could report
                    await asyncio.to_thread(self._runs.prolong)
                awake = time.monotonic()
                await self.turn()
            except Exception:
                log.exception("A turn of the jobs loop failed; trying again.")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), PAUSE_SECONDS)

    async def turn(self) -> None:
        """Do what is due now."""
        await asyncio.to_thread(self._firings.tick, datetime.now(UTC))
        await asyncio.to_thread(self._aftermath.follow)
        for run in await asyncio.to_thread(self._runs.unsettled):
            if run.wanted is Wanted.STOPPED:
                self._wait_no_longer(run.id)
            self._begin(run.id, self._settle(run))
        while claimed := await self._claim():
            self._begin(claimed.id, self._launch(claimed), LAUNCH)

    async def _claim(self) -> Run | None:
        busy, paused = tuple(self._tasks), self._pauses.owners()
        return await asyncio.to_thread(self._runs.claim, self._most_active, busy, paused)

    def _begin(self, run_id: str, step: Coroutine[Any, Any, None], name: str | None = None) -> None:
        """Take a step for a run beside the loop, one at a time for each run."""
        if run_id in self._tasks:
            step.close()
            return
        task = self._tasks[run_id] = asyncio.create_task(self._guarded(run_id, step), name=name)
        task.add_done_callback(lambda _: self._tasks.pop(run_id, None))

    def _wait_no_longer(self, run_id: str) -> None:
        """Leave a start that may wait in line, so that a later turn can stop it."""
        task = self._tasks.get(run_id)
        if task and task.get_name() == LAUNCH:
            task.cancel()

    async def _guarded(self, run_id: str, step: Coroutine[Any, Any, None]) -> None:
        """Take a step; what fails is tried again in a later turn."""
        try:
            await step
        except Unavailable:
            await asyncio.sleep(1)
        except Exception:
            log.exception("A step for run %s failed; trying again.", run_id)
            await asyncio.sleep(1)

    async def _launch(self, run: Run) -> None:
        """Ask the hub for a run's server; a run that cannot start says why."""
        assert run.server is not None
        options = {"profile": run.work.profile, "run": run.id}

        async def tell(what: str) -> None:
            await asyncio.to_thread(self._runs.note_wait, run, what)

        try:
            await self._hub.start_server(run.owner, run.server, options, tell)
        except Unavailable:
            await asyncio.to_thread(self._runs.requeue, run)
            raise
        except CannotStartYet as error:
            self._pauses.begin(run.owner)
            await asyncio.to_thread(self._runs.put_back, run, error.detail)
        except NotFound as error:
            await self._end(run, State.FAILED, error.detail)
        except LyceumError as error:
            await self._end(run, State.FAILED, f"Its server did not start: {error.detail}")

    async def _settle(self, run: Run) -> None:
        """Close the gap between what is wanted of a run and what is."""
        assert run.server is not None
        if run.state in ACTIVE and run.wanted is Wanted.FINISHED:
            if (why := await self._why_lost(run)) is None:
                return
            await self._end(run, State.LOST, f"{why}: it was killed, or ran out of memory.")
        if not await self._hub.stop_server(run.owner, run.server):
            await asyncio.sleep(1)
            return
        if run.wanted is Wanted.STOPPED:
            await self._end(run, State.CANCELLED, "Cancelled.")
        await asyncio.to_thread(self._runs.forget_server, run)
        if run.state is not State.QUEUED:
            self._pauses.end(run.owner)

    async def _why_lost(self, run: Run) -> str | None:
        """Return why a run that does not report counts as lost; None when it may go on."""
        assert run.server is not None
        assert run.lease_until is not None
        try:
            server = await self._hub.server(run.owner, run.server)
        except Unavailable:
            await asyncio.to_thread(self._runs.prolong, run)
            return None
        if server is None and run.state is State.STARTING and run.reason:  # it waited in line, and nobody followed it
            await asyncio.to_thread(self._runs.requeue, run)
            return None
        if server is None:
            return "Its server is gone"
        if server.get("pending") or run.lease_until > lease() + SILENCE:
            await asyncio.to_thread(self._runs.prolong, run)
        elif run.lease_until < datetime.now(UTC):
            return f"Its server stopped reporting by {run.lease_until:%Y-%m-%d %H:%M} UTC"
        await asyncio.sleep(1)
        return None

    async def _end(self, run: Run, state: State, reason: str) -> None:
        """Move a run to its final state, with what it handed in of its output, unless it has ended by itself."""
        try:
            await asyncio.to_thread(self._salvage, run)
            await asyncio.to_thread(self._runs.end, run.id, run.fence, state, reason)
        except Conflict:
            log.info("Run %s had already ended.", run.id)

    def _salvage(self, run: Run) -> None:
        """Publish the output that a run handed in part by part, where it could not hand in the whole."""
        try:
            if self._runs.held(run.id, run.fence).output is None and (key := self._parts.publish(run)):
                self._runs.deliver(run.id, run.fence, key)
            self._parts.remove(run)
        except (OSError, NotFound):
            log.exception("The parts of run %s could not be put together.", run.id)

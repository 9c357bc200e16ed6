"""Runs whose server waits in line for a GPU: they say what for, and can be cancelled meanwhile."""

import asyncio
import json

import httpx

from lyceum_hub.service.hub import Hub
from lyceum_hub.service.loop import Loop
from lyceum_hub.service.runs.run import State
from lyceum_hub.service.runs.store import RunStore
from lyceum_hub.service.runs.work import Work

NEXT = "No GPU is free. One is in use by ada. You are next in line."


class Waits(httpx.AsyncByteStream):
    """The hub's account of a start that waits in line."""

    def __init__(self, hub):
        self.hub = hub

    async def __aiter__(self):
        for _ in range(2):
            yield event(message=NEXT, waits=True)
        await self.hub.is_freed.wait()
        yield event(message="Starting the run…")
        yield event(ready=True)


def event(**content):
    return f"data: {json.dumps(content)}\n\n".encode()


class BusyHub:
    """A hub where a start waits until a GPU is freed."""

    def __init__(self):
        self.is_freed = asyncio.Event()
        self.stopped = []

    def answer(self, request):
        if request.url.path.endswith("/progress"):
            return httpx.Response(200, stream=Waits(self))
        if request.method == "DELETE":
            self.stopped.append(request.url.path)
            return httpx.Response(204)
        return httpx.Response(202)

    def client(self):
        return Hub("http://hub/hub/api", "service", httpx.MockTransport(self.answer))


def test_what_a_start_waits_for_is_told_once():
    async def scene():
        busy, told = BusyHub(), []

        async def tell(what):
            told.append(what)
            busy.is_freed.set()

        await busy.client().start_server("ada", "run-1", {}, tell)
        return told

    assert asyncio.run(scene()) == [NEXT]


class Nothing:
    """No schedules, nothing that follows a run, and no output."""

    def tick(self, now):
        """Fire nothing."""

    def follow(self):
        """Have nothing follow."""

    def publish(self, run):
        """Publish nothing."""

    def remove(self, run):
        """Remove nothing."""


async def turns_until(loop, condition):
    async with asyncio.timeout(60):
        while not await asyncio.to_thread(condition):
            await loop.turn()
            await asyncio.sleep(0.01)


def test_a_run_in_line_says_so_and_is_cancelled_at_once(database):
    runs = RunStore(database)
    run = runs.create("ada", "work", Work("0" * 64))

    async def scene():
        busy, nothing = BusyHub(), Nothing()
        loop = Loop(runs, nothing, nothing, busy.client(), nothing, most_active=1)
        await turns_until(loop, lambda: runs.get(run.id).reason == NEXT)
        assert runs.get(run.id).state is State.STARTING
        runs.cancel(run.id, "ada")
        await turns_until(loop, lambda: runs.get(run.id).state is State.CANCELLED)
        assert busy.stopped == [f"/hub/api/users/ada/servers/run-{run.id}-1"]

    asyncio.run(scene())
    assert runs.get(run.id).reason == "Cancelled by ada."

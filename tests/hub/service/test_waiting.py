"""Runs whose server waits in line, or may not start just yet: they say what for, and can be cancelled meanwhile."""

import asyncio
import json
from datetime import timedelta

import httpx
import pytest

from lyceum_hub.servers.refusals import PASSES, DidNotStart
from lyceum_hub.service.hub import CannotStart, CannotStartYet, Hub
from lyceum_hub.service.loop import Loop
from lyceum_hub.service.runs.moves import history
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
        if self.hub.is_killed:
            raise httpx.ReadError("The hub is gone.")
        yield event(message="Starting the run…")
        yield event(**self.hub.ends_with)


def event(**content):
    return f"data: {json.dumps(content)}\n\n".encode()


class BusyHub:
    """A hub where a start waits until a GPU is freed."""

    def __init__(self):
        self.is_freed = asyncio.Event()
        self.is_killed = False
        self.ends_with = {"ready": True}
        self.refusal = ""
        self.asked = 0
        self.stopped = []

    def answer(self, request):
        if request.url.path.endswith("/progress"):
            return httpx.Response(200, stream=Waits(self))
        if request.method == "DELETE":
            self.stopped.append(request.url.path)
            return httpx.Response(204)
        if request.method == "GET":
            return httpx.Response(200, json={"servers": {}})
        self.asked += 1
        return httpx.Response(429, json={"message": self.refusal}) if self.refusal else httpx.Response(202)

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


def loop_of(runs, hub):
    """Return a loop that starts one run after the other, at a hub."""
    nothing = Nothing()
    return Loop(runs, nothing, nothing, hub.client(), nothing, most_active=1)


async def turns_until(loop, condition):
    async with asyncio.timeout(60):
        while not await asyncio.to_thread(condition):
            await loop.turn()
            await asyncio.sleep(0.01)


def test_a_run_in_line_says_so_and_is_cancelled_at_once(database):
    runs = RunStore(database)
    run = runs.create("ada", "work", Work("0" * 64))

    async def scene():
        busy = BusyHub()
        loop = loop_of(runs, busy)
        await turns_until(loop, lambda: runs.get(run.id).reason == NEXT)
        assert runs.get(run.id).state is State.STARTING
        runs.cancel(run.id, "ada")
        await turns_until(loop, lambda: runs.get(run.id).state is State.CANCELLED)
        assert busy.stopped == [f"/hub/api/users/ada/servers/run-{run.id}-1"]

    asyncio.run(scene())
    assert runs.get(run.id).reason == "Cancelled by ada."


TOO_MANY = "You may have 1 server at the same time, and these run: JupyterLab."


def states(runs, run):
    with runs._database.reading() as connection:
        return [str(event.state) for event in history(connection, run.id)]


def test_a_run_that_may_not_start_yet_waits_with_its_reason(database, monkeypatch):
    monkeypatch.setattr("lyceum_hub.service.runs.pauses.SHORTEST", 0.01)
    monkeypatch.setattr("lyceum_hub.service.runs.pauses.LONGEST", 0.02)
    runs = RunStore(database)
    run = runs.create("ada", "work", Work("0" * 64))

    async def scene():
        busy = BusyHub()
        busy.refusal = TOO_MANY
        loop = loop_of(runs, busy)
        await turns_until(loop, lambda: busy.asked > 3 and runs.get(run.id).state is State.QUEUED)
        assert runs.get(run.id).reason == f"{TOO_MANY} The run waits, and starts by itself."
        assert states(runs, run) == ["queued", "starting", "queued"]
        busy.refusal = ""
        busy.is_freed.set()
        await turns_until(loop, lambda: busy.asked and runs.get(run.id).reason == NEXT)
        assert runs.get(run.id).attempt == 1

    asyncio.run(scene())


def test_a_wait_in_vain_is_told_apart_from_a_start_that_failed():
    async def scene(refusal):
        busy = BusyHub()
        busy.is_freed.set()
        busy.ends_with = {"failed": True, "message": str(refusal), "html_message": refusal.jupyterhub_html_message}
        with pytest.raises(CannotStart) as told:
            await busy.client().start_server("ada", "run-1", {})
        return told.type

    later = DidNotStart("None became free.", kind="gpu", passes=True)
    never = DidNotStart("This machine has no GPU.", f"<p {PASSES}>", kind="gpu")
    assert [asyncio.run(scene(refusal)) for refusal in (later, never)] == [CannotStartYet, CannotStart]
    assert (later.status_code, never.status_code) == (429, 500)


def test_a_run_whose_hub_was_killed_while_it_waited_waits_again(database):
    runs = RunStore(database)
    run = runs.create("ada", "work", Work("0" * 64))

    async def scene():
        busy = BusyHub()
        loop = loop_of(runs, busy)
        await turns_until(loop, lambda: runs.get(run.id).reason == NEXT)
        busy.is_killed = True
        busy.is_freed.set()
        await turns_until(loop, lambda: runs.get(run.id).state is State.QUEUED)
        busy.is_killed = False
        await turns_until(loop, lambda: runs.get(run.id).state is State.STARTING)
        assert runs.get(run.id).attempt == 1

    asyncio.run(scene())


def test_a_run_that_waited_when_the_service_ended_and_then_the_hub_is_not_lost(database, monkeypatch):
    monkeypatch.setattr("lyceum_hub.service.runs.store.LEASE", timedelta(seconds=-1))
    runs = RunStore(database)
    run = runs.create("ada", "work", Work("0" * 64))
    runs.note_wait(runs.claim(1), NEXT)

    async def scene():
        busy = BusyHub()
        busy.refusal = TOO_MANY
        loop = loop_of(runs, busy)
        await turns_until(loop, lambda: TOO_MANY in (runs.get(run.id).reason or ""))

    asyncio.run(scene())

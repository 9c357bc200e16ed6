"""Waiting for a GPU: in the order people came, told one's place, left by cancelling."""

import asyncio

import pytest

from lyceum_hub.servers.gpus import line as lines
from lyceum_hub.servers.gpus.leases import Wish
from lyceum_hub.servers.gpus.line import Line, LineTooLong, Ticket, WaitedInVain

WHOLE = Wish(1)


class Arrivals:
    """People who stand in a line, in the order they came; what each was told and got."""

    def __init__(self, leases, look_every=30.0):
        self.leases = leases
        self.line = Line(leases, self.nothing, look_every)
        self.told = {}
        self.tasks = {}

    async def nothing(self):
        """Reconcile nothing."""

    async def come(self, person, wish=WHOLE, patience=30):
        """Have somebody come, and return once they wait or are served."""

        async def tell(place):
            self.told.setdefault(person, []).append(place)

        before = len(self.line)
        ticket = Ticket(f"{person}/", wish, None)
        self.tasks[person] = task = asyncio.create_task(self.line.wait(ticket, patience, tell))
        while not task.done() and not (len(self.line) > before and person in self.told):
            await asyncio.sleep(0.001)
        return task

    async def leave(self, person):
        self.leases.free(f"{person}/")
        await self.line.serve()

    async def got(self, person):
        return [device.uuid for device in await self.tasks[person]]


def test_who_came_first_is_served_first(leases):
    async def scene():
        people = Arrivals(leases)
        for person in ("ada", "ben", "eve", "joe"):
            await people.come(person)
        assert people.told == {"eve": [1], "joe": [2]}
        await people.leave("ben")
        assert await people.got("eve") == ["GPU-1"]
        assert not people.tasks["joe"].done()
        await people.leave("ada")
        assert await people.got("joe") == ["GPU-0"]
        assert len(people.line) == 0

    asyncio.run(scene())


def test_who_fits_is_not_kept_waiting_by_who_does_not(leases):
    async def scene():
        people = Arrivals(leases)
        await people.come("ada", Wish(1, 0.5))
        await people.come("ben", Wish(2))
        await people.come("eve", Wish(1, 0.5))
        assert await people.got("eve") == ["GPU-0"]
        assert not people.tasks["ben"].done()
        await people.leave("ada")
        assert not people.tasks["ben"].done()
        await people.leave("eve")
        assert await people.got("ben") == ["GPU-0", "GPU-1"]

    asyncio.run(scene())


def test_who_leaves_the_line_holds_nothing_and_the_next_moves_up(leases):
    async def scene():
        people = Arrivals(leases, look_every=0.01)
        for person in ("ada", "ben", "eve", "joe"):
            await people.come(person)
        people.tasks["eve"].cancel()
        while people.told["joe"][-1] != 1:
            await asyncio.sleep(0.001)
        await people.leave("ada")
        assert await people.got("joe") == ["GPU-0"]
        assert {lease.server for lease in leases.all()} == {"ben/", "joe/"}

    asyncio.run(scene())


def test_what_something_else_frees_is_seen(leases, nvml):
    async def scene():
        nvml.gpus[0].pids.add(1)
        people = Arrivals(leases, look_every=0.01)
        await people.come("ada")
        await people.come("ben")
        nvml.gpus[0].pids.clear()
        assert await people.got("ben") == ["GPU-0"]

    asyncio.run(scene())


def test_the_wait_has_an_end(leases):
    async def scene():
        people = Arrivals(leases, look_every=0.01)
        await people.come("ada", Wish(2))
        with pytest.raises(WaitedInVain):
            await (await people.come("ben", patience=0))
        assert len(people.line) == 0

    asyncio.run(scene())


def test_the_line_has_an_end(leases, monkeypatch):
    monkeypatch.setattr(lines, "LONGEST", 1)

    async def scene():
        people = Arrivals(leases)
        await people.come("ada", Wish(2))
        await people.come("ben")
        with pytest.raises(LineTooLong, match="1 server"):
            await (await people.come("eve"))
        people.tasks["ben"].cancel()

    asyncio.run(scene())

"""Places in line that outlive a hub that is killed."""

import asyncio
import os
import time

from lyceum_hub.servers.gpus.leases import Wish
from lyceum_hub.servers.gpus.line import Line, Ticket
from lyceum_hub.servers.gpus.places import LONGEST_AWAY, Places


async def nothing(*_told):
    """Reconcile nothing, tell nothing."""


class Life:
    """One life of a hub, with people who stand in its line."""

    def __init__(self, leases, path):
        self.line = Line(leases, nothing, 30, Places(path))
        self.tasks = {}

    async def come(self, person):
        """Have somebody wait."""
        waiting = len(self.line)
        self.tasks[person] = asyncio.create_task(self.line.wait(Ticket(f"{person}/", Wish(1), None), 30, nothing))
        while len(self.line) == waiting:
            await asyncio.sleep(0)

    async def end(self):
        """Leave nothing behind but what is written."""
        for task in self.tasks.values():
            task.cancel()
        await asyncio.gather(*self.tasks.values(), return_exceptions=True)


def test_who_waited_when_the_hub_was_killed_has_the_same_place(leases, tmp_path):
    path = tmp_path / "line.json"
    for server in ("x/", "y/"):
        leases.take(server, Wish(1))

    async def scene():
        first = Life(leases, path)
        for person in ("ada", "ben", "eve"):
            await first.come(person)
        written = path.read_text()
        await first.end()
        path.write_text(written)

        second = Life(leases, path)
        for person in ("joe", "eve", "ada"):
            await second.come(person)
        await second.line.serve()  # behind what began as they came: that knew of fewer
        leases.free("x/")
        await second.line.serve()
        await second.tasks["ada"]
        leases.free("y/")
        await second.line.serve()
        await second.tasks["eve"]
        assert not second.tasks["joe"].done()
        await second.end()

    asyncio.run(scene())
    assert Places(path).before == []


def test_a_place_is_had_once(tmp_path):
    path = tmp_path / "line.json"
    Places(path).keep(["ada/", "ben/"])
    places = Places(path)
    assert (places.take("ben/"), places.take("ben/"), places.take("joe/")) == (1, 2, 2)


def test_a_line_of_long_ago_or_that_nobody_can_read_is_none(tmp_path):
    path = tmp_path / "line.json"
    Places(path).keep(["ada/"])
    long_ago = time.time() - LONGEST_AWAY - 1
    os.utime(path, (long_ago, long_ago))
    assert Places(path).before == []
    path.write_text("{")
    assert Places(path).before == []

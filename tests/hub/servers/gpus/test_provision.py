"""What servers get before they start and give back however they end, through killed hubs and orphans."""

import asyncio
import random
from contextlib import suppress

import pytest

from lyceum_hub.servers.gpus.devices import Devices
from lyceum_hub.servers.gpus.leases import Leases
from lyceum_hub.servers.refusals import DidNotStart
from support.fake_nvml import FakeNvml
from support.gpu_servers import Hub, Machine, Spawner


@pytest.fixture
def machine(monkeypatch):
    return Machine(monkeypatch)


def spawners(machine, *people, profile="gpu"):
    return [Spawner(machine.db, person, profile) for person in people]


async def until(condition):
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.001)


def test_a_server_sees_its_gpu_and_a_plain_one_sees_none(machine, leases):
    async def scene():
        hub = Hub(machine, leases)
        ada, ben = Spawner(machine.db, "ada"), Spawner(machine.db, "ben", "plain")
        eve = Spawner(machine.db, "eve", "half")
        for spawner in (ada, ben, eve):
            await hub.start(spawner)
        assert (ada.sees, ben.sees, eve.sees) == (["GPU-0"], [], ["GPU-1"])
        assert (ada.environment["LYCEUM_GPU_SHARE"], eve.environment["LYCEUM_GPU_SHARE"]) == ("1", "0.5")
        assert ada.environment["LANG"] == "C"

    asyncio.run(scene())


def test_where_no_profile_has_a_gpu_nothing_is_hidden(machine, leases):
    async def scene():
        ada = Spawner(machine.db, "ada", "plain")
        ada.profiles = type(ada.profiles)()
        await Hub(machine, leases).start(ada)
        assert ada.environment == {"LANG": "C"}

    asyncio.run(scene())


def test_who_waits_is_told_who_has_it_until_when_and_the_place(machine, leases):
    async def scene():
        hub = Hub(machine, leases)
        ada, ben, eve, joe = spawners(machine, "ada", "ben", "eve", "joe")
        await hub.start(ada)
        await hub.start(ben)
        first, second = asyncio.create_task(hub.start(eve)), asyncio.create_task(hub.start(joe))
        await until(lambda: joe.waits_for)
        begin, _, end = joe.waits_for.partition(" until about ")
        assert begin == "No GPU is free. Two are in use by ada and ben"
        assert "You are 2nd in line, until about " in end
        assert eve.waits_for.endswith("You are next in line.")
        await hub.stop(ben)
        await first
        assert (eve.sees, eve.waits_for) == (["GPU-1"], "")
        second.cancel()
        with suppress(asyncio.CancelledError):
            await second
        await hub.stop(joe)
        assert {lease.server for lease in leases.all()} == {"ada/", "eve/"}

    asyncio.run(scene())


def test_a_wait_in_vain_ends_with_what_would_start_now(machine, leases):
    async def scene():
        hub = Hub(machine, leases, patience=0)
        await hub.start(Spawner(machine.db, "ada"))
        with pytest.raises(DidNotStart) as caught:
            await hub.start(Spawner(machine.db, "ben", "two"))
        said = caught.value.jupyterhub_message
        assert said.startswith("Fewer than 2 GPUs are free. One is in use by ada until about")
        assert said.endswith("Plain, One GPU and Half a GPU would start now.")
        assert {lease.server for lease in leases.all()} == {"ada/"}

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("profile", "sentence"),
    [
        ("many", "This machine has fewer than 8 GPUs. Plain, One GPU, Two GPUs and Half a GPU would start now."),
        ("part", "This machine has no 1g.10gb instance of a GPU."),
    ],
)
def test_what_the_machine_does_not_have_is_not_waited_for(machine, leases, profile, sentence):
    async def scene():
        with pytest.raises(DidNotStart, match=sentence):
            await Hub(machine, leases).start(Spawner(machine.db, "ada", profile))

    asyncio.run(scene())


def test_a_machine_without_gpus_says_so(machine, database):
    async def scene():
        leases = Leases(database, Devices(FakeNvml(has_driver=False)))
        with pytest.raises(DidNotStart, match=r"This machine has no GPU\. Plain would start now\."):
            await Hub(machine, leases).start(Spawner(machine.db, "ada"))

    asyncio.run(scene())


def test_a_server_that_ended_while_the_hub_was_away_holds_nothing_once_somebody_wants_it(machine, leases):
    async def scene():
        ada, ben, eve = spawners(machine, "ada", "ben", "eve")
        for spawner in (ada, ben):
            await Hub(machine, leases).start(spawner)
        machine.alive.pop("ada/")
        machine.note(ada, False)  # the new hub noted that it ended, and was killed before it gave back
        await Hub(machine, leases).start(eve)
        assert eve.sees == ["GPU-0"]

    asyncio.run(scene())


def test_a_process_that_outlives_its_server_keeps_the_gpu_until_it_ends(machine, leases):
    async def scene():
        hub = Hub(machine, leases)
        ada, ben, eve = spawners(machine, "ada", "ben", "eve")
        await hub.start(ada)
        await hub.start(ben)
        await hub.forget(ada)
        waiting = asyncio.create_task(hub.start(eve))
        await until(lambda: eve.waits_for)
        assert "ada and ben" in eve.waits_for
        machine.alive.pop("ada/")
        await waiting
        assert eve.sees == ["GPU-0"]
        await hub.forget(ben)
        machine.alive.pop("ben/")
        await until(lambda: len(leases.all()) == 1)  # without anybody who wants it

    asyncio.run(scene())


class Chaos:
    """Two hubs on one machine, people who come and go, and kill -9."""

    PEOPLE = "abcdefgh"

    def __init__(self, machine, leases, seed):
        self.machine, self.leases = machine, leases
        self.chance = random.Random(seed)
        self.hubs = [Hub(machine, leases), Hub(machine, leases)]
        self.known = {}  # what a hub counts as running or starting
        self.starts = {}

    async def step(self):
        """Do something, and let everything else go on for a moment."""
        person = self.chance.choice(self.PEOPLE)
        if person not in self.known:
            self.begin(person)
        else:
            await self.chance.choice([self.stop, self.crash, self.cancel, self.kill_hub])(person)
        await asyncio.sleep(self.chance.choice([0, 0, 0.001, 0.01]))
        assert self.machine.double() == []

    def begin(self, person):
        spawner = Spawner(self.machine.db, person, self.chance.choice(["gpu", "two", "half", "plain"]))
        hub = self.chance.choice(self.hubs)
        self.known[person] = hub, spawner
        self.starts[person] = asyncio.create_task(hub.start(spawner))

    async def stop(self, person):
        await self.cancel(person)

    async def crash(self, person):
        """Kill a server; the hub sees it at its next look."""
        self.machine.alive.pop(f"{person}/", None)
        await asyncio.sleep(0)
        await self.cancel(person)

    async def cancel(self, person):
        """Stop a server, or interrupt its start."""
        hub, spawner = self.known.pop(person)
        self.starts.pop(person).cancel()
        await asyncio.sleep(0.001)
        await hub.stop(spawner)

    async def kill_hub(self, _person):
        """Kill a hub; the next one adopts what it knows, and counts as ended what it does not know to have started."""
        dead = self.chance.choice(self.hubs)
        dead.is_killed = True
        self.hubs.remove(dead)
        new = Hub(self.machine, self.leases)
        self.hubs.append(new)
        for person, (hub, spawner) in list(self.known.items()):
            if hub is dead:
                await self.adopt(person, new, spawner)

    async def adopt(self, person, new, spawner):
        self.starts[person].cancel()
        lives = f"{person}/" in self.machine.alive
        if lives and self.chance.random() < 0.7:
            self.known[person] = new, spawner
            return
        del self.known[person], self.starts[person]
        await new.forget(spawner)
        if lives:  # an orphan, which ends some time later
            asyncio.get_running_loop().call_later(0.2, self.end_orphan, person, spawner)

    def end_orphan(self, person, spawner):
        if self.machine.alive.get(f"{person}/") is spawner:
            del self.machine.alive[f"{person}/"]

    async def end(self):
        """Stop all, and wait until nothing is held."""
        for person in list(self.known):
            await self.cancel(person)
        self.machine.alive.clear()
        while self.leases.all():
            await self.hubs[0].provision.line.serve()


@pytest.mark.parametrize("seed", range(3))
def test_through_kills_of_hubs_and_servers_no_gpu_is_held_twice_and_none_is_lost(machine, leases, seed):
    async def scene():
        chaos = Chaos(machine, leases, seed)
        for _ in range(60):
            await chaos.step()
        await chaos.end()
        assert len(await asyncio.to_thread(leases.devices.found)) == 2
        ada = Spawner(machine.db, "ada", "two")
        await Hub(machine, leases).start(ada)
        assert ada.sees == ["GPU-0", "GPU-1"]

    asyncio.run(scene())

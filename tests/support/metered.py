"""A hub in name only, which starts and ends servers as JupyterHub does around its provisions, and a clock to set."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from lyceum_hub.metering import readings
from lyceum_hub.metering.meter import Count, Meter, Place
from lyceum_hub.metering.quotas import Quotas
from lyceum_hub.metering.servers import Server
from lyceum_hub.metering.sessions import Reading
from lyceum_hub.metering.storage import Storage
from lyceum_hub.servers.profiles import Profile, Profiles
from lyceum_hub.servers.provisions import Provisions

PROFILES = {
    "standard": Profile("Standard", "CPUs.", cpus=2, memory=4_000_000_000, price=0.5),
    "gpu": Profile("One GPU", "A GPU.", gpus=1, price=3),
}


class Clock:
    """The time, which a test moves."""

    def __init__(self, at=datetime(2026, 11, 10, 12, tzinfo=UTC)):
        self.at = at

    def __call__(self):
        return self.at

    def pass_(self, **time):
        self.at += timedelta(**time)


class Spawner:
    """A server as provisions see it; `use` is what reading it would tell: seconds of processors, bytes."""

    def __init__(self, person, name="", profile="standard", groups=(), is_local=True):
        self.user = SimpleNamespace(name=person, groups=[SimpleNamespace(name=group) for group in groups])
        self.name, self._log_name = name, f"{person}:{name}"
        self.profile_name, self.profile, self.profiles = profile, PROFILES[profile], Profiles(lambda: PROFILES)
        self.use = Reading(0, 0)
        self._spawn_future = None
        if is_local:
            self.pid = id(self)
            self.group = SimpleNamespace(places=[SimpleNamespace(folder=self)])


class HubInName:
    """A hub with its meter; `crash` leaves what runs running, and another hub in its place."""

    def __init__(self, database, clock, folder, quotas=None):
        self.database, self.clock, self.folder = database, clock, folder
        self.quotas = quotas or Quotas()
        self.servers = {}  # what the hub's own database knows: runs, or starts
        self.alive = set()  # the servers whose processes live
        self.crash()

    def crash(self):
        storage = Storage(self.database, self.folder.joinpath, lambda group: self.folder / f"group-{group}")
        self.meter = Meter(self.database, lambda: self.quotas, storage, self.clock)
        self.provisions = Provisions([Place(self.meter), Count(self.meter)])

    async def start(self, spawner, fails=None):
        """Start a server; where it `fails`, raise why after all has been given back, as JupyterHub does."""
        key = (spawner.user.name, spawner.name)
        self.servers[key] = spawner
        spawner._spawn_future = asyncio.get_running_loop().create_future()
        try:
            await self.provisions.grant(spawner)
            if fails:
                raise fails
        except Exception as error:
            del self.servers[key]
            await self.provisions.give_back(spawner)
            spawner._spawn_future.set_exception(error)
            spawner._spawn_future.exception()
            await self.settled()
            raise
        self.alive.add(key)
        spawner._spawn_future.set_result(None)
        await self.settled()

    async def settled(self):
        """Wait for what the meter does beside the start."""
        await asyncio.sleep(0)
        await asyncio.gather(*self.meter._starts._tasks)

    async def stop(self, spawner):
        key = (spawner.user.name, spawner.name)
        self.alive.discard(key)
        del self.servers[key]
        await self.provisions.give_back(spawner)

    async def look(self):
        """Look as the hub does every half minute."""
        found = [Server(spawner, key in self.alive) for key, spawner in self.servers.items()]
        await self.meter.look(found)

    async def come_back(self):
        """Find out, as a hub that starts does, which servers ended while none was there, and look at the others."""
        for key, spawner in list(self.servers.items()):
            if key not in self.alive:
                del self.servers[key]
                await self.provisions.give_back(spawner)
        await self.look()


def read_in_name(monkeypatch):
    """Have the meter read what servers in name say of themselves."""
    monkeypatch.setattr(readings, "read", lambda _pid, found: found[0].use)

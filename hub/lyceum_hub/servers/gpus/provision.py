"""The GPUs that servers get before they start, as their profile says, and hold while a process of theirs lives."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from jupyterhub import orm

from lyceum_hub.servers.environments import is_there
from lyceum_hub.servers.gpus import words
from lyceum_hub.servers.gpus.devices import Device
from lyceum_hub.servers.gpus.gpus import gpus_of
from lyceum_hub.servers.gpus.leases import Leases, Wish
from lyceum_hub.servers.gpus.line import LOOK_EVERY, Line, LineTooLong, Ticket, WaitedInVain
from lyceum_hub.servers.gpus.places import Places
from lyceum_hub.servers.gpus.processes import is_alive
from lyceum_hub.servers.refusals import DidNotStart
from lyceum_hub.settings import Settings


class GpuProvision:
    """Leases GPUs to servers, which wait in line while none is free.

    A lease ends when the hub does not know its server to run and no process of it lives: that is seen whenever a server
    ends and whenever one wants a GPU, so it needs nothing that a killed hub might have forgotten.
    """

    def __init__(
        self,
        leases: Leases,
        patience: float,
        library: str,
        look_every: float = LOOK_EVERY,
        places: Places | None = None,
    ) -> None:
        self.leases = leases
        self._patience = patience
        self._library = library
        self._look_every = look_every
        self._db: Any = None
        self._settling: asyncio.Task[None] | None = None
        self.line = Line(leases, self._reconcile, look_every, places)

    async def grant(self, spawner: Any) -> None:
        """Lease what the profile asks for, and show the server nothing else; raise DidNotStart after a wait in vain."""
        self._db = spawner.user.db
        wish = Wish.of(spawner.profile)
        if wish.number and not getattr(spawner, "rescue_floor", 0):
            show(spawner, await self._leased(spawner, wish), wish.share, self._library)
        elif any(Wish.of(profile).number for profile in spawner.profiles.all().values()):
            show(spawner, [], 1, self._library)

    async def give_back(self, spawner: Any) -> None:
        """Free what the server held, at once or when the last of its processes has ended."""
        self._db = spawner.user.db
        await self.line.serve()
        if not self._settling or self._settling.done():
            self._settling = asyncio.create_task(self._settle())

    async def _leased(self, spawner: Any, wish: Wish) -> Sequence[Device]:
        """Return what a server gets, after a wait in line where it must be."""
        found = await asyncio.to_thread(self.leases.devices.found)
        if sum(device.mig == wish.mig for device in found) < wish.number:
            raise await self._refusal(spawner, words.there_is_none(wish))
        most = spawner.profile.most_seconds
        ticket = Ticket(name_of(spawner), wish, timedelta(seconds=most) if most else None)

        async def tell(place: int) -> None:
            ends = await asyncio.to_thread(self.leases.ends)
            spawner.waits_for = f"{await self._what_is_lacking(wish)} {words.in_line(place, ends)}"

        try:
            return await self.line.wait(ticket, self._patience, tell)
        except (WaitedInVain, LineTooLong) as error:
            why = words.in_vain(self._patience) if isinstance(error, WaitedInVain) else error.detail
            raise await self._refusal(spawner, await self._what_is_lacking(wish), why, passes=True) from error
        finally:
            spawner.waits_for = ""

    async def _what_is_lacking(self, wish: Wish) -> str:
        def lacking() -> str:
            return words.none_is_free(wish, self.leases.devices.found(), self.leases.all(), self.leases.ends())

        return await asyncio.to_thread(lacking)

    async def _refusal(self, spawner: Any, *sentences: str, passes: bool = False) -> DidNotStart:
        """Return why a server does not start, and which profiles of the person's would."""
        offered = spawner.profiles.offered({group.name for group in spawner.user.groups}).values()

        def start_now() -> list[str]:
            wishes = {profile.title: Wish.of(profile) for profile in offered if is_there(profile)}
            return [title for title, wish in wishes.items() if not wish.number or self.leases.have_room_for(wish)]

        others = words.instead(await asyncio.to_thread(start_now))
        return DidNotStart(" ".join(filter(None, (*sentences, others))), kind="gpu", passes=passes)

    async def _reconcile(self) -> bool:
        """Free what nobody holds any more; tell whether processes still hold what the hub counts as ended."""
        held = {lease.server for lease in await asyncio.to_thread(self.leases.all)}
        ended = held - running(self._db)  # asked in this order: a server is known to the hub before it holds something
        dead = [server for server in ended if not await asyncio.to_thread(is_alive, server)]
        if dead:
            await asyncio.to_thread(self.leases.free, *dead)
        return len(dead) < len(ended)

    async def _settle(self) -> None:
        """Look again until nothing is held by processes that outlive their server."""
        while await self._reconcile():
            await asyncio.sleep(self._look_every)


@cache
def gpu_provision(settings: Settings) -> GpuProvision:
    """Return what gives the servers of a workspace their GPUs: the same again, since there is one line."""
    places = Places(settings.state / "line.json")
    return GpuProvision(gpus_of(settings).leases, settings.gpu_wait, settings.nvml, places=places)


def show(spawner: Any, devices: Sequence[Device], share: float, library: str) -> None:
    """Have a server see these devices, and no others."""
    visible = {"CUDA_VISIBLE_DEVICES": ",".join(device.uuid for device in devices), "LYCEUM_GPU_SHARE": f"{share:g}"}
    spawner.environment = {**spawner.environment, **visible, "LYCEUM_NVML": library}


def name_of(spawner: Any) -> str:
    """Return a server's name among all: PERSON/NAME, with nothing behind the slash for a JupyterLab."""
    return f"{spawner.user.name}/{spawner.name}"


def running(db: Any) -> set[str]:
    """Return the servers that the hub knows to run or to start."""
    query = db.query(orm.User.name, orm.Spawner.name).join(orm.Spawner, orm.Spawner.user_id == orm.User.id)
    return {f"{person}/{name}" for person, name in query.filter(orm.Spawner.server_id.isnot(None))}

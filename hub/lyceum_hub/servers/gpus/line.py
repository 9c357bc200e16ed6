"""The line of servers that wait for a GPU: who came first is served first, among those whose wish can be met."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from lyceum_hub.errors import LyceumError
from lyceum_hub.servers.gpus.devices import Device
from lyceum_hub.servers.gpus.leases import Leases, Wish
from lyceum_hub.servers.gpus.places import Places

LOOK_EVERY = 2.0  # seconds; what others than this hub free is seen then
LONGEST = 20  # servers that may wait
log = logging.getLogger(__name__)


class LineTooLong(LyceumError):
    """More servers wait than may."""


class WaitedInVain(LyceumError):
    """Nothing became free in time."""


@dataclass
class Ticket:
    """A server's place in the line, and what it gets."""

    server: str
    wish: Wish
    lasts: timedelta | None
    before: int = 0  # its place among those who waited when the last hub ended
    devices: list[Device] = field(default_factory=list)
    served: asyncio.Event = field(default_factory=asyncio.Event)


class Line:
    """Those who wait, in one hub; whoever leaves, by cancelling the start too, is gone from it at once."""

    def __init__(
        self,
        leases: Leases,
        reconcile: Callable[[], Awaitable[object]],
        look_every: float = LOOK_EVERY,
        places: Places | None = None,
    ) -> None:
        self.places = places or Places()
        self._leases = leases
        self._reconcile = reconcile
        self._look_every = look_every
        self._waiting: list[Ticket] = []
        self._one_at_a_time = asyncio.Lock()

    def __len__(self) -> int:
        return len(self._waiting)

    async def wait(self, ticket: Ticket, patience: float, tell: Callable[[int], Awaitable[None]]) -> list[Device]:
        """Return what a server is served, telling its place while it waits; raise LineTooLong or WaitedInVain."""
        until = asyncio.get_running_loop().time() + patience
        if len(self) >= LONGEST:
            raise LineTooLong(f"{len(self)} servers wait for a GPU already.")
        self._join(ticket)
        try:
            await self.serve()
            while not ticket.devices:
                if asyncio.get_running_loop().time() >= until:
                    raise WaitedInVain("Nothing became free in time.")
                await tell(self._waiting.index(ticket) + 1)
                await self._look_again(ticket)
            return ticket.devices
        finally:
            self._waiting.remove(ticket)
            self._keep()

    def _join(self, ticket: Ticket) -> None:
        """Stand last, or where one stood when the last hub ended."""
        ticket.before = self.places.take(ticket.server)
        behind = (place for place, other in enumerate(self._waiting) if other.before > ticket.before)
        self._waiting.insert(next(behind, len(self._waiting)), ticket)
        self._keep()

    def _keep(self) -> None:
        self.places.keep([ticket.server for ticket in self._waiting])

    async def serve(self) -> None:
        """Give what is free to those who wait."""
        async with self._one_at_a_time:
            await self._reconcile()
            self._keep()
            for ticket in [one for one in self._waiting if not one.devices]:
                wanted = ticket.server, ticket.wish, ticket.lasts
                ticket.devices = await asyncio.to_thread(self._leases.take, *wanted)
                if ticket.devices:
                    ticket.served.set()

    async def serve_in_time(self) -> None:
        """Give what is free to those who wait; what fails is logged, and tried again at the next look."""
        try:
            await self.serve()
        except Exception:
            log.exception("Those who wait for a GPU were not served; trying again.")

    async def _look_again(self, ticket: Ticket) -> None:
        """Wait until a ticket is served or some time has passed; who stands first then looks for all."""
        with suppress(TimeoutError):
            await asyncio.wait_for(ticket.served.wait(), self._look_every)
            return
        if self._waiting[0] is ticket:
            await self.serve_in_time()

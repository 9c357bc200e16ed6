"""What a server gets before it starts, and gives back however it ends.

Every spawner calls these through JupyterHub's own hooks, so they hold on one machine and on a cluster.
"""

import logging
from collections.abc import Sequence
from typing import Any, Protocol

from lyceum_hub.metering.metering import Metering

log = logging.getLogger(__name__)


class Provision(Protocol):
    """Something that servers hold while they run: a GPU, a place within a quota."""

    async def grant(self, spawner: Any) -> None:
        """Give it to a server that is about to start; raise DidNotStart where it cannot be had."""

    async def give_back(self, spawner: Any) -> None:
        """Take it back from a server that ended, or that never got so far; a second time changes nothing."""


class Provisions:
    """All that a server gets, in order; the hub's `pre_spawn_hook` and `post_stop_hook`."""

    def __init__(self, parts: Sequence[Provision]) -> None:
        self._parts = parts

    def __deepcopy__(self, _memo: object) -> "Provisions":
        return self  # the hub copies what it is configured with for each server; what is held is held once

    async def grant(self, spawner: Any) -> None:
        """Give everything; the hub has all of it given back when something is refused."""
        for part in self._parts:
            await part.grant(spawner)

    async def give_back(self, spawner: Any) -> None:
        """Take everything back, in the opposite order; what fails is logged and keeps nothing else from it."""
        for part in reversed(self._parts):
            try:
                await part.give_back(spawner)
            except Exception:
                log.exception("%s did not take back what %s held.", type(part).__name__, spawner._log_name)


def provisions(metering: Metering, *more: Provision) -> Provisions:
    """Return what servers of this workspace get: first a place within the quota, and counted once they have all."""
    return Provisions([metering.place, *more, metering.count])

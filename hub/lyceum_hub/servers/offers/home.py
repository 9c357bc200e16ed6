"""The room that is left for somebody's files."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lyceum_hub.servers import units
from lyceum_hub.servers.offers.offer import Asker, Fact
from lyceum_hub.servers.profiles import Profile
from lyceum_hub.servers.refusals import DidNotStart

RESCUE = "A small JupyterLab starts, without a GPU: it shows what fills your home, and deletes what you choose."


@dataclass(frozen=True)
class Home:
    """The disk that homes lie on; below a floor of free room only a JupyterLab starts, to make room (see `rescue`).

    It is a source of what is known of a start, and the provision that holds to it.
    """

    floor: int  # bytes

    def about_person(self, asker: Asker) -> Sequence[Fact]:
        """Return how much room is left, and what starts where it is too little."""
        total, free = room(asker.home)
        if free < self.floor:
            return [Fact("Disk", f"{full(free, self.floor)} {RESCUE}", is_short=True)]
        return [Fact("Disk", f"{units.size(free)} of {units.size(total)} are left")]

    def about_profile(self, asker: Asker, profile: Profile) -> Sequence[Fact]:
        """Return nothing: it is the same for all profiles."""
        return ()

    async def grant(self, spawner: Any) -> None:
        """Let a server start where there is room for its files, a JupyterLab also to make room."""
        _, free = await asyncio.to_thread(room, spawner.home)
        spawner.rescue_floor = self.floor if free < self.floor else 0
        if spawner.rescue_floor and spawner.name.startswith("run-"):
            raise DidNotStart(f"{full(free, self.floor)} Start JupyterLab: it shows what fills it.", kind="disk")

    async def give_back(self, spawner: Any) -> None:
        """Take nothing back: room is not held."""


def full(free: int, floor: int) -> str:
    """Say that a home is full."""
    return f"Your home is full: {units.size(free)} are left, and work needs {units.size(floor)}."


def room(folder: Path) -> tuple[int, int]:
    """Return how many bytes the disk of a folder has, and how many of them are free for people."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    found = os.statvfs(there)
    return found.f_blocks * found.f_frsize, found.f_bavail * found.f_frsize

"""The room that is left for somebody's files."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lyceum_hub.servers import units
from lyceum_hub.servers.offers.offer import Asker, Fact, Outcome
from lyceum_hub.servers.profiles import Profile
from lyceum_hub.servers.refusals import DidNotStart


@dataclass(frozen=True)
class Home:
    """The disk that homes lie on; below a floor of free room nothing is started that would only fail.

    It is a source of what is known of a start, and the provision that holds to it.
    """

    floor: int  # bytes

    def about_person(self, asker: Asker) -> Sequence[Fact]:
        """Return how much room is left, which refuses a start where it is too little."""
        total, free = room(asker.home)
        if free < self.floor:
            return [Fact("Disk", full(free, self.floor), Outcome.REFUSED)]
        return [Fact("Disk", f"{units.size(free)} of {units.size(total)} are left")]

    def about_profile(self, asker: Asker, profile: Profile) -> Sequence[Fact]:
        """Return nothing: it is the same for all profiles."""
        return ()

    async def grant(self, spawner: Any) -> None:
        """Let a server start where there is room for its files."""
        _, free = await asyncio.to_thread(room, spawner.home)
        if free < self.floor:
            raise DidNotStart(f"{full(free, self.floor)} Delete what you no longer need.", kind="disk")

    async def give_back(self, spawner: Any) -> None:
        """Take nothing back: room is not held."""


def full(free: int, floor: int) -> str:
    """Say that a home is full."""
    return f"Your home is full: {units.size(free)} are left, and JupyterLab needs {units.size(floor)} to work."


def room(folder: Path) -> tuple[int, int]:
    """Return how many bytes the disk of a folder has, and how many of them are free for people."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    found = os.statvfs(there)
    return found.f_blocks * found.f_frsize, found.f_bavail * found.f_frsize

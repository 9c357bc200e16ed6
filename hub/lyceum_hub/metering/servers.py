"""Servers as the meter sees them: whose a spawner's is, what it was asked for, and what it uses."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lyceum_hub.metering import readings
from lyceum_hub.metering.sessions import Asked, Key, Reading
from lyceum_hub.metering.standing import Standing


@dataclass(frozen=True)
class Server:
    """A server that the hub knows to run or to start."""

    spawner: Any
    runs: bool

    @property
    def key(self) -> Key:
        """Whose it is, and its name."""
        return key_of(self.spawner)


def key_of(spawner: Any) -> Key:
    """Return whose server a spawner starts, and its name."""
    return Key(spawner.user.name, spawner.name)


def groups_of(spawner: Any) -> frozenset[str]:
    """Return the groups that its person is in now."""
    return frozenset(group.name for group in spawner.user.groups)


def asked_of(spawner: Any) -> Asked:
    """Return what is asked for when a spawner is to start."""
    profile = spawner.profile
    limits = {name: getattr(profile, name) for name in ("cpus", "memory", "gpus", "price")}
    return Asked(key_of(spawner), groups_of(spawner), spawner.profile_name, **limits)


def can_make_room(asked: Asked) -> bool:
    """Tell whether a server is where its person removes files: their own Lab, which starts however much they store."""
    return not asked.key.server


def without_gpus(spawner: Any, stands: Standing) -> list[str]:
    """Return the titles of the profiles that would start now because they have no GPU."""
    if stands.hindrance(gpus=0, beyond_storage=True):
        return []
    offered = spawner.profiles.offered(groups_of(spawner)).values()
    return [profile.title for profile in offered if not (profile.gpus or profile.mig)]


def is_measured(spawner: Any) -> bool:
    """Tell whether a server runs on this machine, where one sees what it uses."""
    return hasattr(spawner, "pid")


def source_of(spawner: Any) -> tuple[int | None, list[Path]]:
    """Return where one reads what a server uses: its first process (None: on another machine), its control groups."""
    group = getattr(spawner, "group", None)
    folders = [place.folder for place in group.places] if group else []
    return (spawner.pid if is_measured(spawner) else None), folders


def read_all(sources: Sequence[tuple[Key, int | None, list[Path]]]) -> dict[Key, Reading | None]:
    """Return what servers use, None for those on other machines; what is gone is left out. It blocks."""
    seen: dict[Key, Reading | None] = {}
    for key, pid, folders in sources:
        if pid is None:
            seen[key] = None
        elif found := readings.read(pid, folders):
            seen[key] = found
    return seen

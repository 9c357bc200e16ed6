"""This machine's CPUs and memory: what is free of them now."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from lyceum_hub.servers import units
from lyceum_hub.servers.offers.offer import Asker, Fact
from lyceum_hub.servers.profiles import Profile

GROUP = Path("/sys/fs/cgroup")
MEMORY = (("memory.max", "memory.current"), ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"))


@dataclass(frozen=True)
class Machine:
    """What servers on this machine share."""

    def about_person(self, asker: Asker) -> Sequence[Fact]:
        """Return nothing: it is the same for all."""
        return ()

    def about_profile(self, asker: Asker, profile: Profile) -> Sequence[Fact]:
        """Return how much of its size is free."""
        return [about_cpus(profile.cpus, *cpus()), about_memory(profile.memory, *memory())]


def about_cpus(asked: float | None, count: int, idle: int) -> Fact:
    """Return what there is of CPUs: others may have them busy, but a server gets its share."""
    size = f"up to {units.figure(asked)}" if asked and asked < count else f"all {count}"
    return Fact("CPUs", f"{size}; {idle} of {count} are idle")


def about_memory(asked: int | None, total: int, free: int) -> Fact:
    """Return what there is of memory, which is short where a server could not have all that it asks for."""
    if asked and asked > free:
        what = f"{units.size(asked)} of memory may be used, but only {units.size(free)} are free now"
        return Fact("Memory", f"{what}, so it may run out of memory.", is_short=True)
    size = f"up to {units.size(asked)}" if asked else "no limit"
    return Fact("Memory", f"{size}; {units.size(free)} of {units.size(total)} are free")


def cpus() -> tuple[int, int]:
    """Return how many CPUs we may use, and how many of them were idle in the last minute."""
    count = len(os.sched_getaffinity(0))
    return count, max(0, round(count - os.getloadavg()[0]))


def memory() -> tuple[int, int]:
    """Return how many bytes there are, and how many are free: of the machine, or of what a container has of it."""
    found = psutil.virtual_memory()
    total, free = int(found.total), int(found.available)
    for limit, used in contained(GROUP):
        total, free = min(total, limit), min(free, limit - used)
    return total, max(0, free)


def contained(group: Path) -> list[tuple[int, int]]:
    """Return the limit and the use of memory of the container we are in, where there is one."""
    found = []
    for limit, used in MEMORY:
        try:
            found.append((int((group / limit).read_text()), int((group / used).read_text())))
        except (OSError, ValueError):  # `max` says that there is none
            continue
    return found

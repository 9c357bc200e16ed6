"""How the sizes of profiles are held on this machine: together by control groups, or by each process for itself."""

import hashlib
import logging
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from lyceum_hub.servers.confinement import Confinement
from lyceum_hub.servers.limits.groups import OWN, Group, Groups, Size
from lyceum_hub.servers.limits.systemd import delegated
from lyceum_hub.servers.limits.trees import OURS, Place, places
from lyceum_hub.servers.units import size as in_words

log = logging.getLogger(__name__)
WORDS = {"memory": "the memory", "cpu": "the CPUs", "pids": "the number of processes"}


class Limits:
    """What holds the limits of a workspace's servers."""

    def __init__(self, candidates: Sequence[Place], name: str) -> None:
        self.groups = Groups([place for place in candidates if is_ours(place, name)], name)

    @property
    def held(self) -> frozenset[str]:
        """The controllers that hold the limit of a server as a whole."""
        return self.groups.controllers

    def begin(self, servers: set[str]) -> None:
        """Say once what cannot be held, and end what servers of before a crash left behind, but not these servers."""
        if lacking := self.lacking():
            log.warning(lacking)
        self.groups.keep(servers)

    def confine(self, server: str, size: Size, *, own_account: bool) -> tuple[Group | None, Confinement]:
        """Make the group of a server that is about to start, and return what its first process enters."""
        most = {"RLIMIT_DATA": size.memory} if size.memory and "memory" not in self.held else {}
        if size.processes and own_account and "pids" not in self.held:
            most["RLIMIT_NPROC"] = size.processes
        if not self.held:
            return None, Confinement(most=most)
        group = self.groups.make(server, size)
        return group, Confinement(group.entrances, most)

    def adopt(self, server: str) -> Group | None:
        """Return the group of a server that outlived the hub."""
        return self.groups.of(server) if server in self.groups.names() else None

    def close(self) -> None:
        """End whatever is left of any server: the workspace stops."""
        self.groups.keep(set())
        self.groups.close()

    def lacking(self) -> str:
        """Return what no control group holds here, in a sentence; empty when all is held."""
        missing = [words for controller, words in WORDS.items() if controller not in self.held]
        if not missing:
            return ""
        return (
            f"This machine lets no control group limit {' and '.join(missing)} of a server. What can be is limited for "
            "each process by itself: its memory, and with accounts of their own the number of a person's processes."
        )


@cache
def limits(state: Path) -> Limits:
    """Return the limits of the workspace with this state folder; made at the first use in a process."""
    name = f"lyceum-{hashlib.sha256(str(state).encode()).hexdigest()[:12]}"
    return Limits(delegated(name) or [beside_us(place) for place in places()], name)


def beside_us(place: Place) -> Place:
    """Return where groups are made: not within the one that our own processes stepped aside to."""
    return Place(place.folder.parent, 2, place.controllers) if place.folder.name == OWN else place


def is_ours(place: Place, name: str) -> bool:
    """Tell whether we may make groups in a place; those of the workspace can then be made."""
    try:
        Groups([place], name).open()
    except OSError:
        return False
    return bool(place.controllers & OURS)


def used_up(what: str, memory: int) -> str:
    """Return why a server ended whose memory was not enough."""
    return f"{what} used more than its {in_words(memory)} of memory"

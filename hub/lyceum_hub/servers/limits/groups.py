"""The control groups of a workspace: one for each server, which none of its processes can leave."""

import os
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lyceum_hub.servers.limits.trees import Place

OWN = "lyceum"  # the group that our own processes move to where version 2 wants the one above to be empty
PERIOD = 100_000  # microseconds over which the kernel counts the processors' time
SHARES = frozenset({"cpu"})  # a tree whose groups would but compete with each other for turns, where nothing is limited
PATIENCE = 5.0  # seconds for killed processes to be gone


@dataclass(frozen=True)
class Size:
    """What a server may use; what is None is not limited."""

    cpus: float | None = None
    memory: int | None = None  # bytes
    processes: int | None = None


@dataclass(frozen=True)
class Group:
    """The processes of one server, in every tree."""

    places: tuple[Place, ...]

    @property
    def entrances(self) -> list[str]:
        """The files that a process writes `0` to in order to enter."""
        return [str(place.folder / "cgroup.procs") for place in self.places if place.folder.exists()]

    def limit(self, size: Size) -> None:
        """Set what its processes may use together."""
        for place in self.places:
            if place.folder.exists():
                for name, value in files_of(size, place).items():
                    write(place.folder / name, value)

    def processes(self) -> set[int]:
        """Return the numbers of all that are in it."""
        return {int(number) for entrance in self.entrances for number in read(Path(entrance)).split()}

    def killed_for_memory(self) -> int:
        """Return how many of its processes the kernel ended because memory was short."""
        counts = 0
        for place in (place for place in self.places if "memory" in place.controllers):
            told = read(place.folder / ("memory.events" if place.version == 2 else "memory.oom_control"))
            counts += sum(int(line.split()[1]) for line in told.splitlines() if line.startswith("oom_kill "))
        return counts

    def end(self) -> None:
        """Kill all that is left, however fast it forks, and remove the group; a second time changes nothing."""
        for place in (place for place in self.places if place.folder.exists()):
            if "pids" in place.controllers:
                write(place.folder / "pids.max", "0")
        until = time.monotonic() + PATIENCE
        while (left := self.processes()) and time.monotonic() < until:
            for number in left:
                with suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            time.sleep(0.005)
        for place in self.places:
            with suppress(OSError):
                place.folder.rmdir()


class Groups:
    """The groups of one workspace, below where its hub stands; `name` tells it from other workspaces."""

    def __init__(self, places: Sequence[Place], name: str) -> None:
        self._places = [place.below(name) for place in places]
        self.controllers = frozenset().union(*(place.controllers for place in places))

    def open(self) -> None:
        """Make the folder that holds the groups; raise OSError where the machine does not let us."""
        for place in self._places:
            outer = place.folder.parent
            if place.version == 2:
                enable(outer, place.controllers)
            place.folder.mkdir(mode=0o755, exist_ok=True)
            if place.version == 2:
                enable(place.folder, place.controllers)
            elif "cpu" in place.controllers:
                write(place.folder / "cpu.shares", str(1024 * (os.cpu_count() or 1)))

    def of(self, server: str) -> Group:
        """Return the group of a server, which may not be there."""
        return Group(tuple(place.below(server) for place in self._places))

    def make(self, server: str, size: Size) -> Group:
        """Make the group of a server; what an earlier one left behind is ended."""
        self.open()  # whoever looked at this machine, as `lyceum doctor` does, may have closed what was empty
        group = self.of(server)
        group.end()
        self.open()  # whoever looked at an empty one may have removed it
        for place in group.places:
            if size.cpus or place.controllers != SHARES:
                place.folder.mkdir(mode=0o755)
        group.limit(size)
        return group

    def names(self) -> set[str]:
        """Return the servers that have a group."""
        folders = (place.folder for place in self._places if place.folder.exists())
        return {inner.name for folder in folders for inner in folder.iterdir() if inner.is_dir()}

    def keep(self, servers: set[str]) -> None:
        """End the groups of all other servers: a crash left them."""
        for name in self.names() - servers:
            self.of(name).end()

    def close(self) -> None:
        """Remove the folder, unless a server has a group in it."""
        for place in self._places:
            with suppress(OSError):
                place.folder.rmdir()


def files_of(size: Size, place: Place) -> dict[str, str]:
    """Return what the files of a group say for a size; a name that may be missing ends in a question mark."""
    second = place.version == 2
    files: dict[str, str] = {}
    if "memory" in place.controllers and size.memory:
        most = str(size.memory)
        swap = {"memory.swap.max?": "0"} if second else {"memory.memsw.limit_in_bytes?": most}
        files |= {"memory.max" if second else "memory.limit_in_bytes": most, **swap}
    if "cpu" in place.controllers and size.cpus:
        quota = round(size.cpus * PERIOD)
        files |= {"cpu.max": f"{quota} {PERIOD}"} if second else {"cpu.cfs_quota_us": str(quota)}
    if "pids" in place.controllers and size.processes:
        files["pids.max"] = str(size.processes)
    return files


def enable(folder: Path, controllers: frozenset[str]) -> None:
    """Let groups below a folder (version 2) use controllers, which wants it to hold no process itself."""
    if controllers <= set(read(folder / "cgroup.subtree_control").split()):
        return
    wanted = " ".join(f"+{controller}" for controller in sorted(controllers))
    try:
        write(folder / "cgroup.subtree_control", wanted)
    except OSError:
        step_aside(folder)
        write(folder / "cgroup.subtree_control", wanted)


def step_aside(folder: Path) -> None:
    """Move the processes of a group into one below it."""
    own = folder / OWN
    own.mkdir(exist_ok=True)
    for number in read(folder / "cgroup.procs").split():
        with suppress(ProcessLookupError):
            write(own / "cgroup.procs", number)


def read(path: Path) -> str:
    """Return what a file of the kernel's says; nothing where it is gone."""
    try:
        return path.read_text()
    except OSError:
        return ""


def write(path: Path, value: str) -> None:
    """Tell the kernel something."""
    optional = path.name.endswith("?")
    path = path.with_name(path.name.removesuffix("?"))
    if not optional or path.exists():
        path.write_text(value)

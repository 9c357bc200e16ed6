"""What a cluster may take: a part of the CPUs and memory that its server was given."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

CGROUPS = Path("/sys/fs/cgroup")
OWN_CGROUPS = Path("/proc/self/cgroup")
OF_A_LIMIT = 0.75  # the rest is for JupyterLab and the notebook itself
OF_A_MACHINE = 0.5  # others may be on it
LEAST_OF_A_WORKER = 512 * 2**20  # bytes; less hardly holds the libraries


@dataclass(frozen=True)
class Share:
    """CPUs, and memory in bytes."""

    cpus: int
    memory: int

    def workers(self, wanted: int | None = None) -> tuple[int, int, int]:
        """Return how many workers fit, and the threads and bytes of each; raise ValueError where `wanted` is more."""
        most = max(1, min(self.cpus, self.memory // LEAST_OF_A_WORKER))
        if wanted is not None and not 1 <= wanted <= most:
            raise ValueError(f"{wanted} workers do not fit into {self}. Ask for 1 to {most}.")
        count = wanted or most
        return count, self.cpus // count, self.memory // count

    def __str__(self) -> str:
        return f"the {self.cpus} CPUs and {self.memory / 2**30:.1f} GiB that a cluster may take here"


def share(environment: Mapping[str, str] = os.environ) -> Share:
    """Return what a cluster of this process may take."""
    affinity = len(os.sched_getaffinity(0))
    cpus = [limit for limit in (said(environment, "CPU_LIMIT"), *cgroup_cpus()) if limit]
    memory = [limit for limit in (said(environment, "MEM_LIMIT"), *cgroup_memory()) if limit]
    whole = psutil.virtual_memory().total
    granted = min(memory) * OF_A_LIMIT if memory and min(memory) < whole else whole * OF_A_MACHINE
    return Share(max(1, int(min([affinity, *cpus]))), int(granted))


def said(environment: Mapping[str, str], name: str) -> float | None:
    """Return a limit that the hub told the server, None where it told none."""
    try:
        return float(environment.get(name) or 0) or None
    except ValueError:
        return None


def cgroup_cpus() -> Iterable[float]:
    """Yield the CPU limits of our cgroups, by version 2 and 1."""
    for folder in lineage(""):
        yield from read(folder / "cpu.max", lambda text: quota(*text.split()))
    for folder in lineage("cpu"):
        period = folder / "cpu.cfs_period_us"
        yield from read(folder / "cpu.cfs_quota_us", lambda text, at=period: quota(text, at.read_text()))  # type: ignore[misc]


def cgroup_memory() -> Iterable[float]:
    """Yield the memory limits of our cgroups in bytes, by version 2 and 1."""
    for folder in lineage(""):
        yield from read(folder / "memory.max", float)
    for folder in lineage("memory"):
        yield from read(folder / "memory.limit_in_bytes", float)


def quota(runtime: str, period: str) -> float:
    """Return the CPUs that a quota comes to; raise ValueError where there is none."""
    if (microseconds := float(runtime)) <= 0:
        raise ValueError(runtime)
    return microseconds / float(period)


def read(path: Path, parse: Callable[[str], float]) -> Iterable[float]:
    """Yield what a file says, or nothing where it is missing or says `max`."""
    try:
        yield parse(path.read_text())
    except (OSError, ValueError):
        return


def lineage(controller: str) -> list[Path]:
    """Return the folders of our cgroup and of those around it; `controller` is empty for version 2."""
    root = CGROUPS / controller if controller else CGROUPS
    try:
        lines = [line.split(":", 2) for line in OWN_CGROUPS.read_text().splitlines()]
    except OSError:
        lines = []
    own = next((path for _, controllers, path in lines if controller in controllers.split(",")), "/")
    folder = root / own.lstrip("/")
    return [folder, *(parent for parent in folder.parents if parent.is_relative_to(root))]

"""Readings: what the processes of a server have used, from their control groups or from each of them."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

import psutil

from lyceum_hub.metering.sessions import Reading

GONE = (psutil.NoSuchProcess, psutil.AccessDenied, OSError)


def read(pid: int, folders: Collection[Path] = ()) -> Reading | None:
    """Return what a server has used whose first process is `pid`, and whose control groups are in `folders`.

    None when it is gone. It blocks: about a millisecond for each process.
    """
    processes = family(pid)
    if not processes:
        return None
    cpu = first(cpu_of_group(folder) for folder in folders)
    memory = first(memory_of_group(folder) for folder in folders)
    return Reading(
        sum(map(cpu_of, processes)) if cpu is None else cpu,
        sum(map(memory_of, processes)) if memory is None else memory,
    )


def family(pid: int) -> list[psutil.Process]:
    """Return a process and all that it has started; empty when it is gone."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except GONE:
        return []


def cpu_of(process: psutil.Process) -> float:
    """Return the seconds of processors that a process has used, with those of its children that ended."""
    try:
        times = process.cpu_times()
    except GONE:
        return 0
    return float(times.user + times.system + times.children_user + times.children_system)


def memory_of(process: psutil.Process) -> float:
    """Return the bytes of memory that are a process's, its share of what it has in common with others included."""
    with suppress(*GONE):
        for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return float(line.split()[1]) * 1024
    with suppress(*GONE):
        return float(process.memory_info().rss)
    return 0


def cpu_of_group(folder: Path) -> float | None:
    """Return the seconds of processors that a control group has used; None where it does not count them."""
    if (used := fields(folder / "cpu.stat").get("usage_usec")) is not None:
        return used / 1e6
    used = number(folder / "cpuacct.usage")
    return None if used is None else used / 1e9


def memory_of_group(folder: Path) -> float | None:
    """Return the bytes that a control group holds, without what is only kept of files; None where nobody counts."""
    for name, spare in (("memory.current", "inactive_file"), ("memory.usage_in_bytes", "total_inactive_file")):
        if (held := number(folder / name)) is not None:
            return max(0.0, held - fields(folder / "memory.stat").get(spare, 0))
    return None


def fields(path: Path) -> dict[str, float]:
    """Return the numbers of a file of the kernel's by their names; empty where there is none."""
    try:
        lines = (line.split() for line in path.read_text().splitlines())
        return {line[0]: float(line[1]) for line in lines if len(line) == 2}
    except (OSError, ValueError):
        return {}


def number(path: Path) -> float | None:
    """Return the number that a file of the kernel's says; None where there is none."""
    try:
        return float(path.read_text())
    except (OSError, ValueError):
        return None


def first(found: Iterable[float | None]) -> float | None:
    """Return the first that is there."""
    return next((value for value in found if value is not None), None)

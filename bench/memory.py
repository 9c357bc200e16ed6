"""The memory of a run's server beside its kernel, idle and with an output of 200 MB."""

import time

import psutil

from bench import notebooks
from bench.figures import Figure
from bench.workspace import FINAL, Person, a_workspace
from support.workspace import Workspace

IDLE = "import time; time.sleep(5)"
LARGE = "line = 'x' * 999_999\nfor _ in range(200): print(line, flush=True)"


def measure(times: int, everything: bool) -> list[Figure]:
    """The most that a run's server had for itself, as the kernel of the system counts it."""
    with a_workspace() as running:
        person = Person(running)
        idle, large = peak(running, person, IDLE), peak(running, person, LARGE)
    return [
        Figure("memory of a run's server", (idle,), unit="MiB", most=60),
        Figure("memory with an output of 200 MB", (large,), unit="MiB", most=150),
    ]


def peak(running: Workspace, person: Person, source: str) -> float:
    """Return the MiB that the server of a run had at most."""
    run = person.start(notebooks.of(source))
    most = 0.0
    while person.call("GET", f"/runs/{run}")["state"] not in FINAL:
        most = max(most, *map(private, servers(running)), 0.0)
        time.sleep(0.05)
    return most


def servers(running: Workspace) -> list[psutil.Process]:
    """Return the servers of runs that a workspace has started."""
    ours = psutil.Process(running.note["pid"]).children(recursive=True)
    return [process for process in ours if is_server(process)]


def is_server(process: psutil.Process) -> bool:
    """Tell whether a process is the server of a run, and still there."""
    try:
        return any(part.endswith("lyceum-run") for part in process.cmdline())
    except psutil.Error:
        return False


def private(process: psutil.Process) -> float:
    """Return the MiB that a process has for itself, which would be free without it; nothing when it is gone."""
    try:
        return float(process.memory_full_info().uss) / 1024**2
    except psutil.Error:
        return 0.0

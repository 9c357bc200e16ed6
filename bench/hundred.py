"""A hundred idle JupyterLabs, and what memory they take with the hub and all that belongs to it."""

from concurrent.futures import ThreadPoolExecutor

from bench.figures import Figure
from bench.servers import ours
from bench.workspace import a_workspace

NUMBER, TOGETHER = 100, 10


def measure(times: int, everything: bool) -> list[Figure]:
    """All of them at the same time; memory that is shared counts once (PSS)."""
    with a_workspace() as running:
        hub = ours(running, NUMBER)
        with ThreadPoolExecutor(TOGETHER) as together:
            list(together.map(hub.start, hub.people))
        taken = hub.taken_when_settled() / 1024
    return [Figure(f"{NUMBER} idle Labs, hub and all", (taken,), unit="GiB", most=8)]

"""A workspace of the benchmark's own: free ports, a temporary folder, no samples, removed at the end."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from nbformat import NotebookNode

from support import workspace as support

FINAL = {"succeeded", "failed", "kernel_died", "timed_out", "cancelled", "lost"}
LOOK_EVERY = 0.02  # seconds


class Person:
    """Somebody with a token, who calls the service through the proxy."""

    def __init__(self, running: support.Workspace) -> None:
        _, token = running.person()
        headers = {"Authorization": f"token {token}"}
        self._http = httpx.Client(base_url=f"{running.service}/api", headers=headers, timeout=60)

    def call(self, method: str, path: str, **more: Any) -> Any:
        """Return the JSON of an answer."""
        return self._http.request(method, path, **more).raise_for_status().json()

    def start(self, notebook: NotebookNode) -> str:
        """Ask for a run and return its id."""
        return str(self.call("POST", "/runs", json={"notebook": notebook, "name": "measured"})["id"])

    def await_end(self, run: str) -> str:
        """Return the final state of a run once it has one."""
        while (state := self.call("GET", f"/runs/{run}")["state"]) not in FINAL:
            time.sleep(LOOK_EVERY)
        return str(state)


@contextmanager
def a_workspace(**more: str) -> Iterator[support.Workspace]:
    """Yield a running workspace, with some settings more."""
    session = Path(tempfile.mkdtemp(prefix="lyceum-bench-"))
    folder = support.without_samples(session)
    support.begin(folder, LYCEUM_MAX_RUNS="4", LYCEUM_MAX_QUEUED="2000", LYCEUM_MAX_SCHEDULES="2000", **more)
    try:
        yield support.Workspace(folder)
    finally:
        support.stop(session)
        shutil.rmtree(session, ignore_errors=True)

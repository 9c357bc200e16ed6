"""A run as the command line follows it: where it stands, what it writes, and how it ended."""

import sys
import time
from collections.abc import Iterator
from typing import Any

from lyceum_hub.cli.client import Client
from lyceum_hub.errors import Unavailable

UNFINISHED = ("queued", "starting", "running")
STATES = (*UNFINISHED, "succeeded", "failed", "kernel_died", "timed_out", "cancelled", "lost")
PAUSE_SECONDS = 0.5
PATIENCE_SECONDS = 120
NEWEST = 256


def states(client: Client, run: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a run as it goes on, up to its end."""
    while run["state"] in UNFINISHED:
        yield run
        time.sleep(PAUSE_SECONDS)
        run = read(client, run["id"])
    yield run


def read(client: Client, run_id: str) -> dict[str, Any]:
    """Return a run; the run goes on while hub or service restart, so that we wait for them."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            found: dict[str, Any] = client.get(f"/api/runs/{run_id}")
            return found
        except Unavailable:
            if time.monotonic() > until:
                raise
            time.sleep(1)


def follow(client: Client, started: dict[str, Any], wait: bool, quiet: bool) -> dict[str, Any]:
    """Return a run when it has ended, saying where it stands meanwhile."""
    latest, said = started, ""
    for latest in states(client, started) if wait else iter(()):
        if not quiet and (line := progress_line(latest)) != said:
            print(line, file=sys.stderr)
            said = line
    return latest


def progress_line(run: dict[str, Any]) -> str:
    """Return where a run stands, in a line."""
    progress = run["progress"]
    cells = f", {progress['done']} of {progress['total']} cells" if progress else ""
    return f"{run['name']}: {run['state']}{cells}"


def verdict(run: dict[str, Any]) -> str:
    """Return how a run ended: its state, and for a failure why."""
    lines = [f"{run['name']}: {run['state']} ({run['id']})"]
    if run["reason"]:
        lines.append(run["reason"])
    if error := run["error"]:
        lines += ["", error["source"], "", error["traceback"]]
    return "\n".join(lines)


def exit_code(run: dict[str, Any]) -> int:
    """Return 0 for a run that succeeded or still goes on, 1 for any other."""
    return 0 if run["state"] in (*UNFINISHED, "succeeded") else 1


def added(before: str, now: str) -> str:
    """Return what was written since, of a log that is told by its end only."""
    if now.startswith(before):
        return now[len(before) :]
    known = before[-NEWEST:]
    _, found, more = now.rpartition(known)
    return more if found else now

"""Runs and groups as the command line follows them: to their end, through restarts of hub and service."""

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from lyceum_hub.cli.client import Client
from lyceum_hub.cli.printing import warn
from lyceum_hub.cli.runs.progress import Standing, of_group, of_run, reporter

UNFINISHED = ("queued", "starting", "running")
STATES = (*UNFINISHED, "succeeded", "failed", "kernel_died", "timed_out", "cancelled", "lost")
PAUSE_SECONDS = 0.5
INTERRUPTED = 130  # what shells say of a program that Ctrl-C ended
NEWEST = 256


def states(client: Client, run: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a run as it goes on, up to its end."""
    return watched(client, f"/api/runs/{run['id']}", run)


def watched(client: Client, path: str, found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a run or a group as it goes on, up to its end."""
    while not is_over(found):
        yield found
        time.sleep(PAUSE_SECONDS)
        found = client.watch(path)
    yield found


def is_over(found: dict[str, Any]) -> bool:
    """Tell whether a run, or every run of a group, has ended."""
    return all(run["state"] not in UNFINISHED for run in found.get("items", [found]))


def follow(client: Client, run: dict[str, Any], quiet: bool) -> dict[str, Any]:
    """Return a run when it has ended, saying where it stands meanwhile."""
    return followed(states(client, run), of_run, quiet)


def follow_group(client: Client, group: dict[str, Any], quiet: bool) -> dict[str, Any]:
    """Return a group when all its runs have ended, saying where it stands meanwhile."""
    return followed(watched(client, f"/api/groups/{group['id']}", group), of_group, quiet)


def followed(
    found: Iterator[dict[str, Any]], standing: Callable[[dict[str, Any]], Standing], quiet: bool
) -> dict[str, Any]:
    """Return the last of what is found; Ctrl-C ends the looking, not what is looked at."""
    progress, latest = reporter(quiet), {"id": ""}
    try:
        for latest in found:
            progress.show(standing(latest))
        progress.close()
    except KeyboardInterrupt:
        progress.close()
        warn(f"It goes on without you. See `lyceum show {latest['id']}`, or end it: `lyceum cancel {latest['id']}`.")
        sys.exit(INTERRUPTED)
    return latest


def exit_code(found: dict[str, Any]) -> int:
    """Return 0 for a run, or a group of runs, that succeeded or still goes on, 1 for any other."""
    return 0 if all(run["state"] in (*UNFINISHED, "succeeded") for run in found.get("items", [found])) else 1


def added(before: str, now: str) -> str:
    """Return what was written since, of a log that is told by its end only."""
    if now.startswith(before):
        return now[len(before) :]
    known = before[-NEWEST:]
    _, found, more = now.rpartition(known)
    return more if found else now

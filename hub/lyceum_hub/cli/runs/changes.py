"""What is different between two runs, in words."""

import json
from collections.abc import Callable
from typing import Any

from lyceum_hub.cli.printing import clock, here, moment, number, titled, word

MISSING = {"Parameter": "its default", "Package": "not there", "Entry": "not used", "Figure": "not recorded"}


def since_it_worked(changes: dict[str, Any] | None) -> list[str]:
    """Return what changed since a run's job last succeeded; no lines where it never did."""
    if not changes or not (since := changes["since"]):
        return []
    head = f"Since it last worked ({since['id']}, {moment(since['finished_at'])})"
    return ["", head, *(different(changes) or [f"  {here('Nothing that we know of has changed.')}"])]


def compared(changes: dict[str, Any]) -> str:
    """Return how two runs differ."""
    before, now = changes["since"], changes["run"]
    if before is None:
        return f"{now['name']} ({now['id']}) has no earlier run that succeeded. Name the run to compare it with."
    heads = [
        titled(run["name"], f"{word(run['state'])} ({run['id']}), {moment(run['since'])}") for run in (before, now)
    ]
    return "\n".join([heads[0], f"→ {heads[1]}", *(different(changes) or [f"  {here('They do not differ.')}"])])


def different(changes: dict[str, Any]) -> list[str]:
    """Return a line for each thing that is different."""
    return [
        *notebook(changes["notebook"]),
        *(turned("Profile", changes["profile"]) if changes["profile"] else []),
        *named("Parameter", changes["parameters"], json.dumps),
        *named("Entry", changes["entries"]),
        *named("Package", changes["packages"]),
        *named("Figure", changes["figures"], number),
        *seconds(changes["seconds"]),
    ]


def notebook(change: dict[str, Any]) -> list[str]:
    """Return that the notebook changed, from which version to which."""
    if not change["changed"]:
        return []
    before, now = change["versions"]
    versions = f"version {before} → {now}" if before and now and before != now else word("changed")
    return [f"  {titled('Notebook', versions)}"]


def named(kind: str, changes: list[dict[str, Any]], write: Callable[[Any], str] = str) -> list[str]:
    """Return a line for each thing of a kind, its values as they are written there."""
    return [
        line for change in changes for line in turned(f"{here(kind)} {change['name']}", change, write, MISSING[kind])
    ]


def turned(what: str, change: dict[str, Any], write: Callable[[Any], str] = str, missing: str = "none") -> list[str]:
    """Return the line that says what became of something."""
    before, now = (write(change[side]) if side in change else here(missing) for side in ("before", "now"))
    return [f"  {titled(here(what), f'{before} → {now}')}"]


def seconds(change: dict[str, Any]) -> list[str]:
    """Return how long they took, where both were executed and a clock shows a difference."""
    before, now = change.get("before"), change.get("now")
    if before is None or now is None or clock(before) == clock(now):
        return []
    return turned("Took", change, clock)

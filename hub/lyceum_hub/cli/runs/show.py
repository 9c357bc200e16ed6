"""`lyceum show`: everything about one run."""

from typing import Any

import click

from lyceum_hub.cli.client import client_for, whose
from lyceum_hub.cli.printing import AS_JSON, facts, here, tell, titled
from lyceum_hub.cli.runs.changes import since_it_worked
from lyceum_hub.cli.runs.describing import headed, known, past, wrong
from lyceum_hub.cli.runs.following import UNFINISHED

WELL = (*UNFINISHED, "succeeded", "cancelled")


@click.command()
@click.argument("run")
@whose
@AS_JSON
def show(run: str, user: str | None, as_json: bool) -> None:
    """Say where RUN stands, why, what changed since it last worked, what it read and recorded, and its history."""
    client = client_for(user)
    found = client.get(f"/api/runs/{run}")
    told = client.find(f"/api/runs/{run}/messages") or {}
    changes = None if found["state"] in WELL else client.find(f"/api/runs/{run}/changes")
    tell({**found, "messages": told.get("items", []), "changes": changes}, as_json, in_words)


def in_words(run: dict[str, Any]) -> str:
    """Return everything about a run, what one asks first coming first."""
    about = [*since_it_worked(run["changes"]), "", *facts(known(run)), *messages(run["messages"])]
    return "\n".join([*headed(run), *about, *past(run), *wrong(run)])


def messages(sent: list[dict[str, Any]]) -> list[str]:
    """Return who was told of a run, and whether that arrived."""
    lines = [f"  {titled(item['receiver'], here(item['state'].replace('_', ' ')))}{trouble(item)}" for item in sent]
    return ["", "Messages", *lines] if lines else []


def trouble(message: dict[str, Any]) -> str:
    """Return what went wrong with a message, if anything did."""
    tried = here(f"after {message['attempts']} tries")
    return f" {tried} ({here(message['trouble'])})" if message["trouble"] else ""

"""`lyceum runs`: list runs, newest first."""

import json

import click

from lyceum_hub.cli.client import client_for, whose
from lyceum_hub.cli.following import STATES


@click.command()
@click.option("--state", type=click.Choice(STATES), help="Only those that stand there.")
@click.option("--schedule", default="", metavar="ID", help="Only those of a schedule.")
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True)
@whose
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def runs(state: str | None, schedule: str, limit: int, user: str | None, as_json: bool) -> None:
    """List runs, newest first; your own, or everybody's where your token allows that."""
    chosen = {"state": state} if state else {}
    found = client_for(user).get("/api/runs", schedule=schedule, limit=limit, **chosen)
    if as_json:
        print(json.dumps(found, indent=2))
        return
    for run in found["items"]:
        print(f"{run['id']}  {run['state']:<11}  {run['since']}  {run['owner']}  {run['name']}")
    if found["total"] > len(found["items"]):
        print(f"… and {found['total'] - len(found['items'])} older ones; see them with --limit.")

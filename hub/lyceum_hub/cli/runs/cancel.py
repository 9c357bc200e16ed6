"""`lyceum cancel`: stop a run, or all of a sweep."""

import sys

import click

from lyceum_hub.cli.client import Client, client_for, whose
from lyceum_hub.cli.printing import AS_JSON, tell
from lyceum_hub.cli.runs.describing import grouped, verdict
from lyceum_hub.cli.runs.following import UNFINISHED, follow, follow_group


@click.command()
@click.argument("run_or_group", metavar="RUN|GROUP")
@click.option("--wait/--no-wait", default=True, help="Wait until it has stopped.")
@whose
@AS_JSON
def cancel(run_or_group: str, wait: bool, user: str | None, as_json: bool) -> None:
    """Stop a run, its kernel and what that started, or what has not ended of a sweep; the exit code is 0 once it is."""
    client = client_for(user)
    if client.find(f"/api/groups/{run_or_group}"):
        cancel_group(client, run_or_group, wait, as_json)
    else:
        cancel_run(client, run_or_group, wait, as_json)


def cancel_run(client: Client, run_id: str, wait: bool, as_json: bool) -> None:
    """Stop a run."""
    run = client.post(f"/api/runs/{run_id}/cancel")
    run = follow(client, run, as_json) if wait else run
    tell(run, as_json, verdict)
    sys.exit(0 if run["state"] in (*UNFINISHED, "cancelled") else 1)


def cancel_group(client: Client, group_id: str, wait: bool, as_json: bool) -> None:
    """Stop the runs of a group that have not ended."""
    group = client.post(f"/api/groups/{group_id}/cancel")
    tell(follow_group(client, group, as_json) if wait else group, as_json, grouped)

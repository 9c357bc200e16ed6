"""`lyceum cancel`: stop a run."""

import json
import sys

import click

from lyceum_hub.cli.client import client_for, whose
from lyceum_hub.cli.following import UNFINISHED, follow, verdict


@click.command()
@click.argument("run")
@click.option("--wait/--no-wait", default=True, help="Wait until it has stopped.")
@whose
@click.option("--json", "as_json", is_flag=True, help="Print the run as JSON.")
def cancel(run: str, wait: bool, user: str | None, as_json: bool) -> None:
    """Stop RUN, its kernel and what that started; the exit code is 0 when it was cancelled."""
    client = client_for(user)
    ended = follow(client, client.send("POST", f"/api/runs/{run}/cancel").json(), wait, quiet=as_json)
    print(json.dumps(ended, indent=2) if as_json else verdict(ended))
    sys.exit(0 if ended["state"] in (*UNFINISHED, "cancelled") else 1)

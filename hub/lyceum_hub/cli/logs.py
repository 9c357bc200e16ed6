"""`lyceum logs`: what a run wrote, or writes just now."""

import json
import sys

import click

from lyceum_hub.cli.client import client_for, whose
from lyceum_hub.cli.following import added, exit_code, states, verdict


@click.command()
@click.argument("run")
@click.option("-f", "--follow", is_flag=True, help="Go on until the run has ended.")
@whose
@click.option("--json", "as_json", is_flag=True, help="Print the run, its history and its log as JSON.")
def logs(run: str, follow: bool, user: str | None, as_json: bool) -> None:
    """Print the end of the log of RUN; with --follow the exit code tells whether it succeeded."""
    client, written = client_for(user), ""
    found = latest = client.get(f"/api/runs/{run}")
    for latest in states(client, found) if follow else (found,):
        if not as_json:
            print(added(written, latest["log"]), end="", flush=True)
            written = latest["log"]
    if as_json:
        print(json.dumps(latest, indent=2))
    elif follow:
        print(verdict(latest), file=sys.stderr)
    sys.exit(exit_code(latest) if follow else 0)

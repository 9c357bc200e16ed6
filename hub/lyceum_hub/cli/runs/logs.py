"""`lyceum logs`: what a run wrote, or writes just now."""

import sys

import click

from lyceum_hub.cli.client import client_for, whose
from lyceum_hub.cli.printing import AS_JSON, plain, tell, warn
from lyceum_hub.cli.runs.describing import verdict
from lyceum_hub.cli.runs.following import added, exit_code, states


@click.command()
@click.argument("run")
@click.option("-f", "--follow", is_flag=True, help="Go on until the run has ended.")
@whose
@AS_JSON
def logs(run: str, follow: bool, user: str | None, as_json: bool) -> None:
    """Print the end of the log of RUN; with --follow the exit code tells whether it succeeded."""
    client, written = client_for(user), ""
    found = latest = client.get(f"/api/runs/{run}")
    for latest in states(client, found) if follow else (found,):
        if not as_json:
            print(plain(added(written, latest["log"])), end="", flush=True)
            written = latest["log"]
    if as_json:
        tell(latest, as_json, verdict)
    elif follow:
        warn(verdict(latest))
    sys.exit(exit_code(latest) if follow else 0)

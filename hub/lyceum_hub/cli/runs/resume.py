"""`lyceum resume`: take up a failed run where it failed."""

import sys

import click

from lyceum_hub.cli.client import client_for, whose
from lyceum_hub.cli.printing import AS_JSON, tell
from lyceum_hub.cli.runs.describing import verdict
from lyceum_hub.cli.runs.following import exit_code, follow


@click.command()
@click.argument("run")
@click.option("--wait/--no-wait", default=True, help="Follow the new run to its end.")
@whose
@AS_JSON
def resume(run: str, wait: bool, user: str | None, as_json: bool) -> None:
    """Execute RUN again from the cell that failed; its parameters and cells tagged `setup` are executed first."""
    client = client_for(user)
    made = client.create(f"/api/runs/{run}/resume", None)
    made = follow(client, made, as_json) if wait else made
    tell(made, as_json, verdict)
    sys.exit(exit_code(made))

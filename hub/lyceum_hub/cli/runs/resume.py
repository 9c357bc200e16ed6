"""`lyceum resume`: take up a failed run where it failed."""

import click

from lyceum_hub.cli.client import client_for, whose
from lyceum_hub.cli.printing import AS_JSON
from lyceum_hub.cli.runs.ending import WAIT, ended, finish


@click.command()
@click.argument("run")
@WAIT
@whose
@AS_JSON
def resume(run: str, wait: bool, user: str | None, as_json: bool) -> None:
    """Execute RUN again from the cell that failed; its parameters and cells tagged `setup` are executed first."""
    client = client_for(user)
    finish(ended(client, client.create(f"/api/runs/{run}/resume", None), wait, as_json), as_json)

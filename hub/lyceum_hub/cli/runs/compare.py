"""`lyceum compare`: how two runs differ."""

import click

from lyceum_hub.cli.client import client_for, whose
from lyceum_hub.cli.printing import AS_JSON, tell
from lyceum_hub.cli.runs.changes import compared


@click.command()
@click.argument("before")
@click.argument("now")
@whose
@AS_JSON
def compare(before: str, now: str, user: str | None, as_json: bool) -> None:
    """Say how the run NOW differs from the run BEFORE: notebook, parameters, packages, entries, figures."""
    tell(client_for(user).get(f"/api/runs/{now}/changes", since=before), as_json, compared)

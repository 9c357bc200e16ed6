"""`lyceum output`: the executed notebook of a run."""

import sys
from pathlib import Path

import click

from lyceum_hub.cli.client import Client, client_for, whose
from lyceum_hub.cli.printing import AS_JSON, tell
from lyceum_hub.errors import Invalid

WHERE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("run")
@click.option("-o", "--output", "path", type=WHERE, help="Write it here; to the standard output by default.")
@whose
@AS_JSON
def output(run: str, path: Path | None, user: str | None, as_json: bool) -> None:
    """Get the notebook of RUN as it was executed, so far as it came."""
    client = client_for(user)
    if path:
        size = fetch(client, run, path)
        tell({"run": run, "path": str(path), "bytes": size}, as_json, lambda _: f"Written to {path}.")
    elif sys.stdout.isatty():
        raise Invalid("A notebook is no text for a terminal.", remedy="Say where to write it: -o FILE.ipynb")
    else:
        click.echo(content_of(client, run), nl=False)


def fetch(client: Client, run_id: str, path: Path) -> int:
    """Write a run's output to a file and return its size in bytes; raise Invalid where nothing can be written."""
    content = content_of(client, run_id)
    try:
        return path.write_bytes(content)
    except OSError as error:
        raise Invalid(
            f"{path} cannot be written: {error.strerror}.", remedy=f"Try `lyceum output {run_id} -o` elsewhere."
        ) from error


def content_of(client: Client, run_id: str) -> bytes:
    """Return a run's output."""
    return client.send("GET", f"/api/runs/{run_id}/output").content

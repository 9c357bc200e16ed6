"""`lyceum run`: run a notebook or a template as a job, now or on a schedule."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from lyceum_hub.cli.client import client_for, whose
from lyceum_hub.cli.following import exit_code, follow, verdict
from lyceum_hub.cli.schedule import show_schedule
from lyceum_hub.cli.work import the_work, work_of


@click.command()
@the_work
@click.option("--cron", help="Run on a schedule: minute, hour, day of month, month, day of week.")
@click.option("--timezone", default="UTC", show_default=True, help="The time zone of --cron.")
@whose
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the executed notebook here.")
@click.option("--wait/--no-wait", default=True, help="Follow the run to its end.")
@click.option("--json", "as_json", is_flag=True, help="Print the run as JSON.")
def run(
    notebook: Path | None,
    template: str | None,
    parameters: tuple[str, ...],
    name: str | None,
    cron: str | None,
    timezone: str,
    user: str | None,
    output: Path | None,
    wait: bool,
    as_json: bool,
    **how: Any,
) -> None:
    """Run NOTEBOOK as a job; the exit code tells whether it succeeded."""
    client = client_for(user)
    work = work_of(client, notebook, template, parameters, name, how)
    if cron:
        show_schedule(client.post("/api/schedules", {**work, "cron": cron, "timezone": timezone}), as_json)
        return
    ended = follow(client, client.post("/api/runs", work), wait, quiet=as_json)
    if output and ended["has_output"]:
        output.write_bytes(client.send("GET", f"/api/runs/{ended['id']}/output").content)
    print(json.dumps(ended, indent=2) if as_json else verdict(ended))
    sys.exit(exit_code(ended))

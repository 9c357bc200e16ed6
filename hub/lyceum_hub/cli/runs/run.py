"""`lyceum run`: run a notebook, a template or an earlier run again, now or on a schedule."""

import sys
from pathlib import Path
from typing import Any

import click

from lyceum_hub.cli.client import Client, client_for, whose
from lyceum_hub.cli.printing import AS_JSON, tell, warn
from lyceum_hub.cli.runs.describing import grouped, verdict
from lyceum_hub.cli.runs.following import exit_code, follow, follow_group
from lyceum_hub.cli.runs.output import WHERE, fetch
from lyceum_hub.cli.runs.sweeps import sweep_of
from lyceum_hub.cli.runs.work import AGAIN, HOW, WHAT, Asked, asks, request_of, source_of
from lyceum_hub.cli.schedules.describing import scheduled
from lyceum_hub.errors import Invalid, NotFound


@click.command()
@asks(*WHAT, AGAIN, *HOW)
@click.option("--sweep", multiple=True, metavar="NAME=VALUES", help="Run once for each of 1,2,3 or 1..10; repeatable.")
@click.option("--cron", help="Run on a schedule: minute, hour, day of month, month, day of week.")
@click.option("--timezone", default="UTC", show_default=True, help="The time zone of --cron.")
@whose
@click.option("-o", "--output", type=WHERE, help="Write the executed notebook here.")
@click.option("--wait/--no-wait", default=True, help="Follow the run to its end.")
@AS_JSON
def run(
    asked: Asked,
    sweep: tuple[str, ...],
    cron: str | None,
    timezone: str,
    user: str | None,
    output: Path | None,
    wait: bool,
    as_json: bool,
) -> None:
    """Run NOTEBOOK as a job; the exit code is 0 when it succeeded, 1 when it did not, 2 for options that do not fit."""
    client = client_for(user)
    source = source_of(client, asked)
    request = request_of(asked, source)
    if sweep and (output or cron):
        raise Invalid("A sweep has many outputs and no schedule.", remedy="Leave out --output and --cron.")
    if cron:
        timing = {"cron": cron, "timezone": timezone}
        tell(client.post("/api/schedules", {**request, **timing}), as_json, scheduled)
    elif sweep:
        run_group(client, {**request, "sweep": sweep_of(source, sweep)}, wait, as_json)
    else:
        run_once(client, request, output, wait, as_json)


def run_once(client: Client, request: dict[str, Any], output: Path | None, wait: bool, as_json: bool) -> None:
    """Run once; the exit code tells whether that succeeded."""
    forewarn(client, request)
    made = client.create("/api/runs", request)
    ended = follow(client, made, as_json) if wait else made
    if output and ended["has_output"]:
        fetch(client, ended["id"], output)
    tell(ended, as_json, verdict)
    sys.exit(exit_code(ended))


def run_group(client: Client, request: dict[str, Any], wait: bool, as_json: bool) -> None:
    """Run each combination of a sweep's values; the exit code tells whether all succeeded."""
    forewarn(client, request)
    made = client.create("/api/runs", request)
    group = client.get(f"/api/groups/{made['group']}")
    group = follow_group(client, group, as_json) if wait else group
    tell(group, as_json, grouped)
    sys.exit(exit_code(group))


def forewarn(client: Client, request: dict[str, Any]) -> None:
    """Say what may go wrong with a run before it is queued; what must is refused by the service."""
    try:
        findings = client.post("/api/preflight", request)["findings"]
    except NotFound:  # what is not found is said when the run is asked for
        return
    for finding in findings:
        if finding["level"] == "warning":
            warn(" ".join(part for part in ("Warning:", finding["message"], finding["remedy"]) if part))

"""`lyceum run`: run a notebook, a template or an earlier run again, now or on a schedule."""

import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from lyceum_hub.cli.client import Client, client_for, whose
from lyceum_hub.cli.printing import AS_JSON, tell, warn
from lyceum_hub.cli.runs.describing import grouped
from lyceum_hub.cli.runs.ending import WAIT, ended, finish
from lyceum_hub.cli.runs.following import exit_code, follow_group
from lyceum_hub.cli.runs.output import WHERE, fetch
from lyceum_hub.cli.runs.sweeps import sweep_of
from lyceum_hub.cli.runs.work import AGAIN, HOW, WHAT, Asked, asks, request_of, source_of
from lyceum_hub.cli.schedules.describing import scheduled
from lyceum_hub.errors import Invalid, NotFound, Unavailable


@click.command()
@asks(*WHAT, AGAIN, *HOW)
@click.option("--sweep", multiple=True, metavar="NAME=VALUES", help="Run once for each of 1,2,3 or 1..10; repeatable.")
@click.option("--cron", help="Run on a schedule: minute, hour, day of month, month, day of week.")
@click.option("--timezone", default="UTC", show_default=True, help="The time zone of --cron.")
@whose
@click.option("-o", "--output", type=WHERE, help="Write the executed notebook here.")
@WAIT
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
    check(sweep, cron, output, wait)
    if asked.again and asked == Asked(again=asked.again) and not sweep and not cron:
        run_once(client, f"/api/runs/{asked.again}/again", None, output, wait, as_json)
    source = source_of(client, asked)
    request = request_of(asked, source)
    if cron:
        timing = {"cron": cron, "timezone": timezone}
        tell(client.post("/api/schedules", {**request, **timing}), as_json, scheduled)
        return
    if sweep:
        run_group(client, {**request, "sweep": sweep_of(source, sweep)}, wait, as_json)
    forewarn(client, request)
    run_once(client, "/api/runs", request, output, wait, as_json)


def check(sweep: tuple[str, ...], cron: str | None, output: Path | None, wait: bool) -> None:
    """Raise Invalid for options that do not go together."""
    if sweep and (output or cron):
        raise Invalid("A sweep has many outputs and no schedule.", remedy="Leave out --output and --cron.")
    if output and (cron or not wait):
        raise Invalid(
            "There is no output before a run has ended.", remedy="Leave out --output, or --no-wait and --cron."
        )


def run_once(
    client: Client, path: str, request: dict[str, Any] | None, output: Path | None, wait: bool, as_json: bool
) -> NoReturn:
    """Ask for a run; the exit code tells whether it succeeded."""
    run = ended(client, client.create(path, request), wait, as_json)
    if output and run["has_output"]:
        fetch(client, run["id"], output)
    finish(run, as_json)


def run_group(client: Client, request: dict[str, Any], wait: bool, as_json: bool) -> NoReturn:
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
    except (NotFound, Unavailable):  # which is said when the run is asked for
        return
    for finding in findings:
        if finding["level"] != "error":
            said = f"{finding['level'].capitalize()}:", finding["message"], finding["remedy"]
            warn(" ".join(filter(None, said)))

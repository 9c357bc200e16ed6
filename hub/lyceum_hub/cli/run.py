"""`lyceum run`: run a notebook or a template as a job, now or on a schedule."""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from lyceum_catalog.notebooks import parse_notebook
from lyceum_catalog.parameters import from_text, infer_parameters
from lyceum_catalog.problems import InvalidContent
from lyceum_hub.cli.client import Client, own_token, service_url
from lyceum_hub.cli.token import token_for
from lyceum_hub.errors import Invalid
from lyceum_hub.settings import Settings

UNFINISHED = ("queued", "starting", "running")


@click.command()
@click.argument("notebook", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--template", help="Run a published template instead of a file.")
@click.option("-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="Set a parameter.")
@click.option("--name", help="What to call it; the file's name by default.")
@click.option("--profile", default="standard", show_default=True)
@click.option("--folder", default="", help="The working folder, below the owner's home.")
@click.option("--timeout", type=int, help="Seconds after which it is stopped.")
@click.option("--cron", help="Run on a schedule: minute, hour, day of month, month, day of week.")
@click.option("--timezone", default="UTC", show_default=True, help="The time zone of --cron.")
@click.option("--user", help="Whose run it is; for the owner of the state folder.")
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
    source = source_of(client, notebook, template)
    given = from_text(infer_parameters(source["content"]), dict(split(text) for text in parameters))
    work = {
        **source["field"],
        "name": name or template or (notebook and notebook.stem),
        "parameters": given,
        **{key: value for key, value in how.items() if value is not None},
    }
    if cron:
        show_schedule(client.post("/api/schedules", {**work, "cron": cron, "timezone": timezone}), as_json)
        return
    ended = follow(client, client.post("/api/runs", work), wait, quiet=as_json)
    if output and ended["has_output"]:
        output.write_bytes(client.send("GET", f"/api/runs/{ended['id']}/output").content)
    print(json.dumps(ended, indent=2) if as_json else verdict(ended))
    sys.exit(0 if ended["state"] in (*UNFINISHED, "succeeded") else 1)


def client_for(user: str | None) -> Client:
    """Return the service as the person whose run it is."""
    settings = Settings.from_environment()
    token = own_token() if not user else ""
    if not token and not user:
        raise Invalid("Whose run is it?", remedy="Say --user NAME, or set LYCEUM_TOKEN to a token of yours.")
    return Client(service_url(settings), token or token_for(settings, user or "", seconds=86400))


def source_of(client: Client, notebook: Path | None, template: str | None) -> dict[str, Any]:
    """Return the notebook to run, and the field of the request that says so."""
    if (notebook is None) == (template is None):
        raise Invalid("Name either a notebook file or --template NAME.")
    if template is not None:
        return {"content": client.get(f"/api/templates/{template}")["notebook"], "field": {"template": template}}
    assert notebook is not None
    try:
        content = parse_notebook(notebook.read_bytes())
    except InvalidContent as error:
        raise Invalid(f"{notebook}: {error}") from error
    return {"content": content, "field": {"notebook": content}}


def split(text: str) -> tuple[str, str]:
    """Return the name and the value of `name=value`."""
    name, equals, value = text.partition("=")
    if not equals:
        raise Invalid(f"{text!r} is no parameter.", remedy="Write -p name=value.")
    return name.strip(), value


def follow(client: Client, started: dict[str, Any], wait: bool, quiet: bool) -> dict[str, Any]:
    """Return a run when it has ended, saying where it stands meanwhile."""
    latest, said = started, ""
    for latest in states(client, started) if wait else iter(()):
        if not quiet and (line := progress_line(latest)) != said:
            print(line, file=sys.stderr)
            said = line
    return latest


def states(client: Client, run: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a run as it goes on, up to its end."""
    while run["state"] in UNFINISHED:
        yield run
        time.sleep(0.5)
        run = client.get(f"/api/runs/{run['id']}")
    yield run


def progress_line(run: dict[str, Any]) -> str:
    """Return where a run stands, in a line."""
    progress = run["progress"]
    cells = f", {progress['done']} of {progress['total']} cells" if progress else ""
    return f"{run['name']}: {run['state']}{cells}"


def verdict(run: dict[str, Any]) -> str:
    """Return how a run ended: its state, and for a failure why."""
    lines = [f"{run['name']}: {run['state']} ({run['id']})"]
    if run["reason"]:
        lines.append(run["reason"])
    if error := run["error"]:
        lines += ["", error["source"], "", error["traceback"]]
    return "\n".join(lines)


def show_schedule(schedule: dict[str, Any], as_json: bool) -> None:
    """Print a schedule and when it fires next."""
    if as_json:
        print(json.dumps(schedule, indent=2))
        return
    print(f"{schedule['name']}: {schedule['text']} ({schedule['id']})")
    for firing in schedule["next"]:
        print(f"  {firing}")

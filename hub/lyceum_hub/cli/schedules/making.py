"""`lyceum schedule add`, `change` and `preview`: when a notebook runs again and again."""

from typing import Any

import click

from lyceum_catalog.parameters import json_or_text
from lyceum_hub.cli.client import client_for, whose
from lyceum_hub.cli.printing import AS_JSON, tell
from lyceum_hub.cli.runs.work import HOW, WHAT, Asked, asks, request_of, source_of, split
from lyceum_hub.cli.schedules.describing import previewed, scheduled
from lyceum_hub.cli.schedules.timing import RULES, WHEN, Timed, times
from lyceum_hub.errors import Invalid

FOLLOW = click.option("--follow/--pinned", default=None, help="Run the template's newest version, or the present one.")
NOTHING: dict[str, dict[str, Any]] = {
    "start": {"start": None},
    "end": {"end": None},
    "retries": {"retries": None},
    "keep": {"keep": None},
    "secrets": {"secrets": []},
    "notify": {"notify": []},
    "share": {"shared_with": None},
}


@click.command()
@asks(*WHAT, *HOW)
@times(*WHEN, *RULES)
@FOLLOW
@whose
@AS_JSON
def add(asked: Asked, timed: Timed, follow: bool | None, user: str | None, as_json: bool) -> None:
    """Run NOTEBOOK, or a template, again and again."""
    client = client_for(user)
    request = {**request_of(asked, source_of(client, asked)), **timed.request(), **following(follow)}
    tell(client.post("/api/schedules", request), as_json, scheduled)


@click.command()
@click.argument("schedule_id", metavar="SCHEDULE")
@asks(*HOW)
@times(*WHEN, *RULES)
@FOLLOW
@click.option("--clear", multiple=True, type=click.Choice(list(NOTHING)), help="Have none of it any more; repeatable.")
@whose
@AS_JSON
def change(
    schedule_id: str,
    asked: Asked,
    timed: Timed,
    follow: bool | None,
    clear: tuple[str, ...],
    user: str | None,
    as_json: bool,
) -> None:
    """Change what is named of SCHEDULE; all else stays."""
    client = client_for(user)
    present = client.get(f"/api/schedules/{schedule_id}")
    changes = {**asked.how(), **timed.request(present["timezone"]), **following(follow)}
    for name in clear:
        changes |= NOTHING[name]
    if asked.parameters:
        changes["parameters"] = {**present["parameters"], **guessed(present["parameters"], asked.parameters)}
    if not changes:
        raise Invalid("What shall be different?", remedy="See `lyceum schedule change --help` for what can be.")
    tell(client.send("PATCH", f"/api/schedules/{schedule_id}", json=changes).json(), as_json, scheduled)


@click.command()
@times(*WHEN)
@whose
@AS_JSON
def preview(timed: Timed, user: str | None, as_json: bool) -> None:
    """Say when a schedule would fire; nothing is kept."""
    request = timed.request()
    found = client_for(user).post("/api/schedules/preview", request)
    tell({**found, "timezone": request.get("timezone", "UTC")}, as_json, previewed)


def following(follow: bool | None) -> dict[str, Any]:
    """Return the field that says which version of a template runs."""
    return {} if follow is None else {"follow": follow}


def guessed(present: dict[str, Any], parameters: tuple[str, ...]) -> dict[str, Any]:
    """Return the values that texts stand for: text where the present value is text, else JSON where it is JSON."""
    texts = dict(map(split, parameters))
    return {name: text if isinstance(present.get(name), str) else json_or_text(text) for name, text in texts.items()}

"""`lyceum schedule`: list, add, pause, resume and delete schedules."""

import json
from pathlib import Path
from typing import Any

import click

from lyceum_hub.cli.client import client_for, whose
from lyceum_hub.cli.work import the_work, work_of

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
ID = click.argument("schedule_id", metavar="SCHEDULE")


@click.group()
def schedule() -> None:
    """List, add, pause, resume and delete schedules."""


@schedule.command("list")
@whose
@AS_JSON
def list_schedules(user: str | None, as_json: bool) -> None:
    """List schedules; your own, or everybody's where your token allows that."""
    found = client_for(user).get("/api/schedules")
    if as_json:
        print(json.dumps(found, indent=2))
        return
    for item in found["items"]:
        print(f"{item['id']}  {standing(item):<24}  {item['owner']}  {item['name']}: {item['text']}")


@schedule.command()
@the_work
@click.option("--cron", help="Minute, hour, day of month, month, day of week.")
@click.option("--every", type=click.IntRange(60), metavar="SECONDS", help="Instead of --cron.")
@click.option("--timezone", default="UTC", show_default=True, help="The time zone of --cron.")
@click.option("--start", metavar="INSTANT", help="Nothing fires before, such as 2027-01-01T06:00Z.")
@click.option("--end", metavar="INSTANT", help="Nothing fires after.")
@click.option("--overlap", type=click.Choice(["skip", "replace", "allow"]), help="While an earlier run goes on.")
@click.option("--catch-up", type=click.Choice(["latest", "none", "all"]), help="What was missed in a downtime.")
@whose
@AS_JSON
def add(
    notebook: Path | None,
    template: str | None,
    parameters: tuple[str, ...],
    name: str | None,
    user: str | None,
    as_json: bool,
    **how: Any,
) -> None:
    """Run NOTEBOOK again and again."""
    client = client_for(user)
    made = client.post("/api/schedules", work_of(client, notebook, template, parameters, name, how))
    show_schedule(made, as_json)


@schedule.command()
@ID
@whose
@AS_JSON
def pause(schedule_id: str, user: str | None, as_json: bool) -> None:
    """Let SCHEDULE rest; what would have fired meanwhile is not made up for."""
    enable(schedule_id, False, user, as_json)


@schedule.command()
@ID
@whose
@AS_JSON
def resume(schedule_id: str, user: str | None, as_json: bool) -> None:
    """Let SCHEDULE fire again, from now on."""
    enable(schedule_id, True, user, as_json)


@schedule.command()
@ID
@whose
@AS_JSON
def delete(schedule_id: str, user: str | None, as_json: bool) -> None:
    """Delete SCHEDULE; its runs stay."""
    client_for(user).send("DELETE", f"/api/schedules/{schedule_id}")
    print(json.dumps({"id": schedule_id, "deleted": True}) if as_json else f"{schedule_id} is deleted.")


def enable(schedule_id: str, enabled: bool, user: str | None, as_json: bool) -> None:
    """Pause or resume a schedule, and show it."""
    changed = client_for(user).send("PATCH", f"/api/schedules/{schedule_id}", json={"enabled": enabled})
    show_schedule(changed.json(), as_json)


def standing(item: dict[str, Any]) -> str:
    """Return when a schedule fires next, or why it does not."""
    if not item["enabled"]:
        return "paused"
    return item["next"][0] if item["next"] else "over"


def show_schedule(item: dict[str, Any], as_json: bool) -> None:
    """Print a schedule and when it fires next."""
    if as_json:
        print(json.dumps(item, indent=2))
        return
    print(f"{item['name']}: {item['text']} ({item['id']})")
    for firing in item["next"] or [standing(item)]:
        print(f"  {firing}")

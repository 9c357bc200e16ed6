"""`lyceum schedule`: list, show, run, pause, resume and delete schedules; what makes and changes them is beside."""

import sys

import click

from lyceum_hub.cli.client import client_for, whose
from lyceum_hub.cli.printing import AS_JSON, confirm, tell
from lyceum_hub.cli.runs.ending import WAIT, ended, finish
from lyceum_hub.cli.schedules.describing import described, listed, scheduled
from lyceum_hub.cli.schedules.making import add, change, preview

ID = click.argument("schedule_id", metavar="SCHEDULE")


@click.group()
def schedule() -> None:
    """Add, list, show, change, run, pause, resume and delete schedules."""


@schedule.command("list")
@whose
@AS_JSON
def list_schedules(user: str | None, as_json: bool) -> None:
    """List schedules: yours and those shared with you, or everybody's if you may."""
    tell(client_for(user).get("/api/schedules"), as_json, listed)


@schedule.command()
@ID
@whose
@AS_JSON
def show(schedule_id: str, user: str | None, as_json: bool) -> None:
    """Say when SCHEDULE fires, by which rules, and how the figures of its runs went."""
    client = client_for(user)
    found = client.get(f"/api/schedules/{schedule_id}")
    history = client.find(f"/api/schedules/{schedule_id}/figures") or {"items": []}
    tell({**found, "history": history["items"]}, as_json, described)


@schedule.command()
@ID
@WAIT
@whose
@AS_JSON
def run(schedule_id: str, wait: bool, user: str | None, as_json: bool) -> None:
    """Run what SCHEDULE runs once, now; the exit code tells whether it succeeded."""
    client = client_for(user)
    finish(ended(client, client.post(f"/api/schedules/{schedule_id}/run"), wait, as_json), as_json)


for command in (add, change, preview):
    schedule.add_command(command)


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
@click.option("--yes", is_flag=True, help="Do not ask.")
@whose
@AS_JSON
def delete(schedule_id: str, yes: bool, user: str | None, as_json: bool) -> None:
    """Delete SCHEDULE; its runs stay."""
    client = client_for(user)
    found = client.get(f"/api/schedules/{schedule_id}")
    if not yes and sys.stdin.isatty():
        confirm(f"Delete the schedule {found['name']} ({schedule_id})? Its runs stay.")
    client.send("DELETE", f"/api/schedules/{schedule_id}")
    tell({"id": schedule_id, "deleted": True}, as_json, lambda _: f"{found['name']} ({schedule_id}) is deleted.")


def enable(schedule_id: str, enabled: bool, user: str | None, as_json: bool) -> None:
    """Pause or resume a schedule, and show it."""
    changed = client_for(user).send("PATCH", f"/api/schedules/{schedule_id}", json={"enabled": enabled})
    tell(changed.json(), as_json, scheduled)

"""`lyceum runs`: list runs, newest first."""

from typing import Any

import click

from lyceum_hub.cli.client import client_for, whose
from lyceum_hub.cli.printing import AS_JSON, tell
from lyceum_hub.cli.runs.describing import grouped, listed
from lyceum_hub.cli.runs.following import STATES
from lyceum_hub.errors import Invalid


@click.command()
@click.option("--state", type=click.Choice(STATES), help="Only those that stand there.")
@click.option("--schedule", metavar="ID", help="Only those of a schedule.")
@click.option("--owner", metavar="NAME", help="Only those of a person, where you see others'.")
@click.option("--group", metavar="ID", help="Those of a sweep, by their values.")
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True)
@whose
@AS_JSON
def runs(group: str | None, limit: int, user: str | None, as_json: bool, **chosen: str | None) -> None:
    """List runs and their figures, newest first: yours and those shared with you, or everybody's if you may."""
    client = client_for(user)
    if group:
        if any(chosen.values()):
            raise Invalid("A group is shown as a whole.", remedy="Leave out the other filters.")
        tell(client.get(f"/api/groups/{group}"), as_json, grouped)
    else:
        tell(client.get("/api/runs", limit=limit, **chosen), as_json, in_words)


def in_words(found: dict[str, Any]) -> str:
    """Return a list of runs as a table, and how many more there are."""
    if not found["items"]:
        return "There are no such runs. `lyceum run NOTEBOOK` makes one."
    more = found["total"] - len(found["items"])
    return listed(found["items"]) + (f"\n… and {more} older ones; see them with --limit." if more else "")

"""`lyceum usage`: what servers used, what is left of one's quota, and what it cost."""

from datetime import datetime
from typing import Any, get_args

import click

from lyceum_hub.cli.client import client_for, whose
from lyceum_hub.cli.printing import AS_JSON, here, say, table, tell
from lyceum_hub.errors import Invalid
from lyceum_hub.metering.amounts import TITLES, By, amount, figure
from lyceum_hub.servers.units import size

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--by", type=click.Choice(get_args(By)), help="What was used by each: everybody's where you may see it.")
@click.option("--from", "since", type=DAY, help="From a day on; without it from the first of this month.")
@click.option("--to", "until", type=DAY, help="To a day; without it to today.")
@click.option("--csv", "as_csv", is_flag=True, help="Print it as a table for spreadsheets.")
@whose
@AS_JSON
def usage(
    by: str | None, since: datetime | None, until: datetime | None, as_csv: bool, user: str | None, as_json: bool
) -> None:
    """Say what you have used this month of what you may; with --by, what was used by persons, groups or profiles."""
    client = client_for(user)
    if not by:
        if since or until or as_csv:
            raise Invalid("Say by what it is shown.", remedy="Add --by person, --by group or --by profile.")
        return tell(client.get("/api/me/usage"), as_json, own_in_words)
    days = {name: f"{day:%Y-%m-%d}" for name, day in (("from", since), ("to", until)) if day}
    if as_csv:
        return say(client.send("GET", "/api/usage.csv", params={"by": by, **days}).text.rstrip())
    return tell(client.get("/api/usage", by=by, **days), as_json, in_words)


def own_in_words(found: dict[str, Any]) -> str:
    """Return what one has used of what one may, as a table."""
    lines = [line_of(measure) for measure in found["quotas"]]
    cost = [[here("Cost"), f"{found['use']['cost']:.2f} {found['currency']}", ""]] if found["use"]["cost"] else []
    head = [found["month"], "Used", "Of"]
    return f"{table([head, *lines, *cost])}\nHours begin anew on {found['begins_anew']} (UTC)."


def line_of(measure: dict[str, Any]) -> list[str]:
    """Return one thing that is counted."""
    title = here(TITLES[measure["what"]]) + (f" ({measure['group']})" if measure["group"] else "")
    limit = measure["limit"]
    return [
        title,
        here(amount(measure["what"], measure["used"])),
        "" if limit is None else amount(measure["what"], limit),
    ]


def in_words(found: dict[str, Any]) -> str:
    """Return what was used by each, as a table."""
    if not found["items"]:
        return f"Nothing was used from {found['from']} to {found['to']}."
    by, cost = found["by"], f"{here('Cost')}, {found['currency']}"
    head = [by.capitalize(), "Hours", "CPU-hours", "GPU-hours", "Memory, GB-hours", "Storage", cost]
    return f"{found['from']} – {found['to']} (UTC)\n{table([head, *(cells(item, by) for item in found['items'])])}"


def cells(item: dict[str, Any], by: str) -> list[str]:
    """Return what one used."""
    hours = [figure(item[name]) for name in ("hours", "cpu_hours", "gpu_hours", "memory_hours")]
    return [item[by], *hours, size(item["storage"]) if item["storage"] else "", f"{item['cost']:.2f}"]

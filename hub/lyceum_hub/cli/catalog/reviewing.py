"""Reviews at the prompt: what waits, what it changes, and the decision."""

import json
from typing import Any

import click

from lyceum_hub.cli.catalog.service import client
from lyceum_hub.cli.printing import AS_JSON, confirm, here, line, moment, say, table, tell, titled
from lyceum_hub.errors import Conflict

PROPOSAL = click.argument("proposal")
YES = click.option("--yes", is_flag=True, help="Do not ask.")


@click.command()
@click.option("--state", type=click.Choice(["draft", "in_review", "published", "withdrawn"]), help="Only these.")
@click.option("--mine", is_flag=True, help="Only one's own.")
@AS_JSON
def proposals(state: str | None, mine: bool, as_json: bool) -> None:
    """List proposals: one's own, and those for entries that one manages."""
    tell(client().get("/api/proposals", state=state, mine=mine, limit=100), as_json, listed)


@click.command()
@PROPOSAL
@YES
def approve(proposal: str, yes: bool) -> None:
    """Show what a PROPOSAL changes, and publish exactly that."""
    service, path = client(), f"/api/proposals/{proposal}"
    found = service.get(path)
    say(described(found, service.get(f"{path}/difference")))
    if not found["may"]["approve"]:
        raise Conflict("It is not yours to approve.", remedy="It has to be in review, and written by somebody else.")
    if not yes:
        confirm("Publish this?")
    done = service.post(f"{path}/approve", {"content_hash": found["content_hash"]})
    say(f"{done['entry']}: published as version {done['version']}.")


@click.command("send-back")
@PROPOSAL
@click.argument("reason")
def send_back(proposal: str, reason: str) -> None:
    """Give a PROPOSAL back to its author, and say why."""
    done = client().post(f"/api/proposals/{proposal}/send-back", {"reason": reason})
    say(f"{done['entry']}: sent back to {done['author']}.")


def listed(found: dict[str, Any]) -> str:
    """Return proposals as a table."""
    heads = ("PROPOSAL", "ENTRY", "STATE", "AUTHOR", "CHANGED", "SUMMARY")
    rows = [
        (item["id"], item["entry"], state_of(item), item["author"], moment(item["updated_at"]), item["summary"])
        for item in found["items"]
    ]
    return table([heads, *rows]) if rows else "There are no proposals."


def state_of(proposal: dict[str, Any]) -> str:
    """Return where a proposal stands."""
    return here(proposal["state"].replace("_", " "))


def described(found: dict[str, Any], change: dict[str, Any]) -> str:
    """Return a proposal with each field that changes, before and after."""
    what = f"a change of version {found['base_version']}" if found["base_version"] else "a new entry"
    head = f"{found['entry']}: {what} by {found['author']}, {found['state'].replace('_', ' ')}."
    lines = [text for field in change["fields"] for text in field_lines(field)]
    notebook = ["Notebook: changed; look at it in Lab."] if change["notebook"] else []
    return "\n".join([head, *([line(found["summary"])] if found["summary"] else []), *lines, *notebook])


def field_lines(field: dict[str, Any]) -> list[str]:
    """Return the lines that show how one field changes."""
    signs = (("-", field["before"]), ("+", field["now"]))
    return [
        titled(field["label"], "").rstrip(),
        *(f"  {sign} {text}" for sign, value in signs for text in lines_of(value)),
    ]


def lines_of(value: Any) -> list[str]:
    """Return a value in lines."""
    if value is None:
        return []
    if isinstance(value, list):
        return [item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for item in value]
    return value.splitlines() if isinstance(value, str) else [json.dumps(value, ensure_ascii=False)]

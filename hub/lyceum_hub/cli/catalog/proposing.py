"""Entries proposed instead of published, by those whose token may only propose."""

from collections.abc import Iterable
from typing import Any

from lyceum_catalog.entries import Entry
from lyceum_hub.cli.catalog.sending import published
from lyceum_hub.cli.client import Client
from lyceum_hub.errors import Conflict, Forbidden, TooMany
from lyceum_hub.scopes import ENTRIES_APPLY


def may_apply(client: Client) -> bool:
    """Tell whether the token publishes past review."""
    return ENTRIES_APPLY in client.get("/api/me")["scopes"]


def propose_all(client: Client, entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Submit each entry that is new or changed, and return what became of each; what is refused holds up no other."""
    there = {entry.name: entry.content_hash() for entry in published(client)}
    return [propose(client, entry, there.get(entry.name)) for entry in entries]


def propose(client: Client, entry: Entry, content_hash: str | None) -> dict[str, Any]:
    """Submit one entry, in place of what was proposed of it before."""
    said: dict[str, Any] = {"name": entry.name}
    if content_hash == entry.content_hash():
        return {**said, "change": "unchanged"}
    try:
        proposal = submitted(client, entry, open_one(client, entry.name))
    except (Conflict, Forbidden, TooMany) as error:
        return {**said, "change": "refused", "reason": error.detail}
    return {**said, "change": "in review", "proposal": proposal["id"]}


def open_one(client: Client, name: str) -> dict[str, Any] | None:
    """Return one's own proposal for an entry that is not decided yet, if there is one."""
    items = client.get("/api/proposals", mine=1, entry=name, limit=100)["items"]
    return next((item for item in items if item["state"] in ("draft", "in_review")), None)


def submitted(client: Client, entry: Entry, proposal: dict[str, Any] | None) -> dict[str, Any]:
    """Have an entry in review: proposed anew, or as a change of an open proposal that says something else."""
    record, content_hash = entry.record(), entry.content_hash()
    if proposal is None:
        return dict(client.post("/api/proposals", {"record": record, "submit": True}))
    path, same = f"/api/proposals/{proposal['id']}", proposal["content_hash"] == content_hash
    if same and proposal["state"] == "in_review" and proposal["base_version"] == proposal["present_version"]:
        return proposal
    body = {"record": record, "revision": proposal["revision"], "summary": proposal["summary"]}
    base = {"base_version": proposal["present_version"]} if proposal["present_version"] else {}
    edited = client.send("PUT", path, json={**body, **base}).json()
    return dict(client.post(f"{path}/submit", {"revision": edited["revision"]}))

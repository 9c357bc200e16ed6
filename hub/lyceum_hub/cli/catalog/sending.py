"""Folders of entries, sent to the service: a few at once, thousands in parts that are published in one step."""

import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

from lyceum_catalog.entries import Entry, parse_entry
from lyceum_catalog.folders import entry_files, read_files
from lyceum_catalog.problems import InvalidContent
from lyceum_hub.cli.client import Client
from lyceum_hub.cli.printing import warn
from lyceum_hub.errors import Invalid

AT_ONCE = 250
PAGE = 100


def entries_in(folder: Path) -> list[Entry]:
    """Return the entries of a folder; raise Invalid naming file, line, field and remedy."""
    try:
        with progress(entry_files(folder), "Reading   ") as files:
            return read_files(files)
    except InvalidContent as error:
        raise Invalid(str(error), remedy="Nothing was published.") from error


def apply_folder(client: Client, folder: Path) -> list[dict[str, Any]]:
    """Publish the entries of a folder in one step and return what changed; raise Invalid with every problem."""
    records = [entry.record() for entry in entries_in(folder)]
    if len(records) <= AT_ONCE:
        return list(client.post("/api/entries", records)["items"])
    return send_in_parts(client, records)


def send_in_parts(client: Client, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Send those parts that the service lacks, and have all published in one step."""
    draft = f"/api/entries/drafts/{hash_of(records)}"
    parts = [records[start : start + AT_ONCE] for start in range(0, len(records), AT_ONCE)]
    here = set(client.get(draft)["parts"])
    with progress([number for number in range(len(parts)) if number not in here], "Sending   ") as missing:
        for number in missing:
            client.send("PUT", f"{draft}/parts/{number}", json=parts[number])
    warn(f"Publishing {len(records)} entries in one step …")
    return list(client.post(f"{draft}/publish", {"parts": len(parts)})["items"])


def hash_of(records: list[dict[str, Any]]) -> str:
    """Return a hash of records: the same folder, sent again, is the same draft."""
    return sha256(json.dumps([AT_ONCE, records], sort_keys=True).encode()).hexdigest()


def published(client: Client) -> Iterator[Entry]:
    """Yield every published entry, by name."""
    after = ""
    while found := client.get("/api/entries/records", after=after, limit=PAGE)["items"]:
        yield from (parse_entry(item["record"]) for item in found)
        after = found[-1]["record"]["name"]


def progress(items: list[Any], label: str) -> Any:
    """Return items that show, at a terminal, how many of them are done."""
    hidden = len(items) < AT_ONCE // 10 or not sys.stderr.isatty()
    return click.progressbar(items, label=label, file=sys.stderr, hidden=hidden)

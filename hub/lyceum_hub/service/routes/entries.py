"""Entries: search, read, publish."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from fastapi import APIRouter

from lyceum_catalog.entries import Dataset, Entry, Resource, parse_entry
from lyceum_catalog.problems import InvalidContent, Problem
from lyceum_catalog.snippets import snippet
from lyceum_hub.service.callers import EntriesPublisher, EntriesReader
from lyceum_hub.service.entries.store import Published
from lyceum_hub.service.routes.parts import EntriesPart, Limit, Offset, SettingsPart, instant
from lyceum_hub.settings import SERVICE_PREFIX, Settings

router = APIRouter(prefix="/api/entries", tags=["entries"])


@router.get("")
def find(
    caller: EntriesReader,
    entries: EntriesPart,
    settings: SettingsPart,
    q: str = "",
    kind: str = "",
    tag: str = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """List published entries, of one kind or of all, that hold every word of `q`."""
    found, total = entries.find(q[:500], kind, tag, limit, offset)
    return {"items": [summary(item, settings.shared) for item in found], "total": total}


@router.get("/{name}")
def read(caller: EntriesReader, entries: EntriesPart, settings: SettingsPart, name: str) -> dict[str, Any]:
    """Return one entry at its present version."""
    found = entries.get(name)
    more = dataset_parts(found.entry, settings) if isinstance(found.entry, Dataset) else {}
    record = found.entry.record()
    record.pop("notebook", None)
    return {**record, **summary(found, settings.shared), **more, "published_by": found.author}


@router.post("")
def publish(
    caller: EntriesPublisher, entries: EntriesPart, body: dict[str, Any] | list[dict[str, Any]]
) -> dict[str, Any]:
    """Check and publish one record or a list of them: all, or none."""
    records = body if isinstance(body, list) else [body]
    changes = entries.publish(parse_all(records), caller.name)
    return {"items": [asdict(change) for change in changes]}


def parse_all(records: list[dict[str, Any]]) -> list[Entry]:
    """Return the entries that records describe; raise InvalidContent with the problems of all."""
    parsed: list[Entry] = []
    problems: list[Problem] = []
    for record in records:
        try:
            parsed.append(parse_entry(record))
        except InvalidContent as error:
            problems.extend(error.problems)
    if problems:
        raise InvalidContent(problems)
    return parsed


def summary(found: Published, shared: Path) -> dict[str, Any]:
    """Return what a card shows of an entry."""
    entry = found.entry
    resources = entry.resources if isinstance(entry, Dataset) else []
    shown = entry.model_dump(
        include={"name", "kind", "title", "summary", "owner", "steward", "domain", "tags", "licence", "classification"}
    )
    return {
        **shown,
        "formats": [resource.reader for resource in resources],
        "rows": entry.rows if isinstance(entry, Dataset) else None,
        "size": size_of(resources[0], shared) if resources else None,
        "version": found.version,
        "state": found.state,
        "published_at": instant(found.published_at),
    }


def dataset_parts(dataset: Dataset, settings: Settings) -> dict[str, Any]:
    """Return what only a data set has: how to load it, and its resources with their sizes."""
    resources = [
        {**resource.model_dump(mode="json"), "size": size_of(resource, settings.shared)}
        for resource in dataset.resources
    ]
    intake_url = f"{settings.url}{SERVICE_PREFIX}/intake/e/{dataset.name}.yaml"
    return {"resources": resources, "snippet": snippet(dataset), "intake_url": intake_url}


def size_of(resource: Resource, shared: Path) -> int | None:
    """Return the bytes of a file in the shared folder; None for what lies elsewhere."""
    if ":" in resource.url or resource.url.startswith("/"):
        return None
    path = shared / resource.url
    return path.stat().st_size if path.is_file() else None

"""The versions of an entry: which there are, each as it was, and what differs between two."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlalchemy import Connection

from lyceum_catalog.entries import Dataset
from lyceum_catalog.snippets import snippet, snippets
from lyceum_hub.service.callers import EntriesReader
from lyceum_hub.service.entries.access import MANAGE, READ, SEE, Reader, reader_of, require, rights, seen
from lyceum_hub.service.entries.published import Published
from lyceum_hub.service.entries.store import page_of
from lyceum_hub.service.entries.versions import Version, at_version, versions_of
from lyceum_hub.service.language import spoken
from lyceum_hub.service.routes.entries import described
from lyceum_hub.service.routes.parts import DatabasePart, SettingsPart, instant
from lyceum_hub.service.stewardship.difference import difference
from lyceum_hub.settings import SERVICE_PREFIX, Settings

router = APIRouter(prefix="/api/entries", tags=["versions"])

KEPT_BACK = {"modules": MANAGE, "resources": READ, "notebook": READ}  # what only those with a right are told

Number = Annotated[int, Path(ge=1, le=1_000_000)]
Since = Annotated[int, Query(ge=1, le=1_000_000, description="the version to compare with")]


@router.get("/{name}/versions")
def find(caller: EntriesReader, database: DatabasePart, name: str) -> dict[str, Any]:
    """List the versions of an entry, newest first."""
    with database.reading() as connection:
        require(connection, reader_of(caller), name, SEE)
        return {"items": [shown(version) for version in versions_of(connection, name)]}


@router.get("/{name}/versions/{version}")
def read(
    caller: EntriesReader, database: DatabasePart, settings: SettingsPart, name: str, version: Number
) -> dict[str, Any]:
    """Return an entry as it was at a version, and what the caller may do with the entry."""
    reader = reader_of(caller)
    with database.reading() as connection:
        require(connection, reader, name, SEE)
        found = at_version(connection, name, version)
        page = page_of(connection, found, rights(connection, reader, name), reader)
    told = described(page, settings)
    return {**told, **pinned(found, settings)} if told.get("snippet") else told


@router.get("/{name}/versions/{version}/difference")
def compare(caller: EntriesReader, database: DatabasePart, name: str, version: Number, since: Since) -> dict[str, Any]:
    """Return the fields in which a version differs from another one, and whether its notebook does."""
    reader = reader_of(caller)
    with database.reading() as connection:
        require(connection, reader, name, SEE)
        before, now = (record_of(connection, reader, name, number) for number in (since, version))
    found = difference(before, now)
    return {**found, "fields": [spoken(field, "label") for field in found["fields"]]}


def pinned(found: Published, settings: Settings) -> dict[str, Any]:
    """Return how to load a data set at a version."""
    dataset, number = found.entry, found.version
    if not isinstance(dataset, Dataset):
        return {}
    intake_url = f"{settings.url}{SERVICE_PREFIX}/intake/e/{dataset.name}/{number}.yaml"
    return {
        "snippet": snippet(dataset, number),
        "snippets": snippets(dataset, number),
        "intake_url": intake_url,
    }


def record_of(connection: Connection, reader: Reader, name: str, version: int) -> dict[str, Any]:
    """Return what a version says, as far as a reader may know: neither where to read, nor names they do not see."""
    record = at_version(connection, name, version).entry.record()
    for field in ("derived_from", "prerequisites"):
        named = record.get(field, [])
        visible = seen(connection, reader, named) if named else ()
        record[field] = [one for one in named if one in visible]
    held = rights(connection, reader, name)
    return {field: value for field, value in record.items() if KEPT_BACK.get(field, SEE) in held}


def shown(version: Version) -> dict[str, Any]:
    """Return a version as JSON."""
    return {**asdict(version), "published_at": instant(version.published_at)}

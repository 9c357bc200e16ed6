"""Entries: search, read, publish."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from lyceum_catalog.entries import Course, Dataset, Entry, json_schema, parse_entry
from lyceum_catalog.problems import InvalidContent, Problem
from lyceum_catalog.snippets import snippet, snippets
from lyceum_hub.service.callers import EntriesApplier, EntriesReader
from lyceum_hub.service.entries.access import MANAGE, READ, reader_of
from lyceum_hub.service.entries.index import card_of
from lyceum_hub.service.entries.published import FOUND
from lyceum_hub.service.entries.queries import Query as Wanted
from lyceum_hub.service.entries.search import Hit
from lyceum_hub.service.entries.store import Page
from lyceum_hub.service.health.spots import KINDS
from lyceum_hub.service.routes.health import health_of
from lyceum_hub.service.routes.parts import (
    ChecksPart,
    EntriesPart,
    Limit,
    Offset,
    SearchPart,
    ServerProfilesPart,
    SettingsPart,
    instant,
)
from lyceum_hub.service.routes.requests import shown as shown_request
from lyceum_hub.settings import SERVICE_PREFIX, Settings

router = APIRouter(prefix="/api/entries", tags=["entries"])


class Filters(BaseModel):
    """What is looked for, and in which order."""

    q: str = ""
    kind: str = ""
    tag: str = ""
    domain: str = ""
    owner: str = ""
    format: str = ""
    classification: str = ""
    state: Literal["", "published", "deprecated"] = ""
    updated_within: int = Field(default=0, ge=0, le=36_500, description="days; 0: at any time")
    sort: Literal["", "relevance", "name", "date", "use", "stars"] = ""


class Asked(Filters):
    """What the list of entries is asked for."""

    facets: bool = False
    limit: Limit = 50
    offset: Offset = 0

    def query(self) -> Wanted:
        """Return it as the search takes it."""
        return Wanted(words=self.q, **self.model_dump(exclude={"q"}))


@router.get("")
def find(
    caller: EntriesReader,
    search: SearchPart,
    settings: SettingsPart,
    checks: ChecksPart,
    profiles: ServerProfilesPart,
    asked: Annotated[Asked, Query()],
) -> Any:
    """List published entries that hold every word of `q` and have each facet asked for, ranked."""
    found = search.find(asked.query(), reader_of(caller))
    notebooks = [hit.card["name"] for hit in found.hits if hit.card["kind"] in KINDS and hit.may_read]
    ran = health_of(checks, profiles, notebooks) if notebooks else {}
    items = [{**item(hit, settings.shared), "health": ran.get(hit.card["name"], [])} for hit in found.hits]
    facets = {"facets": found.facets} if found.facets is not None else {}
    return {"items": items, "total": found.total, "corrected": found.corrected or None, **facets}


@router.get("/complete")
def complete(caller: EntriesReader, search: SearchPart, q: str = "", limit: Limit = 10) -> dict[str, Any]:
    """List queries that begin like `q`: its last word is completed from the names and tags of entries."""
    return {"items": search.complete(q, reader_of(caller), limit)}


@router.get("/schema")
def schema(caller: EntriesReader, kind: Literal["dataset", "template", "course"] = "dataset") -> dict[str, Any]:
    """Return the JSON Schema of a kind's records, for editors that check while one types."""
    return json_schema(kind)


@router.get("/records")
def records(caller: EntriesReader, entries: EntriesPart, after: str = "", limit: Limit = 100) -> dict[str, Any]:
    """Return the records of the next entries by name, whole, to export them or to compare them with files."""
    return {"items": [asdict(held) for held in entries.after(after, limit, reader_of(caller))]}


@router.get("/{name}")
def read(
    caller: EntriesReader,
    entries: EntriesPart,
    settings: SettingsPart,
    checks: ChecksPart,
    profiles: ServerProfilesPart,
    name: str,
) -> dict[str, Any]:
    """Return one entry at its present version, what the caller may do with it, and how its notebook last ran."""
    page = entries.page(name, reader_of(caller))
    ran = health_of(checks, profiles, [name]) if READ in page.rights else {}
    return {**described(page, settings), "health": ran.get(name, [])}


@router.post("")
def publish(
    caller: EntriesApplier, entries: EntriesPart, body: dict[str, Any] | list[dict[str, Any]]
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


def described(page: Page, settings: Settings) -> dict[str, Any]:
    """Return what somebody sees of an entry; how to load it, and where it lies, only who may read it."""
    found, entry = page.published, page.published.entry
    record = entry.record()
    for part in ("notebook", "modules"):  # notebooks have routes of their own, and what answers a course none
        record.pop(part, None)
    readable = READ in page.rights and found.state in FOUND
    more = dataset_parts(entry, settings, readable) if isinstance(entry, Dataset) else {}
    more |= course_parts(entry, page) if isinstance(entry, Course) else {}
    return {
        **record,
        **shown(card_of(entry), found.version, found.published_at, settings.shared),
        **more,
        **became(page),
        **asdict(page.opinions),
        "access": record.get("access"),
        "derived_from": [name for name in entry.derived_from if name in page.seen],
        "may": {right: right in page.rights for right in (READ, MANAGE)},
        "request": shown_request(page.request) if page.request else None,
        "published_by": found.author,
    }


def became(page: Page) -> dict[str, Any]:
    """Return what became of an entry: whether people shall still use it, and what instead."""
    found = page.published
    return {
        "state": found.state,
        "state_reason": found.state_reason,
        "successor": found.successor if found.successor in page.seen else None,
        "confirmed_at": instant(found.confirmed_at),
    }


def item(hit: Hit, shared: Path) -> dict[str, Any]:
    """Return what a list shows of an entry that was found."""
    card = shown(hit.card, hit.version, hit.updated_at, shared)
    more = {"state": hit.state, "successor": hit.successor, "may_read": hit.may_read}
    return {**card, **more, "uses": hit.uses, "stars": hit.stars, "comments": hit.comments}


def shown(card: dict[str, Any], version: int, published_at: datetime, shared: Path) -> dict[str, Any]:
    """Return what a card shows of an entry that is published."""
    more = {"version": version, "published_at": instant(published_at)}
    size = size_of(card["url"], shared) if card["url"] else None
    return {**{name: value for name, value in card.items() if name != "url"}, "size": size, **more}


def dataset_parts(dataset: Dataset, settings: Settings, readable: bool) -> dict[str, Any]:
    """Return what only a data set has: how to load it, and its resources with their sizes; nothing of it for others."""
    if not readable:
        return {"resources": [], "snippet": None, "snippets": {}, "intake_url": None}
    resources = [
        {**resource.model_dump(mode="json"), "size": size_of(resource.url, settings.shared)}
        for resource in dataset.resources
    ]
    intake_url = f"{settings.url}{SERVICE_PREFIX}/intake/e/{dataset.name}.yaml"
    return {
        "resources": resources,
        "snippet": snippet(dataset),
        "snippets": snippets(dataset),
        "intake_url": intake_url,
    }


def course_parts(course: Course, page: Page) -> dict[str, Any]:
    """Return what only a course has: the titles of its modules, and those courses before it that the reader sees."""
    modules = [{"name": each.name, "title": each.title, "duration": each.duration} for each in course.modules]
    return {"modules": modules, "prerequisites": [name for name in course.prerequisites if name in page.seen]}


def size_of(url: str, shared: Path) -> int | None:
    """Return the bytes of a file in the shared folder; None for what lies elsewhere."""
    if ":" in url or url.startswith("/"):
        return None
    path = shared / url
    return path.stat().st_size if path.is_file() else None

"""Saved searches: kept, shared, and opened with Intake."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from lyceum_catalog.intake_catalogs import shelves
from lyceum_hub.service.callers import Caller, EntriesProposer, EntriesReader
from lyceum_hub.service.entries.access import reader_of
from lyceum_hub.service.entries.queries import Query
from lyceum_hub.service.entries.saved import SavedSearch, SavedSearches, Wish
from lyceum_hub.service.entries.search import Search
from lyceum_hub.service.entries.shelves import MOST_ENTRIES, Shelf
from lyceum_hub.service.routes.entries import Filters
from lyceum_hub.service.routes.intake import Number, Yaml, holding, parts_of
from lyceum_hub.service.routes.parts import (
    EntriesPart,
    SavedPart,
    SearchPart,
    SettingsPart,
    answers,
    instant,
)
from lyceum_hub.settings import SERVICE_PREFIX

Name = Annotated[str, Path(min_length=1, max_length=64)]

router = APIRouter(tags=["searches"])


class Kept(Filters):
    """What a saved search asks for: words, facets and an order."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(default="", max_length=500)


class Wanted(BaseModel):
    """A search to save."""

    title: str = Field(min_length=1, max_length=200, pattern=r"^[^\r\n]*$")
    query: Kept
    shared: bool = False

    def wish(self) -> Wish:
        """Return it as it is kept: without what it does not ask for."""
        return Wish(self.title.strip() or "Search", self.query.model_dump(exclude_defaults=True), self.shared)


@router.get("/api/searches")
def find(caller: EntriesReader, saved: SavedPart) -> dict[str, Any]:
    """List the caller's saved searches and those that are shared."""
    return {"items": [shown(item, caller) for item in saved.of(caller.name)]}


@router.post("/api/searches", status_code=201)
def save(caller: EntriesProposer, saved: SavedPart, body: Wanted) -> dict[str, Any]:
    """Save a search under a name made from its title."""
    return shown(saved.add(caller.name, body.wish()), caller)


@router.put("/api/searches/{name}")
def change(caller: EntriesProposer, saved: SavedPart, name: Name, body: Wanted) -> dict[str, Any]:
    """Change a saved search of the caller's."""
    return shown(saved.change(name, caller.name, body.wish()), caller)


@router.delete("/api/searches/{name}", status_code=204)
def remove(caller: EntriesProposer, saved: SavedPart, name: Name) -> None:
    """Remove a saved search of the caller's."""
    saved.remove(name, caller.name)


@router.get("/intake/searches/{name}.yaml", response_class=Yaml, responses=answers(Yaml.media_type))
def catalog(
    caller: EntriesReader, saved: SavedPart, search: SearchPart, entries: EntriesPart, settings: SettingsPart, name: str
) -> Yaml:
    """Return the catalog of what a saved search finds; of more than a hundred data sets, one of its parts."""
    found = shelf_of(caller, saved, search, name)
    if len(found.names) <= MOST_ENTRIES:
        return holding(found.title, found.names, reader_of(caller), entries, settings)
    return Yaml(shelves(found.title, parts_of(found, f"{settings.url}{SERVICE_PREFIX}/intake/searches/{name}")))


@router.get("/intake/searches/{name}/{number}.yaml", response_class=Yaml, responses=answers(Yaml.media_type))
def catalog_part(
    caller: EntriesReader,
    saved: SavedPart,
    search: SearchPart,
    entries: EntriesPart,
    settings: SettingsPart,
    name: str,
    number: Number,
) -> Yaml:
    """Return the catalog of one part of what a saved search finds."""
    found = shelf_of(caller, saved, search, name)
    return holding(found.title, found.part(number), reader_of(caller), entries, settings)


@router.get("/intake/searches/{name}.json")
def names(caller: EntriesReader, saved: SavedPart, search: SearchPart, name: str) -> dict[str, Any]:
    """Return the names of the data sets that a saved search finds, for the driver `lyceum`."""
    found = shelf_of(caller, saved, search, name)
    return {"title": found.title, "items": found.names}


def shelf_of(caller: Caller, saved: SavedSearches, search: Search, name: str) -> Shelf:
    """Return the data sets that a saved search finds now and that the caller may read."""
    found = saved.get(name, caller.name)
    said = dict(found.query)
    query = Query(words=said.pop("q", ""), **said)
    return Shelf(found.title, tuple(search.names(query, reader_of(caller))))


def shown(found: SavedSearch, caller: Caller) -> dict[str, Any]:
    """Return a saved search, and whether it is the caller's to change."""
    return {**asdict(found), "created_at": instant(found.created_at), "mine": found.owner == caller.name}

"""The catalog in others' words: data sets as DCAT and Croissant, and files of others as drafts of proposals."""

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, Field

from lyceum_catalog.standards.croissant import croissant
from lyceum_catalog.standards.dcat import Node, as_json, as_turtle, catalog_node, dataset_node
from lyceum_catalog.standards.drafts import Given
from lyceum_catalog.standards.importing import read
from lyceum_catalog.standards.publication import Site
from lyceum_hub.service.callers import EntriesProposer, EntriesReader
from lyceum_hub.service.entries.access import Reader, reader_of
from lyceum_hub.service.entries.publications import Publications
from lyceum_hub.service.routes.parts import ProposalsPart, PublicationsPart, SettingsPart, answers
from lyceum_hub.service.routes.proposals import line_of
from lyceum_hub.settings import SERVICE_PREFIX, Settings

AT_ONCE = 200
LONGEST = 1024 * 1024  # characters; the readers count bytes

router = APIRouter(prefix="/api", tags=["standards"])


class JsonLd(Response):
    """A JSON-LD document."""

    media_type = "application/ld+json"


class Turtle(Response):
    """A Turtle document."""

    media_type = "text/turtle"


class Import(BaseModel):
    """A file of somebody else's, and what it is."""

    format: Literal["dcat", "intake"]
    text: Annotated[str, Field(min_length=1, max_length=LONGEST)]


@router.get("/entries/{name}/dcat.jsonld", response_class=JsonLd, responses=answers(JsonLd.media_type))
def dcat_json(caller: EntriesReader, found: PublicationsPart, settings: SettingsPart, name: str) -> JsonLd:
    """Return a data set in DCAT, as JSON-LD."""
    node = dataset_node(site_of(settings), found.one(name, reader_of(caller)))
    return JsonLd("".join(as_json([[node]])))


@router.get("/entries/{name}/dcat.ttl", response_class=Turtle)
def dcat_turtle(caller: EntriesReader, found: PublicationsPart, settings: SettingsPart, name: str) -> Turtle:
    """Return a data set in DCAT, as Turtle."""
    node = dataset_node(site_of(settings), found.one(name, reader_of(caller)))
    return Turtle("".join(as_turtle([[node]])))


@router.get("/entries/{name}/croissant.json", response_class=JsonLd, responses=answers(JsonLd.media_type))
def croissant_json(caller: EntriesReader, found: PublicationsPart, settings: SettingsPart, name: str) -> JsonLd:
    """Return a data set in Croissant, with its files where the caller may read them."""
    return JsonLd(json.dumps(croissant(site_of(settings), found.one(name, reader_of(caller))), ensure_ascii=False))


@router.get("/dcat/catalog.jsonld", response_class=JsonLd, responses=answers(JsonLd.media_type))
def catalog_json(caller: EntriesReader, found: PublicationsPart, settings: SettingsPart) -> StreamingResponse:
    """Return all data sets that the caller sees in DCAT, as JSON-LD."""
    pages = pages_of(found, reader_of(caller), site_of(settings))
    return StreamingResponse(as_json(pages), media_type=JsonLd.media_type)


@router.get("/dcat/catalog.ttl", response_class=Turtle)
def catalog_turtle(caller: EntriesReader, found: PublicationsPart, settings: SettingsPart) -> StreamingResponse:
    """Return all data sets that the caller sees in DCAT, as Turtle."""
    pages = pages_of(found, reader_of(caller), site_of(settings))
    return StreamingResponse(as_turtle(pages), media_type=f"{Turtle.media_type}; charset=utf-8")


@router.post("/proposals/import", status_code=201)
def import_drafts(
    caller: EntriesProposer, proposals: ProposalsPart, settings: SettingsPart, body: Import
) -> dict[str, Any]:
    """Keep a draft for each data set that a file describes: all, or none. The file is data; nothing in it is run."""
    found = read(body.text, body.format, Given(caller.name, str(settings.shared)))
    made = proposals.add_all(reader_of(caller), found.entries, f"Imported from a {NAMES[body.format]} file.")
    items = [line_of(proposal, caller.name) for proposal in made]
    return {"items": items, "notes": [note.as_dict() for note in found.notes]}


NAMES = {"dcat": "DCAT", "intake": "catalog of Intake's"}


def site_of(settings: Settings) -> Site:
    """Return the workspace as the outside knows it."""
    return Site(settings.name, f"{settings.url}{SERVICE_PREFIX}", str(settings.shared))


def pages_of(found: Publications, reader: Reader, site: Site) -> Iterator[list[Node]]:
    """Yield the catalog, and then its data sets, few in memory at a time."""
    names = found.names(reader)
    yield [catalog_node(site, names)]
    for start in range(0, len(names), AT_ONCE):
        yield [dataset_node(site, item) for item in found.some(names[start : start + AT_ONCE], reader)]

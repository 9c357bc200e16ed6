"""Opening one data set, at its present version or at a numbered one: for stock Intake and for `open_entry`."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from fastapi.responses import Response

from lyceum_catalog.intake_catalogs import as_yaml
from lyceum_hub.service.callers import EntriesReader
from lyceum_hub.service.routes.intake import Number, Yaml
from lyceum_hub.service.routes.parts import OpeningsPart, answers

router = APIRouter(prefix="/intake/e", tags=["intake"])

Place = Annotated[str, Header(alias="Lyceum-Place", max_length=1000, description="`notebook:` and its path")]

Preview = Annotated[bool, Query(description="for its first rows only, which is no load")]


class Json(Response):
    """A JSON document that is written already."""

    media_type = "application/json"


@router.get("/{name}.yaml", response_class=Yaml, responses=answers(Yaml.media_type))
def entry(caller: EntriesReader, openings: OpeningsPart, name: str, place: Place = "") -> Yaml:
    """Return the catalog of one data set."""
    return Yaml(openings.open(caller, name, None, place, as_yaml))


@router.get("/{name}.json", response_class=Json, responses=answers(Json.media_type))
def entry_as_json(
    caller: EntriesReader, openings: OpeningsPart, name: str, place: Place = "", preview: Preview = False
) -> Json:
    """Return the catalog of one data set as Intake's `Catalog.from_dict` takes it."""
    return Json(openings.open(caller, name, None, place, as_json, counted=not preview))


@router.get("/{name}/{version}.yaml", response_class=Yaml, responses=answers(Yaml.media_type))
def version(caller: EntriesReader, openings: OpeningsPart, name: str, version: Number, place: Place = "") -> Yaml:
    """Return the catalog of one version of a data set, with the fingerprints of its files."""
    return Yaml(openings.open(caller, name, version, place, as_yaml))


@router.get("/{name}/{version}.json", response_class=Json, responses=answers(Json.media_type))
def version_as_json(
    caller: EntriesReader,
    openings: OpeningsPart,
    name: str,
    version: Number,
    place: Place = "",
    preview: Preview = False,
) -> Json:
    """Return the catalog of one version of a data set as Intake's `Catalog.from_dict` takes it."""
    return Json(openings.open(caller, name, version, place, as_json, counted=not preview))


def as_json(document: dict[str, Any]) -> str:
    """Return a document as JSON."""
    return json.dumps(document, ensure_ascii=False)

"""Templates, and what notebooks ask for."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from lyceum_catalog.entries import Template
from lyceum_catalog.notebooks import language_of, parse_notebook
from lyceum_catalog.parameters import infer_parameters
from lyceum_hub.errors import NotFound
from lyceum_hub.service.callers import EntriesReader, RunsReader
from lyceum_hub.service.entries.access import reader_of
from lyceum_hub.service.entries.opinions import counts_of
from lyceum_hub.service.entries.published import Published
from lyceum_hub.service.entries.versions import at_version
from lyceum_hub.service.routes.health import health_of
from lyceum_hub.service.routes.parts import (
    ChecksPart,
    DatabasePart,
    EntriesPart,
    LikenessPart,
    LoadsPart,
    ServerProfilesPart,
    instant,
)

router = APIRouter(prefix="/api", tags=["templates"])

Number = Annotated[int, Query(ge=1, le=1_000_000)]
Used = Annotated[bool, Query(description="to work with it, which counts as a use")]


class Inspected(BaseModel):
    """A notebook to look into."""

    notebook: dict[str, Any]


class Opened(Inspected):
    """A notebook that somebody has open, and what it is called."""

    title: str = Field(default="", max_length=200)


@router.get("/templates")
def find(
    caller: EntriesReader,
    entries: EntriesPart,
    database: DatabasePart,
    checks: ChecksPart,
    profiles: ServerProfilesPart,
) -> dict[str, Any]:
    """List the published templates, with how often each was used, its stars and comments, and how it last ran."""
    found = entries.of_kind("template", reader_of(caller))
    with database.reading() as connection:
        counts = counts_of(connection, [item.entry.name for item in found])
    ran = health_of(checks, profiles, [item.entry.name for item in found])
    items = [
        {**summary(item), **counts.get(item.entry.name, {}), "health": ran.get(item.entry.name, [])} for item in found
    ]
    return {"items": items, "total": len(items)}


@router.get("/templates/{name}")
def read(
    caller: EntriesReader,
    entries: EntriesPart,
    database: DatabasePart,
    loads: LoadsPart,
    checks: ChecksPart,
    profiles: ServerProfilesPart,
    name: str,
    version: Number | None = None,
    used: Used = False,
) -> dict[str, Any]:
    """Return one template with its notebook, at its present version or an earlier one."""
    found = entries.get(name, reader_of(caller))
    if version is not None:
        with database.reading() as connection:
            found = at_version(connection, name, version)
    ran = health_of(checks, profiles, [name])
    told = {**summary(found), "notebook": template_in(found).notebook, "health": ran.get(name, [])}
    if used:
        loads.count(name, found.version, caller)
    return told


@router.post("/templates/near")
def near(caller: EntriesReader, entries: EntriesPart, likeness: LikenessPart, body: Opened) -> dict[str, Any]:
    """List the templates that have most in common with a notebook, and what; nothing of it is executed or kept."""
    found = likeness.near(parse_notebook(body.notebook), body.title, entries.of_kind("template", reader_of(caller)))
    return {"items": [asdict(item) for item in found]}


@router.post("/notebooks/inspect")
def inspect(caller: RunsReader, body: Inspected) -> dict[str, Any]:
    """Return the parameters that a notebook declares; nothing of it is executed or kept."""
    notebook = parse_notebook(body.notebook)
    return {
        "parameters": [parameter.as_dict() for parameter in infer_parameters(notebook)],
        "kernel": notebook["metadata"]["kernelspec"]["name"],
        "language": language_of(notebook),
        "cells": len(notebook["cells"]),
    }


def summary(found: Published) -> dict[str, Any]:
    """Return what a card shows of a template."""
    template = template_in(found)
    return {
        **template.model_dump(exclude={"notebook", "links"}),
        "parameters": [parameter.as_dict() for parameter in infer_parameters(template.notebook)],
        "version": found.version,
        "published_at": instant(found.published_at),
    }


def template_in(found: Published) -> Template:
    """Return the template that is published; raise NotFound when it is something else."""
    if not isinstance(found.entry, Template):
        raise NotFound(f"{found.entry.name!r} is a {found.entry.label}, not a template.")
    return found.entry

"""Templates, and what notebooks ask for."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

from lyceum_catalog.entries import Template
from lyceum_catalog.notebooks import language_of, parse_notebook
from lyceum_catalog.parameters import infer_parameters
from lyceum_hub.errors import NotFound
from lyceum_hub.service.callers import EntriesReader, RunsReader
from lyceum_hub.service.entries.access import reader_of
from lyceum_hub.service.entries.published import Published
from lyceum_hub.service.entries.versions import at_version
from lyceum_hub.service.routes.parts import DatabasePart, EntriesPart, instant

router = APIRouter(prefix="/api", tags=["templates"])

Number = Annotated[int, Query(ge=1, le=1_000_000)]


class Inspected(BaseModel):
    """A notebook to look into."""

    notebook: dict[str, Any]


@router.get("/templates")
def find(caller: EntriesReader, entries: EntriesPart) -> dict[str, Any]:
    """List the published templates."""
    items = [summary(item) for item in entries.of_kind("template", reader_of(caller))]
    return {"items": items, "total": len(items)}


@router.get("/templates/{name}")
def read(
    caller: EntriesReader, entries: EntriesPart, database: DatabasePart, name: str, version: Number | None = None
) -> dict[str, Any]:
    """Return one template with its notebook, at its present version or an earlier one."""
    found = entries.get(name, reader_of(caller))
    if version is not None:
        with database.reading() as connection:
            found = at_version(connection, name, version)
    return {**summary(found), "notebook": template_in(found).notebook}


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

"""Readiness: what is known of a notebook that is to be a template: parameters, what it shows, how it ran as it is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from lyceum_catalog.exposure import Exposure, exposures
from lyceum_catalog.notebooks import parse_notebook
from lyceum_catalog.parameters import infer_parameters
from lyceum_catalog.problems import InvalidContent
from lyceum_hub.database.tables import runs
from lyceum_hub.service.runs.work import hash_of


@dataclass(frozen=True)
class Trial:
    """The newest run of precisely this notebook, with the defaults of its parameters."""

    id: str
    state: str
    profile: str
    at: datetime


@dataclass(frozen=True)
class Readiness:
    """The names of a notebook's parameters, what it should not show, and how it ran where somebody tried."""

    parameters: list[str]
    exposed: list[Exposure]
    trial: Trial | None


def readiness_of(connection: Connection, content: object, people: Collection[str]) -> Readiness:
    """Return what is known of a notebook that some people propose; raise InvalidContent when it is none."""
    notebook = parse_notebook(content)
    return Readiness(parameters_of(notebook), exposures(notebook), trial_of(connection, notebook, people))


def parameters_of(notebook: Mapping[str, Any]) -> list[str]:
    """Return the names of the parameters that a notebook declares; none where their cell does not parse."""
    try:
        return [parameter.name for parameter in infer_parameters(notebook)]
    except InvalidContent:
        return []


def trial_of(connection: Connection, notebook: Mapping[str, Any], people: Collection[str]) -> Trial | None:
    """Return the newest run of a notebook by one of some people, if there is any."""
    same = runs.c.work["notebook_hash"].as_string() == hash_of(notebook)
    theirs = select(runs).where(runs.c.owner.in_(sorted(people)), same)
    rows = connection.execute(theirs.order_by(runs.c.created_at.desc()))
    row = next((row for row in rows if not row.work.get("parameters")), None)
    return Trial(row.id, row.state, row.work["profile"], row.finished_at or row.created_at) if row else None

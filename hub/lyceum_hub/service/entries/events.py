"""Loads in notebooks and programs as OpenLineage run events, made of what is counted: one for each place and day."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import Select, and_, func, select, tuple_

from lyceum_hub.database import Database
from lyceum_hub.database.tables import entry_loads, entry_versions
from lyceum_hub.service.entries.access import MANAGE, SEE
from lyceum_hub.service.entries.loads import NOTEBOOK, RUN
from lyceum_hub.service.runs.lineage import (
    NAMESPACE,
    PRODUCER,
    RUN_IDS,
    SPECIFICATION,
    dataset_facets,
    facet,
    zulu,
)
from lyceum_hub.service.viewers import Viewer

AT_ONCE = 500
KEY = (entry_loads.c.day, *(column for column in entry_loads.primary_key if column.name != "day"))


class LoadEvents:
    """The events of loads outside of runs, for those who loaded and for those who manage what was loaded."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, viewer: Viewer, entry: str, limit: int, offset: int) -> tuple[list[dict[str, Any]], int]:
        """Return a page of events, newest first, and how many there are; of one entry where that is named."""
        chosen = loads(viewer, entry)
        page = chosen.order_by(*(column.desc() for column in KEY)).limit(limit).offset(offset)
        with self._database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(chosen.subquery())).scalar_one()
            return [event_of(row) for row in connection.execute(page)], total

    def each(self, viewer: Viewer, entry: str = "") -> Iterator[dict[str, Any]]:
        """Yield all events, oldest first, with few of them in memory at a time."""
        query, start = loads(viewer, entry).order_by(*KEY).limit(AT_ONCE), None
        while True:
            more = query.where(tuple_(*KEY) > tuple_(*start)) if start else query
            with self._database.reading() as connection:
                rows = connection.execute(more).all()
            yield from map(event_of, rows)
            if len(rows) < AT_ONCE:
                return
            start = [rows[-1]._mapping[column.name] for column in KEY]


def loads(viewer: Viewer, entry: str) -> Select[Any]:
    """Return the query for loads outside of runs that somebody may know of, with what the versions say."""
    versions = and_(entry_versions.c.name == entry_loads.c.entry, entry_versions.c.version == entry_loads.c.version)
    mine = (entry_loads.c.person == viewer.name) | viewer.reader.may(MANAGE, entry_loads.c.entry)
    named = [entry_loads.c.entry == entry] if entry else []
    return (
        select(entry_loads, entry_versions.c.record)
        .select_from(entry_loads.outerjoin(entry_versions, versions))
        .where(~entry_loads.c.place.startswith(RUN), mine, viewer.reader.may(SEE, entry_loads.c.entry), *named)
    )


def event_of(row: Any) -> dict[str, Any]:
    """Return the event of a line of loads."""
    path = row.place.removeprefix(NOTEBOOK) if row.place.startswith(NOTEBOOK) else ""
    key = " ".join(("load", row.entry, str(row.version), row.person, row.day.isoformat(), row.place))
    return {
        "eventType": "COMPLETE",
        "eventTime": zulu(row.last_at),
        "run": {"runId": str(uuid.uuid5(RUN_IDS, key)), "facets": run_facets(row)},
        "job": {
            "namespace": NAMESPACE,
            "name": f"{row.person}/{path}" if path else row.person,
            "facets": job_facets(row.person, "NOTEBOOK" if path else "PROGRAM"),
        },
        "inputs": [dataset(row.entry, row.version, row.record or {})],
        "outputs": [],
        "producer": PRODUCER,
        "schemaURL": SPECIFICATION,
    }


def run_facets(row: Any) -> dict[str, Any]:
    """Return what the standard's facets say of loads on a day: which, and how many."""
    tags = [{"key": "loads", "value": str(row.count), "source": "LYCEUM"}]
    nominal = zulu(datetime.combine(row.day, time(), UTC))
    return {
        "tags": facet("1-0-0", "TagsRunFacet", tags=tags),
        "nominalTime": facet("1-0-1", "NominalTimeRunFacet", nominalStartTime=nominal),
    }


def job_facets(person: str, kind: str) -> dict[str, Any]:
    """Return what the standard's facets say of a notebook or a program: its kind, and whose it is."""
    owners = [{"name": person, "type": "OWNER"}]
    return {
        "jobType": facet("2-0-3", "JobTypeJobFacet", processingType="BATCH", integration="LYCEUM", jobType=kind),
        "ownership": facet("1-0-1", "OwnershipJobFacet", owners=owners),
    }


def dataset(name: str, version: int, record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entry that was loaded as a data set of an event."""
    return {"namespace": NAMESPACE, "name": name, "facets": dataset_facets(version, record)}

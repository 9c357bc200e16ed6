"""Lineage: what each attempt of a run read and wrote, as OpenLineage run events, written in the move's transaction."""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, literal, select

from lyceum_hub import __version__
from lyceum_hub.database import Database
from lyceum_hub.database.tables import entry_versions, lineage_events, run_entries, runs
from lyceum_hub.service.entries import access
from lyceum_hub.service.entries.access import SEE
from lyceum_hub.service.runs.run import Run, State
from lyceum_hub.service.viewers import Viewer

SPECIFICATION = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
FACETS = "https://openlineage.io/spec/facets"
PRODUCER = f"urn:lyceum:{__version__}"
NAMESPACE = "lyceum"
RUN_IDS = uuid.UUID("5b0e1d0c-6a52-4b0b-9d3e-8f4f2d6f1a77")
SIDES = ("inputs", "outputs")
AT_ONCE = 500

EVENT_TYPES = {
    State.RUNNING: "START",
    State.SUCCEEDED: "COMPLETE",
    State.FAILED: "FAIL",
    State.KERNEL_DIED: "FAIL",
    State.TIMED_OUT: "FAIL",
    State.LOST: "FAIL",
    State.CANCELLED: "ABORT",
}


class Lineage:
    """The events in the database, for whoever may see their runs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(
        self, viewer: Viewer, run: str = "", entry: str = "", limit: int = 50, offset: int = 0
    ) -> tuple[list[dict[str, Any]], int]:
        """Return a page of events, newest first, and how many there are; of one run or entry where that is named."""
        chosen, joined = chosen_events(viewer, run, entry), lineage_events.join(runs)
        page = an_event().where(*chosen).order_by(lineage_events.c.id.desc())
        with self._database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(joined).where(*chosen)).scalar_one()
            return veiled(connection, viewer, connection.execute(page.limit(limit).offset(offset)).all()), total

    def each(self, viewer: Viewer, run: str = "", entry: str = "") -> Iterator[dict[str, Any]]:
        """Yield all events, oldest first, with few of them in memory at a time."""
        query = an_event().where(*chosen_events(viewer, run, entry))
        last = 0
        while True:
            with self._database.reading() as connection:
                more = query.where(lineage_events.c.id > last).order_by(lineage_events.c.id).limit(AT_ONCE)
                found = connection.execute(more).all()
                events = veiled(connection, viewer, found)
            yield from events
            if len(found) < AT_ONCE:
                return
            last = found[-1].id


def chosen_events(viewer: Viewer, run: str, entry: str) -> list[ColumnElement[bool]]:
    """Return the conditions on events joined with their runs; of an entry that is not seen, only one's own tell."""
    touching = select(run_entries.c.run).where(run_entries.c.entry == entry)
    known = (runs.c.owner == viewer.name) | viewer.reader.may(SEE, literal(entry))
    named = [runs.c.id == run] if run else []
    return [viewer.sees(runs), *named, *([runs.c.id.in_(touching), known] if entry else [])]


def an_event() -> Select[Any]:
    """Return the query for events, each with its run's owner."""
    columns = (lineage_events.c.id, lineage_events.c.event, runs.c.owner)
    return select(*columns).select_from(lineage_events.join(runs))


def veiled(connection: Connection, viewer: Viewer, rows: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    """Return events without the entries that somebody may not see; of their own runs' only what those told."""
    if viewer.reader.sees_all:
        return [row.event for row in rows]
    seen = access.seen(connection, viewer.reader, {name for row in rows for name in names_in(row.event)})
    return [veil(row.event, seen, row.owner == viewer.name) for row in rows]


def veil(event: dict[str, Any], seen: Collection[str], is_own: bool) -> dict[str, Any]:
    """Return an event as it is without some entries, or without what is said of them."""
    sides = {side: [shown for item in event[side] if (shown := veil_item(item, seen, is_own))] for side in SIDES}
    return {**event, **sides}


def veil_item(item: dict[str, Any], seen: Collection[str], is_own: bool) -> dict[str, Any] | None:
    """Return a data set of an event: whole, as its run told of it, or not at all."""
    if item["name"] in seen:
        return item
    told = {name: facet for name, facet in item["facets"].items() if name == "version"}
    return {**item, "facets": told} if is_own else None


def names_in(event: Mapping[str, Any]) -> list[str]:
    """Return the names of the data sets of an event."""
    return [item["name"] for side in SIDES for item in event[side]]


def record(connection: Connection, run: Run, state: State, at: datetime, reason: str | None) -> None:
    """Keep the event of a run that comes to a state, where the state has one."""
    if state in EVENT_TYPES:
        read, written = (datasets(connection, run.id, role) for role in ("read", "written"))
        event = {**run_event(run, state, at, reason), "inputs": read, "outputs": written}
        connection.execute(insert(lineage_events).values(run=run.id, at=at, event=event))


def run_event(run: Run, state: State, at: datetime, reason: str | None) -> dict[str, Any]:
    """Return the event of a run that comes to a state, without its data sets."""
    attempt = run.attempt + (run.state is State.QUEUED)  # what is cancelled in the queue has no attempt yet
    job_type = facet("2-0-3", "JobTypeJobFacet", processingType="BATCH", integration="LYCEUM", jobType="NOTEBOOK")
    owners = facet("1-0-1", "OwnershipJobFacet", owners=[{"name": run.owner, "type": "OWNER"}])
    return {
        "eventType": EVENT_TYPES[state],
        "eventTime": zulu(at),
        "run": {"runId": run_uuid(run.id, attempt), "facets": run_facets(run, state, reason, attempt)},
        "job": {
            "namespace": NAMESPACE,
            "name": f"{run.owner}/{run.name}",
            "facets": {"jobType": job_type, "ownership": owners},
        },
        "producer": PRODUCER,
        "schemaURL": SPECIFICATION,
    }


def run_facets(run: Run, state: State, reason: str | None, attempt: int) -> dict[str, Any]:
    """Return what the standard's facets say of a run: its id here, its time, its group, its error."""
    tags = [{"key": key, "value": value, "source": "LYCEUM"} for key, value in tags_of(run, state, attempt).items()]
    facets = {"tags": facet("1-0-0", "TagsRunFacet", tags=tags)}
    if run.scheduled_for:
        nominal = zulu(run.scheduled_for)
        facets["nominalTime"] = facet("1-0-1", "NominalTimeRunFacet", nominalStartTime=nominal)
    if run.group:
        job = {"namespace": NAMESPACE, "name": f"{run.owner}/{run.name.partition(' (')[0]}"}
        facets["parent"] = facet("1-1-0", "ParentRunFacet", run={"runId": run_uuid(run.group, 0)}, job=job)
    if EVENT_TYPES[state] == "FAIL":
        message = reason or f"It ended as {state}."
        facets["errorMessage"] = facet("1-0-1", "ErrorMessageRunFacet", message=message, programmingLanguage="PYTHON")
    return facets


def tags_of(run: Run, state: State, attempt: int) -> dict[str, str]:
    """Return what finds a run here again, and in which state it is."""
    known = {"run": run.id, "attempt": str(attempt), "state": state, "schedule": run.schedule, "group": run.group}
    return {key: value for key, value in known.items() if value}


def datasets(connection: Connection, run_id: str, role: str) -> list[dict[str, Any]]:
    """Return the entries that a run read or wrote, as data sets with their versions and owners."""
    versions = (entry_versions.c.name == run_entries.c.entry) & (entry_versions.c.version == run_entries.c.version)
    theirs = (
        select(run_entries.c.entry, run_entries.c.version, entry_versions.c.record)
        .select_from(run_entries.outerjoin(entry_versions, versions))
        .where(run_entries.c.run == run_id, run_entries.c.role == role)
        .order_by(run_entries.c.entry)
    )
    return [
        {"namespace": NAMESPACE, "name": row.entry, "facets": dataset_facets(row.version, row.record or {})}
        for row in connection.execute(theirs)
    ]


def dataset_facets(version: int | None, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the standard's facets say of an entry: its version, who answers for it, what it is."""
    owners = [{"name": entry[key], "type": key.upper()} for key in ("owner", "steward") if entry.get(key)]
    said = {
        "version": facet("1-0-1", "DatasetVersionDatasetFacet", datasetVersion=str(version)) if version else None,
        "ownership": facet("1-0-1", "OwnershipDatasetFacet", owners=owners) if owners else None,
        "documentation": facet("1-1-0", "DocumentationDatasetFacet", description=entry["summary"]) if entry else None,
    }
    return {name: value for name, value in said.items() if value}


def facet(version: str, name: str, **values: Any) -> dict[str, Any]:
    """Return a facet of the standard."""
    return {"_producer": PRODUCER, "_schemaURL": f"{FACETS}/{version}/{name}.json#/$defs/{name}", **values}


def run_uuid(run_id: str, attempt: int) -> str:
    """Return the UUID that an attempt of a run has in the events; a group's has attempt 0."""
    return str(uuid.uuid5(RUN_IDS, f"{run_id} {attempt}"))


def zulu(at: datetime) -> str:
    """Return a point in time as RFC 3339 in UTC."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

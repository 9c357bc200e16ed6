"""The lineage of an entry: what feeds it, what would break if it changed, and who depends on it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from lyceum_hub.scopes import RUNS_READ
from lyceum_hub.service.callers import EntriesReader
from lyceum_hub.service.entries.access import MANAGE, SEE, reader_of, require
from lyceum_hub.service.entries.graph import dependents_of, lineage_of
from lyceum_hub.service.routes.parts import DatabasePart

router = APIRouter(prefix="/api/entries", tags=["lineage"])

Depth = Annotated[int, Query(ge=1, le=6, description="how many links to follow in each direction")]


@router.get("/{name}/lineage")
def lineage(caller: EntriesReader, database: DatabasePart, name: str, depth: Depth = 2) -> dict[str, Any]:
    """Return the graph around an entry: entries, templates, jobs and notebooks, as far as the caller may see them."""
    reader, viewer = reader_of(caller), caller.viewer if RUNS_READ in caller.scopes else None
    with database.reading() as connection:
        require(connection, reader, name, SEE)
        return lineage_of(connection, reader, viewer, name, depth)


@router.get("/{name}/dependents")
def dependents(caller: EntriesReader, database: DatabasePart, name: str) -> dict[str, Any]:
    """Return who and what depends on an entry, for those who manage it."""
    with database.reading() as connection:
        require(connection, reader_of(caller), name, MANAGE)
        return dependents_of(connection, reader_of(caller), name)

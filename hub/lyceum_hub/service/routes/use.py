"""The use of an entry: its loads over time, and by whom."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from lyceum_hub.service.callers import EntriesReader
from lyceum_hub.service.entries.access import MANAGE, SEE, reader_of, require, rights
from lyceum_hub.service.entries.use import Loader, loaders_of, use_of
from lyceum_hub.service.routes.parts import DatabasePart, instant

router = APIRouter(prefix="/api/entries", tags=["use"])

Days = Annotated[int, Query(ge=1, le=3650)]


@router.get("/{name}/use")
def use(caller: EntriesReader, database: DatabasePart, name: str, days: Days = 90) -> dict[str, Any]:
    """Return how often an entry was loaded within some days; by person for those who manage it."""
    reader = reader_of(caller)
    with database.reading() as connection:
        require(connection, reader, name, SEE)
        found = use_of(connection, name, days)
        manages = MANAGE in rights(connection, reader, name)
        people = loaders_of(connection, name, days) if manages else None
    daily = [{"day": day.isoformat(), "loads": loads} for day, loads in found.by_day]
    by_person = None if people is None else [shown(one) for one in people]
    return {"loads": found.loads, "people": found.people, "by_day": daily, "by_person": by_person}


def shown(loader: Loader) -> dict[str, Any]:
    """Return somebody who loaded an entry as JSON."""
    return {"person": loader.person, "loads": loader.loads, "last_at": instant(loader.last_at)}

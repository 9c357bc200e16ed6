"""Loads: how often who opened which version of an entry, and where, counted in memory and kept every few seconds."""

import asyncio
import logging
import re
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime
from threading import Lock
from typing import NamedTuple
from urllib.parse import unquote

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert  # SQLite writes ON CONFLICT the same way

from lyceum_hub.database import Database
from lyceum_hub.database.tables import entry_index, entry_loads, runs
from lyceum_hub.service.callers import Caller
from lyceum_hub.service.entries.use import recount

PAUSE_SECONDS = 3.0
RECOUNT_SECONDS = 3600.0
MOST_WAITING = 100_000
LONGEST_PLACE = 300
AT_ONCE = 500
RUN_SERVER = re.compile(r"access:servers!server=[^/]+/run-([^-]+)-\d+")
INTAKE, NOTEBOOK, RUN = "intake", "notebook:", "run:"
log = logging.getLogger(__name__)


class Load(NamedTuple):
    """What is counted together: loads of a version by a person at a place on a day."""

    entry: str
    version: int
    person: str
    day: date
    place: str


class Loads:
    """Loads that are counted and not yet kept; those of the caretaker, who checks notebooks, are no use."""

    def __init__(self, database: Database, caretaker: str = "") -> None:
        self._database = database
        self._caretaker = caretaker
        self._lock = Lock()
        self._waiting: dict[Load, tuple[int, datetime]] = {}
        self._recounted = time.monotonic()

    def count(self, entry: str, version: int, caller: Caller, said: str = "") -> None:
        """Count a load; `said` is the place as a notebook told it."""
        if caller.name == self._caretaker:
            return
        now = datetime.now(UTC)
        load = Load(entry, version, caller.name, now.date(), place_of(caller, said))
        with self._lock:
            if load in self._waiting or len(self._waiting) < MOST_WAITING:
                times, _ = self._waiting.get(load, (0, now))
                self._waiting[load] = (times + 1, now)

    async def keep_forever(self) -> None:
        """Keep what was counted until cancelled, and then once more; what fails is logged, and tried again."""
        try:
            while True:
                await asyncio.sleep(PAUSE_SECONDS)
                await asyncio.to_thread(self.keep)
        finally:
            self.keep()

    def keep(self) -> None:
        """Write what was counted, and once an hour what the index says of use."""
        with self._lock:
            counted, self._waiting = self._waiting, {}
        try:
            if counted:
                self._write(counted)
            if time.monotonic() - self._recounted > RECOUNT_SECONDS:
                self._recount()
        except Exception:
            log.exception("Loads of entries could not be kept; trying again.")
            self._take_back(counted)

    def _write(self, counted: Mapping[Load, tuple[int, datetime]]) -> None:
        with self._database.writing() as connection:
            add(connection, with_names_of_runs(connection, counted))
            recount(connection, sorted({load.entry for load in counted}))

    def _recount(self) -> None:
        """Forget uses that are too long ago."""
        with self._database.writing() as connection:
            used = select(entry_index.c.name).where(entry_index.c.uses > 0).order_by(entry_index.c.name)
            recount(connection, list(connection.execute(used).scalars()))
        self._recounted = time.monotonic()

    def _take_back(self, counted: Mapping[Load, tuple[int, datetime]]) -> None:
        with self._lock:
            for load, (times, at) in counted.items():
                more, last = self._waiting.get(load, (0, at))
                self._waiting[load] = (times + more, max(at, last))


def place_of(caller: Caller, said: str) -> str:
    """Return where somebody loads: in a run, as its server's token tells; in a notebook that says so; or elsewhere."""
    run = next((found for scope in caller.carried if (found := RUN_SERVER.fullmatch(scope))), None)
    if run:
        return f"{RUN}{run[1]}"
    place = unquote(said)[:LONGEST_PLACE]
    return place if place.startswith(NOTEBOOK) and place.isprintable() else INTAKE


def with_names_of_runs(
    connection: Connection, counted: Mapping[Load, tuple[int, datetime]]
) -> dict[Load, tuple[int, datetime]]:
    """Return loads with the names of jobs instead of the ids of their runs, those of one job together."""
    ids = sorted({load.place.removeprefix(RUN) for load in counted if load.place.startswith(RUN)})
    known = {
        f"{RUN}{row.id}": f"{RUN}{row.name}"
        for start in range(0, len(ids), AT_ONCE)
        for row in connection.execute(select(runs.c.id, runs.c.name).where(runs.c.id.in_(ids[start : start + AT_ONCE])))
    }
    named: dict[Load, tuple[int, datetime]] = {}
    for load, (times, at) in counted.items():
        load = load._replace(place=known.get(load.place, load.place))
        more, last = named.get(load, (0, at))
        named[load] = (times + more, max(at, last))
    return named


def add(connection: Connection, counted: Mapping[Load, tuple[int, datetime]]) -> None:
    """Add loads to those that are kept; in an order, since other services do so too."""
    rows = [{**load._asdict(), "count": times, "last_at": at} for load, (times, at) in sorted(counted.items())]
    new = insert(entry_loads)
    grown = {"count": entry_loads.c.count + new.excluded.count, "last_at": new.excluded.last_at}
    connection.execute(new.on_conflict_do_update(index_elements=list(entry_loads.primary_key), set_=grown), rows)

"""Occurrences: what becomes of each firing of a schedule; one instant of one schedule is one run, whatever happens."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, select

from lyceum_hub.database.tables import runs
from lyceum_hub.service.runs.moves import queue, stop
from lyceum_hub.service.runs.run import FINAL, ID_BYTES, Run, a_run, one, run_of
from lyceum_hub.service.runs.work import Work

NAMESPACE = uuid.UUID("8a8f27c2-6c0f-4f0e-9d3a-5a3b6f0c7d11")
LATE = timedelta(seconds=60)
MOST_CAUGHT_UP = 20


class Overlap(StrEnum):
    """What a firing does while an earlier run of its schedule has not ended."""

    ALLOW = "allow"
    SKIP = "skip"
    REPLACE = "replace"


class CatchUp(StrEnum):
    """Which firings are made up for that nobody was there to see: the latest, none, or all up to 20."""

    LATEST = "latest"
    NONE = "none"
    ALL = "all"

    @property
    def most(self) -> int:
        """How many firings one look at a schedule queues at most."""
        return MOST_CAUGHT_UP if self is CatchUp.ALL else 1

    def wanted(self, firings: Sequence[datetime], now: datetime) -> list[datetime]:
        """Return the firings to make up for; one that is at most a minute late was not missed."""
        return [firing for firing in firings if self is not CatchUp.NONE or now - firing <= LATE]


def occur(
    connection: Connection, schedule: str, owner: str, name: str, work: Work, overlap: Overlap, firings: list[datetime]
) -> int:
    """Queue the runs of a schedule's firings, as it treats overlaps; return how many were queued."""
    earlier = unfinished(connection, schedule)
    if overlap is Overlap.REPLACE:
        firings, replaced = firings[-1:], f"Replaced by the firing of {firings[-1]:%Y-%m-%d %H:%M} UTC."
        for run in earlier:
            stop(connection, run, replaced)
    queued = 0
    for firing in firings:
        run_id = occurrence_id(schedule, firing)
        if happened(connection, run_id):
            continue
        occurrence = {"schedule": schedule, "scheduled_for": firing, "alone": overlap is not Overlap.ALLOW}
        fired = f"Fired by its schedule, for {firing:%Y-%m-%d %H:%M} UTC."
        queue(connection, run_id, owner, name, work, fired, **occurrence)
        if overlap is Overlap.SKIP and earlier:
            skipped = f"Skipped: the run {earlier[0].id} of the same schedule had not ended."
            stop(connection, one(connection, run_id), skipped)
        else:
            queued += 1
    return queued


def unfinished(connection: Connection, schedule: str) -> list[Run]:
    """Return a schedule's runs that have not ended, oldest first."""
    theirs = a_run().where(runs.c.schedule == schedule, runs.c.state.not_in(FINAL)).order_by(runs.c.created_at)
    return [run_of(row) for row in connection.execute(theirs)]


def happened(connection: Connection, run_id: str) -> bool:
    """Tell whether a firing has its run already: the clock went back, or the schedule was changed."""
    return connection.execute(select(runs.c.id).where(runs.c.id == run_id)).first() is not None


def occurrence_id(schedule: str, firing: datetime) -> str:
    """Return the id that the run of a firing has, whoever queues it."""
    return uuid.uuid5(NAMESPACE, f"{schedule} {firing.isoformat()}").hex[: 2 * ID_BYTES]

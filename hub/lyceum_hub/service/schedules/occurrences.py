"""Occurrences: what becomes of each firing of a schedule; one instant or cause of one schedule is one run."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from lyceum_hub.database.tables import runs
from lyceum_hub.service import audit
from lyceum_hub.service.runs.moves import move, queue, stop
from lyceum_hub.service.runs.run import FINAL, ID_BYTES, Run, State, a_run, one, run_of
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


@dataclass(frozen=True)
class Firing:
    """What sets a schedule off once: an instant (`at`), what ended or was published (`cause`), or a person."""

    title: str
    because: str
    key: str
    at: datetime | None = None
    cause: str | None = None

    @classmethod
    def at_time(cls, at: datetime) -> "Firing":
        """Return the firing of an instant."""
        when = f"{at:%Y-%m-%d %H:%M} UTC"
        return cls(f"the firing of {when}", f"Fired by its schedule, for {when}.", at.isoformat(), at)

    @classmethod
    def by_cause(cls, cause: str, because: str) -> "Firing":
        """Return the firing that a run's end (`run:<id>`) or a publication (`entry:<name>@<version>`) makes."""
        return cls(f"the firing after {cause}", because, cause, cause=cause)

    @classmethod
    def by_hand(cls, person: str) -> "Firing":
        """Return a firing that somebody asks for now."""
        return cls(f"a run that {person} asked for", f"Asked for by {person}.", uuid.uuid4().hex)


@dataclass(frozen=True)
class Order:
    """What a schedule's firings queue: the work for its owner, or why it cannot be done, and how they overlap."""

    schedule: str
    owner: str
    name: str
    work: Work
    overlap: Overlap
    shared_with: str | None = None
    refused: str | None = None
    no_room: str | None = None

    def values(self, firing: Firing) -> dict[str, Any]:
        """Return what the run of a firing has beside its work."""
        return {
            "schedule": self.schedule,
            "scheduled_for": firing.at,
            "caused_by": firing.cause,
            "alone": self.overlap is not Overlap.ALLOW,
            "shared_with": self.shared_with,
        }


@dataclass(frozen=True)
class Earlier:
    """What came before some firings: the runs of each schedule that have not ended, and the firings that had theirs."""

    unfinished: dict[str, list[Run]]
    happened: frozenset[str]

    @classmethod
    def of(cls, connection: Connection, firings: Mapping[str, Sequence[Firing]]) -> "Earlier":
        """Look for what came before the firings of each schedule."""
        unfinished: dict[str, list[Run]] = {}
        theirs = a_run().where(runs.c.schedule.in_(list(firings)), runs.c.state.not_in(FINAL))
        for row in connection.execute(theirs.order_by(runs.c.created_at)):
            unfinished.setdefault(row.schedule, []).append(run_of(row))
        ids = [occurrence_id(schedule, firing) for schedule, found in firings.items() for firing in found]
        happened = connection.execute(select(runs.c.id).where(runs.c.id.in_(ids))).scalars()
        return cls(unfinished, frozenset(happened))


def occur(connection: Connection, order: Order, firings: Sequence[Firing], before: Earlier) -> list[str]:
    """Queue the runs of a schedule's firings, as it treats overlaps; return the ids of those that may start."""
    earlier = before.unfinished.get(order.schedule, [])
    if order.overlap is Overlap.REPLACE:
        firings = firings[-1:]
        for run in earlier:
            stop(connection, run, f"Replaced by {firings[-1].title}.")
            audit.record(connection, "lyceum", "run.cancel", run.id, schedule=order.schedule)
    skipped = order.no_room
    if order.overlap is Overlap.SKIP and earlier:
        skipped = f"Skipped: the run {earlier[0].id} of the same schedule had not ended."
    queued = []
    for firing in firings:
        run_id = occurrence_id(order.schedule, firing)
        if run_id in before.happened:  # the clock went back, or the schedule was changed
            continue
        queue(connection, run_id, order.owner, order.name, order.work, firing.because, **order.values(firing))
        audit.record(connection, "lyceum", "run.create", run_id, owner=order.owner, schedule=order.schedule)
        if order.refused:
            move(connection, one(connection, run_id), State.FAILED, order.refused)
        elif skipped:
            stop(connection, one(connection, run_id), skipped)
        else:
            queued.append(run_id)
    return queued


def occurrence_id(schedule: str, firing: Firing) -> str:
    """Return the id that the run of a firing has, whoever queues it."""
    return uuid.uuid5(NAMESPACE, f"{schedule} {firing.key}").hex[: 2 * ID_BYTES]

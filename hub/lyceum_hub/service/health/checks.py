"""Checks: what is to be tried, and how it went; the row of a spot is the truth about both.

Several services may look at once: what is wanted is begun under a key of its own, which makes one run.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, exists, insert, or_, select, tuple_, update

from lyceum_hub.database import Database
from lyceum_hub.database.tables import notebook_checks, runs
from lyceum_hub.service import audit
from lyceum_hub.service.health.news import is_news, tell_keepers, tell_of_missed_night
from lyceum_hub.service.health.spots import Spot
from lyceum_hub.service.runs.retention import forget
from lyceum_hub.service.runs.run import CHECK, FINAL, Run, State

SPOT = tuple(notebook_checks.c[name] for name in Spot._fields)


@dataclass(frozen=True)
class Wanted:
    """A spot that is to be tried, since when that is wanted."""

    spot: Spot
    asked_at: datetime

    @property
    def key(self) -> str:
        """What makes one run of it, whoever begins it how often."""
        said = f"{self.asked_at.isoformat()}:{self.spot.notebook}:{self.spot.profile}"
        return f"{CHECK}{hashlib.sha256(said.encode()).hexdigest()}"


@dataclass(frozen=True)
class Check:
    """How a notebook fared with a profile, or all modules of a course together; then `module` is the one that tells."""

    spot: Spot
    run: str
    state: State
    version: int
    finished_at: datetime
    seconds: float

    @property
    def is_good(self) -> bool:
        """Tell whether the notebook ran."""
        return self.state is State.SUCCEEDED


class Checks:
    """Checks in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def want(self, spots: Collection[Spot], at: datetime, actor: str) -> None:
        """Have spots tried, unless that is wanted already since this moment or a later one."""
        with self._database.writing() as connection:
            there = {Spot(*row) for row in connection.execute(select(*SPOT))}
            earlier = update(notebook_checks).where(is_one_of(spots), notebook_checks.c.asked_at < at)
            connection.execute(earlier.values(asked_at=at))
            fresh = [{**spot._asdict(), "asked_at": at} for spot in {*spots} - there]
            if fresh:
                connection.execute(insert(notebook_checks), fresh)
            audit.record(connection, actor, "check.want", "notebooks", checks=len(spots), at=at.isoformat())

    def tell_of_missed_night(self, night: datetime) -> None:
        """Tell the administrators where nothing was tried since the night before this one began."""
        with self._database.writing() as connection:
            tell_of_missed_night(connection, night)

    def keep_only(self, spots: Collection[Spot]) -> None:
        """Forget how notebooks fared that are no longer published, and with profiles that are no longer there."""
        with self._database.writing() as connection:
            connection.execute(delete(notebook_checks).where(~is_one_of(spots)))

    def next(self, taken: Collection[str] = ()) -> Wanted | None:
        """Return what to try now, with no profile that is taken; nothing while a check goes on, or a run waits."""
        going_on = exists().where(runs.c.state.not_in(FINAL), runs.c.caused_by.startswith(CHECK))
        waiting = exists().where(runs.c.state == State.QUEUED)
        begun_for, asked_at = notebook_checks.c.begun_for, notebook_checks.c.asked_at
        now = (or_(begun_for.is_(None), begun_for < asked_at), ~going_on, ~waiting)
        query = select(*SPOT, asked_at).where(*now, notebook_checks.c.profile.not_in(taken)).order_by(asked_at, *SPOT)
        with self._database.reading() as connection:
            row = connection.execute(query.limit(1)).one_or_none()
        return Wanted(Spot(*row[:-1]), row[-1]) if row else None

    def begun(self, wanted: Wanted) -> None:
        """Note that there is a run, or that there can be none."""
        mine = update(notebook_checks).where(is_one_of([wanted.spot]))
        with self._database.writing() as connection:
            connection.execute(mine.values(begun_for=wanted.asked_at))

    def of(self, names: Collection[str]) -> dict[str, list[Check]]:
        """Return how each of some entries fared, by its name: with each profile, the newest first."""
        spots = groupby(self._rows(names), key=lambda row: (row.entry, row.profile))
        checks = [check for _, rows in spots if (check := together(list(rows)))]
        found: dict[str, list[Check]] = {}
        for check in sorted(checks, key=lambda check: check.finished_at, reverse=True):
            found.setdefault(check.spot.entry, []).append(check)
        return found

    def of_modules(self, course: str) -> dict[str, list[Check]]:
        """Return how each module of a course fared, by its name, with each profile."""
        found: dict[str, list[Check]] = {}
        for row in self._rows([course]):
            if row.run:
                found.setdefault(row.module, []).append(check_of(row))
        return found

    def _rows(self, names: Collection[str]) -> list[Row[Any]]:
        with self._database.reading() as connection:
            return list(connection.execute(rows_of(names)))

    def run_ended(self, connection: Connection, run: Run) -> None:
        """Note how a notebook fared, and tell who answers for it once when it no longer runs."""
        if not run.is_check or run.started_at is None or run.state is State.CANCELLED:
            return
        spot, version = tried_by(run)
        rows = connection.execute(rows_of([spot.entry])).all()
        before = next((row for row in rows if row[:3] == spot), None)
        if before is None:  # it is no longer published
            return
        connection.execute(update(notebook_checks).where(is_one_of([spot])).values(found_by(run, version)))
        about = {"run": run.id, "state": run.state, "profile": spot.profile}
        audit.record(connection, "lyceum", "check.end", spot.notebook, **about)
        if run.state is not State.SUCCEEDED and is_news(rows, version):
            tell_keepers(connection, spot, version, run)
        if before.run and not (before.state == State.SUCCEEDED and run.state is not State.SUCCEEDED):
            forget(connection, {before.run: spot.notebook}, run.finished_at or run.since)


def is_one_of(spots: Collection[Spot]) -> ColumnElement[bool]:
    """Return the condition that a row is about one of some spots."""
    return tuple_(*SPOT).in_(sorted(spots))


def rows_of(names: Collection[str]) -> Select[Any]:
    """Return the query for what is known of entries: each spot, those of an entry with a profile together."""
    known = (notebook_checks.c[name] for name in ("run", "state", "version", "started_at", "finished_at"))
    ordered = (notebook_checks.c[name] for name in ("entry", "profile", "module"))
    return select(*SPOT, *known).where(notebook_checks.c.entry.in_(names)).order_by(*ordered)


def check_of(row: Row[Any]) -> Check:
    """Return how a notebook fared."""
    seconds = (row.finished_at - row.started_at).total_seconds()
    return Check(
        Spot(row.entry, row.module, row.profile), row.run, State(row.state), row.version, row.finished_at, seconds
    )


def together(rows: Sequence[Row[Any]]) -> Check | None:
    """Return how all notebooks of an entry fared: one that failed tells, else the one that was tried longest ago.

    None before each was tried, unless one failed.
    """
    checks = sorted((check_of(row) for row in rows if row.run), key=lambda check: (check.is_good, check.finished_at))
    if not checks or (checks[0].is_good and len(checks) < len(rows)):
        return None
    return replace(checks[0], seconds=sum(check.seconds for check in checks))


def tried_by(run: Run) -> tuple[Spot, int]:
    """Return what a check's run tried, and its version."""
    notebook, _, version = (run.caused_by or "").removeprefix(CHECK).rpartition("@")
    entry, _, module = notebook.partition("/")
    return Spot(entry, module, run.work.profile), int(version)


def cause_of(spot: Spot, version: int) -> str:
    """Return what sets off the run that tries a version of a notebook."""
    return f"{CHECK}{spot.notebook}@{version}"


def found_by(run: Run, version: int) -> Mapping[str, Any]:
    """Return what a run tells of its notebook."""
    when = {"started_at": run.started_at, "finished_at": run.finished_at}
    return {"run": run.id, "state": run.state, "version": version, **when}

"""Retention: how long the outputs and logs of runs are kept, as their schedules' rules say.

The database says first what is gone, and the files follow; what was interrupted is taken up at the next time. Several
services may do so at once.
"""

import asyncio
import logging
from collections import Counter
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Select, and_, case, delete, func, or_, select, update

from lyceum_hub.database import Database
from lyceum_hub.database.tables import run_log, runs, schedules
from lyceum_hub.service import audit
from lyceum_hub.service.files import Files
from lyceum_hub.service.runs.run import FINAL, State

PAUSE_SECONDS = 60.0
GRACE = timedelta(minutes=5)  # what has just ended may still be handed in
LOOKED_BACK = timedelta(days=7)  # at the first time after a start
AT_ONCE = 500
log = logging.getLogger(__name__)


class Retention:
    """What is no longer kept, removed about once a minute."""

    def __init__(self, database: Database, files: Files) -> None:
        self._database = database
        self._files = files
        self._looked: datetime | None = None

    async def keep_up_forever(self) -> None:
        """Remove what is no longer kept until cancelled; what fails is logged, and tried again a minute later."""
        while True:
            try:
                await asyncio.to_thread(self.keep_up, datetime.now(UTC))
            except Exception:
                log.exception("What is no longer kept of runs could not be removed; trying again.")
            await asyncio.sleep(PAUSE_SECONDS)

    def keep_up(self, now: datetime) -> None:
        """Remove what is no longer kept."""
        while self.expire(now) == AT_ONCE:
            pass
        while self.remove_expired() == AT_ONCE:
            pass
        self.remove_leftovers(now)

    def expire(self, now: datetime) -> int:
        """Note for some runs that their outputs are no longer kept, and forget their logs; return for how many."""
        with self._database.reading() as connection:
            rules = select(schedules.c.keep_days).where(schedules.c.keep_days.is_not(None)).distinct()
            days = list(connection.execute(rules).scalars())
            found = connection.execute(too_old(days, now).limit(AT_ONCE)).all()
        if found:
            with self._database.writing() as connection:
                forget(connection, {row.id: row.schedule for row in found}, now)
        return len(found)

    def remove_expired(self) -> int:
        """Remove the files of some runs whose outputs are no longer kept; return of how many."""
        gone = select(runs.c.id).where(runs.c.expired_at.is_not(None), runs.c.output.is_not(None)).limit(AT_ONCE)
        with self._database.reading() as connection:
            found = list(connection.execute(gone).scalars())
        for run in found:
            self._files.delete(f"outputs/{run}")
        if found:
            with self._database.writing() as connection:
                connection.execute(update(runs).where(runs.c.id.in_(found)).values(output=None))
        return len(found)

    def remove_leftovers(self, now: datetime) -> None:
        """Remove what earlier attempts of ended runs left in the file store, and parts that nobody puts together."""
        until = now - GRACE
        since = min(self._looked or now - LOOKED_BACK, until)
        retried = (runs.c.attempt > 1) | (runs.c.attempt > 0) & runs.c.output.is_(None)
        ended = runs.c.state.in_(FINAL) & (runs.c.finished_at > since) & (runs.c.finished_at <= until)
        with self._database.reading() as connection:
            found = connection.execute(select(runs.c.id, runs.c.output).where(retried & ended)).all()
        for row in found:
            for key in self._files.keys(f"outputs/{row.id}"):
                if key != row.output:
                    self._files.delete(key)
        self._remove_parts(until)
        self._looked = until

    def _remove_parts(self, until: datetime) -> None:
        """Remove the parts of outputs whose runs have ended."""
        there = self._files.names("parts")
        for start in range(0, len(there), AT_ONCE):
            ended = runs.c.state.in_(FINAL) & (runs.c.finished_at <= until)
            with self._database.reading() as connection:
                chosen = select(runs.c.id).where(runs.c.id.in_(there[start : start + AT_ONCE]), ended)
                found = list(connection.execute(chosen).scalars())
            for run in found:
                self._files.delete(f"parts/{run}")


def too_old(days: list[int], now: datetime) -> Select[tuple[str, str]]:
    """Return the query for the runs that their schedules keep nothing of any more; the last good one stays."""
    ruled = select(schedules.c.id).where(schedules.c.keep_count.is_not(None) | schedules.c.keep_days.is_not(None))
    good = case((runs.c.state == State.SUCCEEDED, 1))
    columns = (runs.c.id, runs.c.schedule, runs.c.state, runs.c.output, runs.c.finished_at)
    newest_first = (runs.c.created_at.desc(), runs.c.id)
    outputs, successes = (
        func.count(what).over(partition_by=runs.c.schedule, order_by=newest_first) for what in (runs.c.output, good)
    )
    ended = (
        select(*columns, outputs.label("outputs"), successes.label("successes"))
        .where(runs.c.schedule.in_(ruled), runs.c.state.in_(FINAL), runs.c.attempt > 0, runs.c.expired_at.is_(None))
        .subquery()
    )
    newer = ended.c.outputs - case((ended.c.output.is_not(None), 1), else_=0)
    last_good = (ended.c.state == State.SUCCEEDED) & (ended.c.successes == 1)
    aged = [and_(schedules.c.keep_days == some, ended.c.finished_at < now - timedelta(days=some)) for some in days]
    joined = ended.join(schedules, ended.c.schedule == schedules.c.id)
    over = or_(newer >= schedules.c.keep_count, *aged)
    return select(ended.c.id, ended.c.schedule).select_from(joined).where(over, ~last_good)


def forget(connection: Connection, found: dict[str, str], now: datetime) -> None:
    """Note that the outputs of runs are no longer kept, unless another service did, and forget their logs."""
    still = [runs.c.id.in_(found), runs.c.expired_at.is_(None)]
    mine = list(connection.execute(select(runs.c.id).where(*still).with_for_update()).scalars())
    connection.execute(update(runs).where(runs.c.id.in_(mine)).values(expired_at=now))
    connection.execute(delete(run_log).where(run_log.c.run.in_(mine)))
    for schedule, count in Counter(found[run] for run in mine).items():
        audit.record(connection, "lyceum", "run.expire", schedule, runs=count)

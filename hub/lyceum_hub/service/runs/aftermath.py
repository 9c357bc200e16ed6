"""Aftermath: what the end of a run sets off, once, however many services look and whenever one is killed."""

import logging
from collections.abc import Callable, Sequence

from sqlalchemy import Connection, false, select, update

from lyceum_hub.database import Database
from lyceum_hub.database.tables import runs
from lyceum_hub.service.notices.notices import Notices
from lyceum_hub.service.runs.run import FINAL, Run, one
from lyceum_hub.service.schedules.firing import Firings

BATCH = 200
log = logging.getLogger(__name__)


class Aftermath:
    """Follows each ended run: sets off the schedules that wait for it, and writes what people are to be told.

    `followers` are called in the same transaction.
    """

    def __init__(
        self,
        database: Database,
        firings: Firings,
        notices: Notices,
        followers: Sequence[Callable[[Connection, Run], None]] = (),
    ) -> None:
        self._database = database
        self._followers = followers
        self._firings = firings
        self._notices = notices

    def follow(self) -> int:
        """Follow the runs that have ended since the last look, oldest first; return how many."""
        unfollowed = select(runs.c.id).where(runs.c.followed == false(), runs.c.state.in_(FINAL))
        with self._database.reading() as connection:
            ended = connection.execute(unfollowed.order_by(runs.c.finished_at, runs.c.id).limit(BATCH)).scalars().all()
        return sum(self._follow_guarded(run_id) for run_id in ended)

    def _follow_guarded(self, run_id: str) -> bool:
        """Follow one run in a transaction; one that fails is logged, holds up no other, and is tried again."""
        try:
            with self._database.writing() as connection:
                return self._follow(connection, run_id)
        except Exception:
            log.exception("What the end of run %s sets off failed; trying again.", run_id)
            return False

    def _follow(self, connection: Connection, run_id: str) -> bool:
        """Do what a run's end sets off, unless another service has."""
        mine = update(runs).where(runs.c.id == run_id, runs.c.followed == false())
        if not connection.execute(mine.values(followed=True)).rowcount:
            return False
        run = one(connection, run_id)
        self._firings.run_ended(connection, run)
        self._notices.run_ended(connection, run)
        for follower in self._followers:
            follower(connection, run)
        return True

"""The caretaker: runs each published notebook every night, one after the other, as an account of the workspace's own.

It may read what everybody may, and comes after people: nothing is begun while anybody's run waits.
"""

import asyncio
import logging
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from lyceum_catalog.problems import InvalidContent
from lyceum_hub.database import Database
from lyceum_hub.errors import LyceumError, NotFound
from lyceum_hub.service.entries.access import Reader, absent
from lyceum_hub.service.health.checks import Checks, Wanted, cause_of
from lyceum_hub.service.health.spots import Spot, Spots
from lyceum_hub.service.hub import Hub
from lyceum_hub.service.loop import Loop
from lyceum_hub.service.runs.store import RunStore
from lyceum_hub.service.runs.work import Work, Workshop

PAUSE_SECONDS = 5.0
LATE = timedelta(hours=1)  # a service that starts later than that leaves the night out
LONGEST = 3600  # seconds
LONGEST_NAME = 200
AGAIN_WHEN_LOST = {"most": 1, "on": ["lost"]}
log = logging.getLogger(__name__)


class Caretaker:
    """One replica's look at what is to be checked, every few seconds."""

    def __init__(self, database: Database, hub: Hub, spots: Spots, checks: Checks, name: str, hour: int | None) -> None:
        self._database = database
        self._hub = hub
        self._spots = spots
        self._checks = checks
        self._name = name
        self._hour = hour
        self._planned: datetime | None = None

    async def look_forever(self, workshop: Workshop, runs: RunStore, loop: Loop) -> None:
        """Look until cancelled; what fails is logged, and tried again."""
        while True:
            try:
                await self.plan(datetime.now(UTC))
                if await self.begin_next(workshop, runs):
                    loop.wake()
            except LyceumError as error:
                log.info("No notebook was checked: %s", error.detail)
            except Exception:
                log.exception("Checking notebooks failed; trying again.")
            await asyncio.sleep(PAUSE_SECONDS)

    async def plan(self, now: datetime) -> None:
        """Want every notebook checked when the night begins, in a workspace that has a caretaker."""
        night = night_of(now, self._hour)
        if night and night != self._planned and await self._hub.person(self._name):
            await asyncio.to_thread(self._plan, night)

    def _plan(self, night: datetime) -> None:
        spots = self._spots.all(self._reader())
        self._checks.tell_of_missed_night(night)
        self._checks.keep_only(spots)
        self._checks.want(spots, night, "lyceum")
        self._planned = night

    def ask(self, names: Collection[str], actor: str) -> int:
        """Want the notebooks of some entries checked now, or all where none is named; return how many runs that makes.

        Raises NotFound for what is none that everybody may read.
        """
        spots = self._spots.all(self._reader())
        if unknown := set(names) - {spot.entry for spot in spots}:
            remedy = "Name templates and courses that everybody may read."
            raise NotFound(f"There is no template or course {min(unknown)!r} to check.", field="entries", remedy=remedy)
        chosen = [spot for spot in spots if not names or spot.entry in names]
        self._checks.want(chosen, datetime.now(UTC), actor)
        return len(chosen)

    async def begin_next(self, workshop: Workshop, runs: RunStore) -> bool:
        """Queue the run of what is to be checked next, if anything is; tell whether it was."""
        wanted = await asyncio.to_thread(self._next)
        if wanted is None or await self._hub.person(self._name) is None:
            return False
        return await asyncio.to_thread(self._begin, wanted, workshop, runs)

    def _next(self) -> Wanted | None:
        """Return what to check next; only where something is to be checked the GPUs are asked."""
        return self._checks.next() and self._checks.next(self._spots.taken())

    def _begin(self, wanted: Wanted, workshop: Workshop, runs: RunStore) -> bool:
        spot = wanted.spot
        try:
            version, work = self._prepare(spot, workshop)
            name = f"Check of {spot.notebook}"[:LONGEST_NAME]
            runs.create(self._name, name, work, wanted.key, caused_by=cause_of(spot, version))
        except (LyceumError, InvalidContent) as error:
            log.info("%s was not checked: %s", spot.notebook, error)
            self._checks.begun(wanted)
            return False
        self._checks.begun(wanted)
        return True

    def _prepare(self, spot: Spot, workshop: Workshop) -> tuple[int, Work]:
        """Return the version of a notebook, and the work that tries it."""
        reader = self._reader()
        version, notebook = self._spots.module(spot, reader) if spot.module else (0, None)
        template = None if spot.module else spot.entry
        work = workshop.prepare(
            reader, template, notebook, profile=spot.profile, timeout=LONGEST, retries=AGAIN_WHEN_LOST
        )
        return work.template_version or version, work

    def _reader(self) -> Reader:
        """Return who the caretaker is, with what they may read."""
        with self._database.reading() as connection:
            return absent(connection, self._name)


def night_of(now: datetime, hour: int | None) -> datetime | None:
    """Return when the night began that is to be worked on; None at other times."""
    if hour is None:
        return None
    began = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return began if began <= now < began + LATE else None

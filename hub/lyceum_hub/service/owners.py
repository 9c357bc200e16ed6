"""Owners: whether those whose work is kept here still have their account at the hub, and what happens when not."""

import asyncio
import logging
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, union, update
from sqlalchemy.exc import IntegrityError

from lyceum_hub.database import Database
from lyceum_hub.database.tables import (
    entry_access,
    entry_loads,
    entry_requests,
    messages,
    owners,
    runs,
    saved_searches,
    schedules,
)
from lyceum_hub.errors import LyceumError
from lyceum_hub.metering.sessions import rename
from lyceum_hub.service import audit
from lyceum_hub.service.entries import opinions
from lyceum_hub.service.entries.access import who_is
from lyceum_hub.service.hub import Hub, Person
from lyceum_hub.service.learning import leaving as learning
from lyceum_hub.service.runs.moves import stop
from lyceum_hub.service.runs.run import FINAL, a_run, run_of
from lyceum_hub.service.stewardship import leaving

PAUSE_SECONDS = 5.0
GONE = " (deleted "  # no account's name has a blank
log = logging.getLogger(__name__)


class OwnerStore:
    """Owners in the database, each with the moment that the hub made the account."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def busy(self) -> list[str]:
        """Return who has a schedule that may fire, or a run that has not ended."""
        scheduling = select(schedules.c.owner).where(schedules.c.enabled)
        running = select(runs.c.owner).where(runs.c.state.not_in(FINAL))
        with self._database.reading() as connection:
            names = connection.execute(union(scheduling, running)).scalars()
            return [name for name in names if GONE not in name]

    def created(self, name: str) -> str:
        """Return when the hub made somebody's account, as it was at first sight; nothing for a stranger."""
        with self._database.reading() as connection:
            return known(connection, name) or ""

    def meet(self, person: Person) -> None:
        """Remember an account at first sight; when it is a new one, what the old one left does not become its own."""
        with self._database.reading() as connection:
            if person.created and held(connection, person.name) == (person.created, who_of(person)):
                return
        with self._database.writing() as connection:
            before = known(connection, person.name)
            if before and before != person.created:
                leave(connection, person.name)
            remember(connection, person)

    def part_from(self, name: str) -> None:
        """Stop the work of somebody who has no account any more."""
        with self._database.writing() as connection:
            leave(connection, name)


class Owners:
    """The look at the hub every few seconds, for the owners of work that goes on."""

    def __init__(self, store: OwnerStore, hub: Hub) -> None:
        self._store = store
        self._hub = hub

    async def watch(self) -> None:
        """Look until cancelled; a hub that does not answer changes nothing."""
        while True:
            try:
                await self.look()
            except LyceumError as error:
                log.info("The hub was not asked about owners: %s", error.detail)
            except Exception:
                log.exception("Looking for owners failed; trying again.")
            await asyncio.sleep(PAUSE_SECONDS)

    async def look(self) -> None:
        """Ask the hub about the owners of work that goes on, and stop that of those who are gone."""
        names = await asyncio.to_thread(self._store.busy)
        found = await self._hub.people(names)
        for name in names:
            if name in found:
                await asyncio.to_thread(self._store.meet, found[name])
            else:
                await asyncio.to_thread(self._store.part_from, name)


def known(connection: Connection, name: str) -> str | None:
    """Return what tells an account of ours from a later one of the same name."""
    return connection.execute(select(owners.c.hub_created).where(owners.c.name == name)).scalar_one_or_none()


def held(connection: Connection, name: str) -> tuple[str, list[str] | None] | None:
    """Return what is known of an account: when the hub made it, and what it is to entries."""
    row = connection.execute(select(owners.c.hub_created, owners.c.who).where(owners.c.name == name)).one_or_none()
    return (row.hub_created, row.who) if row else None


def who_of(person: Person) -> list[str]:
    """Return what somebody is to entries, as it is kept."""
    return sorted(who_is(person.name, person.groups, person.admin))


def remember(connection: Connection, person: Person) -> None:
    """Note an account as it is now, unless another request does at the same moment."""
    values = {"hub_created": person.created, "who": who_of(person)}
    if connection.execute(update(owners).where(owners.c.name == person.name).values(values)).rowcount:
        return
    try:
        with connection.begin_nested():
            connection.execute(insert(owners).values(name=person.name, **values))
    except IntegrityError:
        log.debug("%s was noted by another request.", person.name)


def leave(connection: Connection, name: str) -> None:
    """Stop what somebody who is gone had going on, and keep what they leave under a name that nobody can have."""
    former = f"{name}{GONE}{datetime.now(UTC):%Y-%m-%d})"
    reason = f"The account of {name} was deleted."
    theirs = a_run().where(runs.c.owner == name, runs.c.state.not_in(FINAL))
    for run in [run_of(row) for row in connection.execute(theirs)]:
        stop(connection, run, reason)
    firing = update(schedules).where(schedules.c.owner == name, schedules.c.enabled)
    connection.execute(firing.values(enabled=False, next_at=None, pause_reason=reason))
    waiting = update(messages).where(messages.c.owner == name, messages.c.state == "waiting")
    connection.execute(waiting.values(state="given_up", next_at=None, trouble=reason))
    connection.execute(update(schedules).where(schedules.c.owner == name).values(owner=former))
    connection.execute(update(messages).where(messages.c.owner == name).values(owner=former))
    connection.execute(update(runs).where(runs.c.owner == name).values(owner=former, idempotency_key=None))
    connection.execute(delete(entry_loads).where(entry_loads.c.person == former))
    connection.execute(update(entry_loads).where(entry_loads.c.person == name).values(person=former))
    theirs_alone = (saved_searches.c.owner == name, saved_searches.c.shared.is_(False))
    connection.execute(delete(saved_searches).where(*theirs_alone))
    connection.execute(update(saved_searches).where(saved_searches.c.owner == name).values(owner=former))
    connection.execute(update(entry_requests).where(entry_requests.c.person == name).values(person=former))
    connection.execute(delete(entry_access).where(entry_access.c.who == f"person:{name}"))
    leaving.leave(connection, name, former)
    opinions.leave(connection, name, former)
    learning.leave(connection, name, former)
    rename(connection, name, former)
    connection.execute(delete(owners).where(owners.c.name == name))
    audit.record(connection, "lyceum", "owner.gone", name, now=former)

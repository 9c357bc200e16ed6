"""Upkeep: whoever answers for an entry is reminded to confirm it, and stewards are told whose people have left.

Several services may do so at once: whoever moves an entry's next reminder on is the one who tells, in one transaction.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, select, update

from lyceum_hub.database import Database
from lyceum_hub.database.tables import entries, entry_index
from lyceum_hub.errors import LyceumError
from lyceum_hub.service import audit
from lyceum_hub.service.entries.access import Reader
from lyceum_hub.service.entries.published import FOUND, one
from lyceum_hub.service.entries.publishing import due_after
from lyceum_hub.service.hub import Hub
from lyceum_hub.service.stewardship.inbox import STEWARDS, Inboxes, tell
from lyceum_hub.service.stewardship.overview import Stewardship

PAUSE_SECONDS = 3600.0
AGAIN = timedelta(days=30)
AT_ONCE = 200
log = logging.getLogger(__name__)


class Upkeep:
    """What is done about once an hour."""

    def __init__(self, database: Database, hub: Hub, inboxes: Inboxes, stewardship: Stewardship) -> None:
        self._database = database
        self._hub = hub
        self._inboxes = inboxes
        self._stewardship = stewardship

    async def keep_up_forever(self) -> None:
        """Do what is due until cancelled; what fails is logged, and tried again an hour later."""
        while True:
            try:
                await self.keep_up(datetime.now(UTC))
            except LyceumError as error:
                log.info("The hub was not asked about the people of entries: %s", error.detail)
            except Exception:
                log.exception("What is to be said about entries could not be said; trying again.")
            await asyncio.sleep(PAUSE_SECONDS)

    async def keep_up(self, now: datetime) -> None:
        """Do what is due."""
        while await asyncio.to_thread(self.set_due) == AT_ONCE:
            pass
        while await asyncio.to_thread(self.remind, now) == AT_ONCE:
            pass
        await asyncio.to_thread(self._inboxes.forget, now)
        people = await asyncio.to_thread(self._stewardship.people, EVERYTHING)
        gone = people - (await self._hub.people(people)).keys()
        await asyncio.to_thread(self.tell_of_those_gone, sorted(gone), now)

    def set_due(self) -> int:
        """Say of some entries of earlier versions of the workspace when they are due; return of how many."""
        unset = select(entries.c.name).where(entries.c.due_at.is_(None)).limit(AT_ONCE)
        with self._database.writing() as connection:
            names = connection.execute(unset).scalars().all()
            for name in names:
                found = one(connection, name)
                due = due_after(found.confirmed_at or found.published_at, found.entry)
                connection.execute(mine(name).values(due_at=due, remind_at=due))
        return len(names)

    def remind(self, now: datetime) -> int:
        """Remind the people of some entries that are due, and return of how many."""
        columns = (entries.c.name, entries.c.remind_at, entry_index.c.card)
        due: Select[Any] = select(*columns).join_from(entries, entry_index, entries.c.name == entry_index.c.name)
        due = due.where(entries.c.remind_at <= now, entries.c.state.in_(FOUND)).order_by(entries.c.name)
        with self._database.reading() as connection:
            rows = connection.execute(due.limit(AT_ONCE)).all()
        with self._database.writing() as connection:
            for row in rows:
                remind_of(connection, row, now)
        return len(rows)

    def tell_of_those_gone(self, gone: Sequence[str], now: datetime) -> None:
        """Tell the stewards, once a month at most, who is gone and still answers for entries."""
        for person in gone:
            said = f"{person} has no account here, and still answers for entries. Give them to somebody else."
            with self._database.writing() as connection:
                tell(connection, [STEWARDS], "left", "", None, said, once=f"left:{person}:{now:%Y-%m}")


EVERYTHING = Reader("lyceum", frozenset(), manages_all=True)


def remind_of(connection: Connection, row: Row[Any], now: datetime) -> None:
    """Remind the people of an entry, unless another service did or somebody confirmed it meanwhile."""
    due = mine(row.name).where(entries.c.remind_at == row.remind_at)
    if not connection.execute(due.values(remind_at=now + AGAIN)).rowcount:
        return
    said = f"Is {row.card['title']} ({row.name}) still right? Confirm it, propose what has to change, or retire it."
    tell(connection, {row.card["owner"], row.card["steward"]}, "stale", row.name, None, said)
    audit.record(connection, "lyceum", "entry.remind", row.name)


def mine(name: str) -> Any:
    """Return the change of one entry."""
    return update(entries).where(entries.c.name == name)

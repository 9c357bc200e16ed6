"""The audit trail as it is read, and its head, noted beside the state so that a trail cut short is found."""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select

from lyceum_hub.database import Database, chain
from lyceum_hub.database.chain import Link
from lyceum_hub.database.tables import audit

HEADS = "audit-heads"  # a file of this name in the state folder
PAUSE_SECONDS = 3600.0
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wanted:
    """Which lines of the trail are wanted; empty: all of them."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    before: int = 0  # the id of the oldest line that is known already
    limit: int = 50


class Trail:
    """The lines of the trail."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, wanted: Wanted) -> list[Row[Any]]:
        """Return lines, newest first."""
        named = {"actor": wanted.actor, "action": wanted.action, "subject": wanted.subject}
        query = select(audit).where(*(audit.c[name] == value for name, value in named.items() if value))
        if wanted.since:
            query = query.where(audit.c.at >= wanted.since)
        if wanted.before:
            query = query.where(audit.c.id < wanted.before)
        with self._database.reading() as connection:
            return list(connection.execute(query.order_by(audit.c.id.desc()).limit(wanted.limit)))

    def head(self) -> Link:
        """Return the last line's number and hash."""
        with self._database.reading() as connection:
            return chain.head(connection)


class Heads:
    """The heads that the trail had, a line each in a file of the state folder; copies of it elsewhere prove more."""

    def __init__(self, trail: Trail, state: Path) -> None:
        self._trail = trail
        self._path = state / HEADS

    async def note_forever(self) -> None:
        """Note the head now and then, and when this is cancelled."""
        try:
            while True:
                await asyncio.to_thread(self._note_guarded)
                await asyncio.sleep(PAUSE_SECONDS)
        finally:
            self._note_guarded()

    def _note_guarded(self) -> None:
        """Note the head; what fails is logged, and tried again at the next time."""
        try:
            self.note()
        except Exception:
            log.exception("The head of the audit trail could not be noted; trying again.")

    def note(self) -> None:
        """Note the head, unless it is the one that was noted last."""
        head = self._trail.head()
        if head == next(iter(reversed(list(noted(self._path.parent)))), chain.START):
            return
        log.info("The audit trail has %s lines; its head is %s.", head.id, head.hash)
        with self._path.open("a") as file:
            file.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {head.id} {head.hash}\n")


def noted(state: Path) -> Iterator[Link]:
    """Yield the heads that were noted in a state folder, oldest first; a line torn off is left out."""
    path = state / HEADS
    for line in path.read_text().splitlines() if path.exists() else ():
        match line.split():
            case [_, number, found] if number.isdecimal() and len(found) == 64:
                yield Link(int(number), found)

"""The outbox: messages wait in the database until they are sent, tried again for about an hour, then given up."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Connection, Row, insert, select, update

from lyceum_hub.database import Database
from lyceum_hub.database.tables import messages
from lyceum_hub.service.notices.message import Message, NotSent

PAUSES = (5, 15, 60, 180, 480, 1020, 1800)  # seconds between the tries: eight within an hour
LEASE = timedelta(minutes=3)  # longer than any try
MOST_AT_ONCE = 20
PAUSE_SECONDS = 1.0
log = logging.getLogger(__name__)


class Channel(Protocol):
    """A way to send messages."""

    async def send(self, message: Message) -> None:
        """Send a message; raise NotSent."""


class OutboxStore:
    """Messages in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_run(self, run_id: str) -> list[Message]:
        """Return the messages about a run."""
        query = select(messages).where(messages.c.run == run_id).order_by(messages.c.created_at, messages.c.id)
        with self._database.reading() as connection:
            return [message_of(row) for row in connection.execute(query)]

    def claim(self, most: int) -> list[Message]:
        """Take messages that are due, for a while in which nobody else takes them."""
        now = datetime.now(UTC)
        due = select(messages).where(messages.c.state == "waiting", messages.c.next_at <= now)
        with self._database.reading() as connection:
            found = connection.execute(due.order_by(messages.c.next_at).limit(most)).all()
        if not found:
            return []
        with self._database.writing() as connection:
            return [message_of(row) for row in found if take(connection, row, now)]

    def sent(self, message: Message) -> None:
        """Note that a message was sent."""
        self._settle(message, {"state": "sent", "sent_at": datetime.now(UTC), "next_at": None, "trouble": None})

    def failed(self, message: Message, trouble: NotSent) -> None:
        """Note that a message could not be sent: it waits for its next try, or is given up."""
        tried = message.attempts + 1
        if trouble.for_good or tried > len(PAUSES):
            self._settle(message, {"state": "given_up", "next_at": None, "trouble": trouble.detail})
        else:
            next_at = datetime.now(UTC) + timedelta(seconds=PAUSES[tried - 1])
            self._settle(message, {"next_at": next_at, "trouble": trouble.detail})

    def _settle(self, message: Message, values: Mapping[str, Any]) -> None:
        mine = update(messages).where(messages.c.id == message.id, messages.c.attempts == message.attempts + 1)
        with self._database.writing() as connection:
            connection.execute(mine.where(messages.c.state == "waiting").values(**values))


class Outbox:
    """One replica's share of the sending, beside the jobs loop and never in its way."""

    def __init__(self, store: OutboxStore, channels: Mapping[str, Channel]) -> None:
        self._store = store
        self._channels = channels
        self._tasks: set[asyncio.Task[None]] = set()

    async def send_forever(self) -> None:
        """Send what is due until cancelled."""
        while True:
            try:
                await self.turn()
            except Exception:
                log.exception("A turn of the outbox failed; trying again.")
            await asyncio.sleep(PAUSE_SECONDS)

    async def turn(self) -> None:
        """Begin to send what is due, as far as there is room."""
        room = MOST_AT_ONCE - len(self._tasks)
        for message in await asyncio.to_thread(self._store.claim, room) if room else ():
            task = asyncio.create_task(self._send(message))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _send(self, message: Message) -> None:
        channel = self._channels.get(message.channel)
        try:
            if channel is None:
                raise NotSent("This workspace sends no email: it has no mail server.", for_good=True)
            await channel.send(message)
        except NotSent as trouble:
            await asyncio.to_thread(self._store.failed, message, trouble)
        except Exception as error:
            log.exception("Message %s could not be sent.", message.id)
            await asyncio.to_thread(self._store.failed, message, NotSent(f"An error of ours: {type(error).__name__}."))
        else:
            await asyncio.to_thread(self._store.sent, message)


def write(connection: Connection, message: Message) -> None:
    """Add a message, in the transaction of what it tells of."""
    connection.execute(insert(messages).values(asdict(message)))


def take(connection: Connection, row: Row[Any], now: datetime) -> bool:
    """Take a message unless somebody else did; one that was never settled after its last try is given up."""
    unmoved = messages.c.attempts == row.attempts, messages.c.state == "waiting", messages.c.next_at == row.next_at
    mine = update(messages).where(messages.c.id == row.id, *unmoved)
    if row.attempts > len(PAUSES):
        lost = "Its last try was cut off."
        connection.execute(mine.values(state="given_up", next_at=None, trouble=row.trouble or lost))
        return False
    return bool(connection.execute(mine.values(attempts=row.attempts + 1, next_at=now + LEASE)).rowcount)


def message_of(row: Row[Any]) -> Message:
    """Return the message that a row holds."""
    return Message(**row._mapping)

"""Starts: what becomes of each, known from the hub's own account of it; what is refused is kept with its reason."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from lyceum_hub.database import Database
from lyceum_hub.database.tables import server_refusals
from lyceum_hub.metering.sessions import Asked

OTHER = "start"  # the server itself did not start
LONGEST = 2000  # characters of a sentence that are kept
log = logging.getLogger(__name__)


class Starts:
    """Follows starts to their end beside the hub's own work on them."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def follow(
        self,
        start: asyncio.Future[Any],
        answered: Callable[[], Awaitable[None]],
        failed: Callable[[str, str], None],
        again: bool = False,
    ) -> None:
        """Call `answered` once the server answers; or `failed`, in a thread, with the reason and the sentence.

        What is tried `again` by itself counts as waiting, not as failed, where the refusal passes.
        """

        def ended(future: asyncio.Future[Any]) -> None:
            if future.cancelled() or (error := future.exception()) is None:
                return self._begin(quietly(answered()))
            if again and getattr(error, "passes", False):
                return None
            return self._begin(quietly(asyncio.to_thread(failed, reason_of(error), sentence_of(error))))

        start.add_done_callback(ended)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def quietly(work: Awaitable[None]) -> None:
    """Wait for something that may fail without harm to anybody."""
    try:
        await work
    except Exception:
        log.exception("What became of a start could not be written down.")


def keep_refusal(database: Database, asked: Asked, at: datetime, reason: str, sentence: str) -> None:
    """Keep why a server did not start; it blocks."""
    about = {"person": asked.key.person, "server": asked.key.server, "profile": asked.profile}
    with database.writing() as connection:
        connection.execute(
            insert(server_refusals).values(**about, at=at, reason=reason[:20], sentence=sentence[:LONGEST])
        )


def reason_of(error: BaseException) -> str:
    """Return what kind of reason kept a server from starting: `quota`, `gpu`, `disk`, or that it failed by itself."""
    return str(getattr(error, "kind", OTHER) or OTHER)


def sentence_of(error: BaseException) -> str:
    """Return the words in which a person reads why."""
    return str(getattr(error, "jupyterhub_message", "") or error or type(error).__name__)

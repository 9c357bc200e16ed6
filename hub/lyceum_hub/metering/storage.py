"""Storage: how much people's homes and groups' shared folders hold, counted beside the hub's work and not too often."""

import asyncio
import logging
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, update

from lyceum_hub.database import Database
from lyceum_hub.database.tables import storage_days

PATIENCE = 60.0  # seconds for one folder
PATIENCE_AT_START = 5.0  # seconds, where somebody waits
AGAIN_AFTER = 1800.0  # seconds
log = logging.getLogger(__name__)


class Storage:
    """What people and groups store; `home` and `shared` say where, and a folder that is not here is not counted."""

    def __init__(self, database: Database, home: Callable[[str], Path], shared: Callable[[str], Path]) -> None:
        self._database = database
        self._home = home
        self._shared = shared
        self._counted_at: dict[str, float] = {}

    async def count(self, person: str, groups: Collection[str], patience: float = PATIENCE_AT_START) -> None:
        """Count what somebody and their groups store."""
        for holder, folder in self._folders(person, groups).items():
            await self._count(holder, folder, patience)

    async def keep_up(self, present: Iterable[tuple[str, Collection[str]]]) -> None:
        """Count what those store who have a server, unless that was done not long ago."""
        folders: dict[str, Path] = {}
        for person, groups in present:
            folders |= self._folders(person, groups)
        for holder, folder in folders.items():
            if time.monotonic() - self._counted_at.get(holder, -AGAIN_AFTER) >= AGAIN_AFTER:
                await self._count(holder, folder, PATIENCE)

    async def keep_forever(self, present: Callable[[], Iterable[tuple[str, Collection[str]]]]) -> None:
        """Keep up until cancelled; a count that fails is logged, and the next one tries again."""
        while True:
            await asyncio.sleep(PATIENCE)
            try:
                await self.keep_up(present())
            except Exception:
                log.exception("What is stored was not counted; trying again.")

    def _folders(self, person: str, groups: Collection[str]) -> dict[str, Path]:
        return {f"person:{person}": self._home(person), **{f"group:{name}": self._shared(name) for name in groups}}

    async def _count(self, holder: str, folder: Path, patience: float) -> None:
        self._counted_at[holder] = time.monotonic()
        if (held := await bytes_in(folder, patience)) is not None:
            await asyncio.to_thread(keep, self._database, holder, held, datetime.now(UTC))


async def bytes_in(folder: Path, patience: float) -> int | None:
    """Return the bytes that a folder takes on its disk; None when it is not there, or is not counted in time."""
    if not folder.is_dir():
        return None
    command = ("nice", "-n", "19", "du", "--summarize", "--one-file-system", "--block-size=1", "--", str(folder))
    process = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL)
    try:
        told, _ = await asyncio.wait_for(process.communicate(), patience)
        return int(told.split()[0])
    except (TimeoutError, IndexError, ValueError):
        log.warning("What %s holds was not counted within %g seconds.", folder, patience)
        return None
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def keep(database: Database, holder: str, held: int, at: datetime) -> None:
    """Write down what somebody stores today; it blocks."""
    of_today = (storage_days.c.holder == holder, storage_days.c.day == at.date())
    values = {"bytes": held, "at": at}
    with database.writing() as connection:
        if not connection.execute(update(storage_days).where(*of_today).values(values)).rowcount:
            connection.execute(insert(storage_days).values(holder=holder, day=at.date(), **values))

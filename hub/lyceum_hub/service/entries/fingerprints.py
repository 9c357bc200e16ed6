"""Fingerprints of published versions, made beside all other work: of their files below the shared folder.

Publishing only says what to look at. One file is read at a time; what was interrupted or missed is made up for at the
next start. Several services may make the same one: the first that is kept counts.
"""

import asyncio
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, and_, select
from sqlalchemy.dialects.postgresql import insert  # SQLite writes ON CONFLICT the same way

from lyceum_catalog.entries import Dataset, Entry, parse_entry
from lyceum_catalog.fingerprints import (
    CannotFingerprint,
    Extent,
    Fingerprint,
    extent_of,
    files_at,
    fingerprint_of,
    path_of,
)
from lyceum_hub.database import Database
from lyceum_hub.database.tables import entries, entry_fingerprints, entry_versions

PAUSE_SECONDS = 2.0
AT_ONCE = 100
MOST_WAITING = 100_000
PATIENCE = 600.0  # seconds; a version is announced before its transaction ends
REMEMBERED = 10_000
log = logging.getLogger(__name__)

Version = tuple[str, int]


class Stopped(Exception):
    """The service ends before a file is read."""


class Fingerprints:
    """The versions that wait for their fingerprints, and the one that is looked at."""

    def __init__(self, database: Database, shared: Path) -> None:
        self._database = database
        self._shared = shared
        self._waiting: OrderedDict[Version, float] = OrderedDict()
        self._known: OrderedDict[tuple[str, Extent], Fingerprint] = OrderedDict()
        self._stopped = threading.Event()

    def entry_published(self, connection: Connection, name: str, version: int) -> None:
        """Have a new version looked at once its transaction has ended; what is left out waits for the next start."""
        self.want(name, version)

    def want(self, name: str, version: int) -> None:
        """Have a version looked at."""
        if len(self._waiting) < MOST_WAITING:
            self._waiting.setdefault((name, version), time.monotonic())

    async def make_forever(self) -> None:
        """Make fingerprints until cancelled, first those that are missing; what fails is logged and left out."""
        try:
            await asyncio.to_thread(self.catch_up)
            while True:
                await asyncio.sleep(PAUSE_SECONDS)
                await asyncio.to_thread(self.make_wanted)
        finally:
            self._stopped.set()

    def catch_up(self) -> None:
        """Make the fingerprints that are missing of present versions."""
        with suppress(Stopped):
            for version in self._missing():
                self._make(version)

    def make_wanted(self) -> None:
        """Make the fingerprints of the versions that wait; one that is not there yet waits on."""
        with suppress(Stopped):
            for _ in range(len(self._waiting)):
                version, since = self._waiting.popitem(last=False)
                if not self._make(version) and time.monotonic() - since < PATIENCE:
                    self._waiting[version] = since

    def of(self, name: str, version: int) -> dict[str, dict[str, Any]]:
        """Return what is known of a version's files, by resource; have it looked at where nothing is."""
        query = select(entry_fingerprints).where(
            entry_fingerprints.c.entry == name, entry_fingerprints.c.version == version
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        if not rows:
            self.want(name, version)
        return {row.resource: shown(row) for row in rows}

    def _missing(self) -> Iterator[Version]:
        """Yield the present versions of data sets without a fingerprint, few in memory at a time."""
        made = and_(entries.c.name == entry_fingerprints.c.entry, entries.c.version == entry_fingerprints.c.version)
        query = (
            select(entries.c.name, entries.c.version)
            .select_from(entries.outerjoin(entry_fingerprints, made))
            .where(entries.c.kind == "dataset", entry_fingerprints.c.entry.is_(None))
            .order_by(entries.c.name)
            .limit(AT_ONCE)
        )
        last = ""
        while True:
            with self._database.reading() as connection:
                found = connection.execute(query.where(entries.c.name > last)).all()
            yield from ((row.name, row.version) for row in found)
            if len(found) < AT_ONCE:
                return
            last = found[-1].name

    def _make(self, version: Version) -> bool:
        """Make the fingerprints of one version; tell whether there is such a version."""
        self._check()
        try:
            if (entry := self._entry(*version)) is None:
                return False
            resources = entry.resources if isinstance(entry, Dataset) else []
            made = {one.name: self._fingerprint(one.url) for one in resources}
            self._keep(version, {name: found for name, found in made.items() if found})
        except Stopped:
            raise
        except Exception:
            log.exception("The files of %s, version %s, were not looked at.", *version)
        return True

    def _entry(self, name: str, version: int) -> Entry | None:
        query = select(entry_versions.c.record).where(
            entry_versions.c.name == name, entry_versions.c.version == version
        )
        with self._database.reading() as connection:
            record = connection.execute(query).scalar_one_or_none()
        return parse_entry(record) if record else None

    def _fingerprint(self, url: str) -> Fingerprint | None:
        """Return the fingerprint of the files at a URL; None where they lie elsewhere or cannot be read."""
        if (path := path_of(url, self._shared)) is None:
            return None
        try:
            key = (path, extent_of(files_at(path)))
            found = self._known.pop(key, None) or fingerprint_of(path, self._shared, self._check)
        except (CannotFingerprint, OSError) as error:
            log.info("There is no fingerprint of %s: %s", url, error)
            return None
        self._known[key] = found
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return found

    def _keep(self, version: Version, made: dict[str, Fingerprint]) -> None:
        name, number = version
        rows = [
            {"entry": name, "version": number, "resource": resource, "at": datetime.now(UTC), **vars(found)}
            for resource, found in made.items()
        ]
        if rows:
            with self._database.writing() as connection:
                connection.execute(insert(entry_fingerprints).on_conflict_do_nothing(), rows)

    def _check(self) -> None:
        if self._stopped.is_set():
            raise Stopped


def shown(row: Any) -> dict[str, Any]:
    """Return a fingerprint as a catalog says it."""
    at = row.at.astimezone(UTC).strftime("%Y-%m-%d")
    return {"sha256": row.sha256, "size": row.size, "modified": row.modified, "at": at}

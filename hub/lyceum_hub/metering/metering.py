"""Metering put together for a hub: its meter, what servers are granted of it, and what it does beside the hub."""

import asyncio
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from jupyterhub import orm

from lyceum_hub.database import Database, open_database
from lyceum_hub.metering.meter import Count, Meter, Place
from lyceum_hub.metering.quotas_file import QuotasFile, quotas_of
from lyceum_hub.metering.servers import Server, groups_of
from lyceum_hub.metering.standing import Standing, standing
from lyceum_hub.metering.storage import Storage
from lyceum_hub.servers.group_folders import GroupFolders
from lyceum_hub.settings import Settings

TASKS: set[asyncio.Task[None]] = set()  # the loop itself keeps none alive


@dataclass(frozen=True)
class Metering:
    """What a hub counts, for one workspace."""

    settings: Settings

    def __deepcopy__(self, _memo: object) -> "Metering":
        return self  # the hub copies what it is configured with, for each server

    @cached_property
    def database(self) -> Database:
        """Where use is kept."""
        return open_database(self.settings.database_url)

    @cached_property
    def quotas(self) -> QuotasFile:
        """What people may use; raises SettingError where the file that says so cannot be used."""
        return quotas_of(self.settings)

    @cached_property
    def storage(self) -> Storage:
        """What people's homes and groups' folders hold."""
        return Storage(self.database, self.home, GroupFolders(self.settings.shared, accounts=False).folder)

    @cached_property
    def meter(self) -> Meter:
        """What counts."""
        return Meter(self.database, self.quotas.now, self.storage)

    @property
    def place(self) -> Place:
        """What a server is granted first."""
        return Place(self.meter)

    @property
    def count(self) -> Count:
        """What a server is granted last."""
        return Count(self.meter)

    def home(self, person: str) -> Path:
        """Return somebody's home folder on this machine."""
        return self.settings.homes / (f"lab-{person}" if self.settings.as_root else person)

    def standing(self, person: str, groups: Collection[str]) -> Standing:
        """Return how somebody stands now; it blocks."""
        with self.database.reading() as connection:
            return standing(connection, self.quotas.now(), person, groups, datetime.now(UTC))

    def begin(self, app: Any) -> None:
        """Count as long as the hub is there; called in its loop."""
        work = (self.meter.look_forever(lambda: servers_of(app)), self.storage.keep_forever(lambda: present(app)))
        for part in work:
            TASKS.add(asyncio.get_running_loop().create_task(part))


def metering_of(settings: Settings) -> Metering:
    """Return the metering of a workspace; raise SettingError where its quotas cannot be used."""
    metering = Metering(settings)
    metering.quotas.now()
    return metering


def servers_of(app: Any) -> Iterator[Server]:
    """Yield the servers that a hub knows to run or to start."""
    for row in app.db.query(orm.Spawner).filter(orm.Spawner.server_id.isnot(None)):
        spawner = app.users[row.user].spawners[row.name]
        yield Server(spawner, bool(spawner.ready))


def present(app: Any) -> list[tuple[str, frozenset[str]]]:
    """Return who has a server, and their groups."""
    return [(server.key.person, groups_of(server.spawner)) for server in servers_of(app)]

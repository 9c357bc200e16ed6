"""Starts of JupyterLabs that the end of the hub broke off: asked for again, as their people asked for them."""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any

from jupyterhub import orm

from lyceum_hub.errors import LyceumError, Unavailable
from lyceum_hub.servers.gpus.places import Places
from lyceum_hub.service.hub import Hub

TRIES, PAUSE = 60, 1.0  # seconds between them, until the hub answers
TASKS: set[asyncio.Task[None]] = set()  # the loop itself keeps none alive
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Again:
    """Who waited in line when the last hub was killed, and how to ask for their servers; runs are the service's."""

    places: Places
    hub: Hub = field(compare=False)

    def __deepcopy__(self, _memo: object) -> "Again":
        return self  # the hub copies what it is configured with; there is one line

    def begin(self, app: Any) -> None:
        """Ask a hub that begins; called in its loop."""
        asked = {f"{row.user.name}/{row.name}": row.user_options or {} for row in app.db.query(orm.Spawner)}
        labs = [server for server in self.places.before if server in asked and "/run-" not in server]
        for server in labs:
            TASKS.add(task := asyncio.get_running_loop().create_task(self.ask(server, asked[server])))
            task.add_done_callback(TASKS.discard)

    async def ask(self, server: str, options: dict[str, Any]) -> None:
        """Ask for one server; why it does not start is told where its person looks for it."""
        person, _, name = server.partition("/")
        for _ in range(TRIES):
            try:
                await self.hub.start_server(person, name, options)
            except Unavailable:
                await asyncio.sleep(PAUSE)
            except LyceumError as error:
                log.warning("The server of %s, which waited when the hub ended, did not start: %s", person, error)
                break
            else:
                break

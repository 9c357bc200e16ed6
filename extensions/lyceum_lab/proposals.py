"""What a proposal changes in a template's notebook, for the browser."""

import asyncio
import json
from typing import Any

from jupyter_server.utils import url_path_join
from tornado.web import authenticated

from lyceum_lab.differences import difference
from lyceum_lab.results import ResultHandler
from lyceum_lab.service import Service

EMPTY: dict[str, Any] = {"cells": []}


class NotebookHandler(ResultHandler):
    """Compares the notebook that is proposed with the one it changes."""

    @authenticated
    async def get(self, proposal_id: str) -> None:
        """Send the notebook that is changed, an empty one where the template is new, and the diff from it."""
        found = await self.asked(f"api/proposals/{proposal_id}")
        if found is None:
            return
        proposal = found[0]
        before = EMPTY
        if proposal["base_version"]:
            base = await self.ask("GET", f"api/templates/{proposal['entry']}", f"version={proposal['base_version']}")
            if base.status != 200:
                await self.pass_on(base)
                return
            before = json.loads(base.body)["notebook"]
        now = proposal["record"].get("notebook") or EMPTY
        told = await asyncio.to_thread(difference, before, now, with_outputs=False)
        await self.finish(json.dumps(told))


def routes(base_url: str) -> list[tuple[str, type[NotebookHandler], dict[str, Service]]]:
    """Return our routes under a server's base URL."""
    options = {"service": Service.from_environment()}
    return [(url_path_join(base_url, r"lyceum/proposals/([A-Za-z0-9_-]{1,64})/notebook"), NotebookHandler, options)]

"""What the culler asks of a Lab and has its person told, and what the person says to that.

The culler shows a key that opens this Lab's route and nothing else; it holds no right to use anybody's server.
"""

import asyncio
import hmac
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from typing import Any

import psutil
from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.web import authenticated

from lyceum_lab.compute import records as clusters
from lyceum_lab.handlers import LyceumHandler
from lyceum_lab.idleness import Idleness
from lyceum_lab.service import Service

HEADER = "X-Lyceum-Culler"
KEY = "LYCEUM_CULLER_KEY"
KEEP = "LYCEUM_KEEP_TIME"
KERNEL_IDLE = "LYCEUM_KERNEL_IDLE_TIMEOUT"
WHYS = ("idle", "age", "gpu")


@cache
def idleness() -> Idleness:
    """Return this Lab's idleness."""
    return Idleness(float(os.environ.get(KEEP, 0)))


class CullerHandler(LyceumHandler):
    """Answers the culler, who shows the key of this Lab."""

    def check_xsrf_cookie(self) -> None:
        """Need no cookie: no page of somebody else's can send the key."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Tell how this Lab is used."""
        if not await self.is_refused():
            await look(self.kernel_manager, self.settings.get("terminal_manager"))
            await self.finish(json.dumps(idleness().as_dict()))

    @allow_unauthenticated
    async def put(self) -> None:
        """Have the person told that this Lab will be stopped, or that it will not."""
        if await self.is_refused():
            return
        match self.get_json_body():
            case {"notice": None}:
                idleness().tell_nothing()
            case {"notice": {"why": str(why), "left_seconds": int() | float() as left}} if why in WHYS:
                idleness().tell(why, left)
            case _:
                await self.refuse(422, "Say `why` and `left_seconds`.", field="notice")
                return
        self.set_status(204)

    async def is_refused(self) -> bool:
        """Tell whether the caller lacks the key, and refuse it then."""
        key = os.environ.get(KEY, "")
        if key and hmac.compare_digest(key.encode(), self.request.headers.get(HEADER, "").encode()):
            return False
        await self.refuse(403, "This is for the culler of the workspace.")
        return True


class IdleHandler(LyceumHandler):
    """Tells the person when this Lab will be stopped."""

    @authenticated
    async def get(self) -> None:
        """Tell how this Lab stands; asking is no use of it."""
        await self.finish(json.dumps(idleness().as_dict()))


class UseHandler(LyceumHandler):
    """Hears that the person is there."""

    @authenticated
    async def post(self, said: str) -> None:
        """Take in that the person uses this Lab, or wants it kept."""
        if said == "keep":
            idleness().keep()
        else:
            idleness().use()
        await self.finish(json.dumps(idleness().as_dict()))


async def look(kernels: Any, terminals: Any) -> None:
    """Take in what kernels, terminals and clusters of this Lab say; a cluster that does nothing ends by itself."""
    models = await ensure_async(kernels.list_kernels())
    shells = dict(terminals.terminals) if terminals else {}
    marks: Mapping[str, Any] = {
        **{f"kernel {model['id']}": model["last_activity"] for model in models},
        **{f"terminal {name}": shell.last_activity for name, shell in shells.items()},
    }
    at_work = await asyncio.to_thread(run_something, [shell.ptyproc.pid for shell in shells.values()])
    computes = bool(await asyncio.to_thread(clusters.running))
    busy = [model["execution_state"] == "busy" for model in models]
    idleness().look(marks, [*busy, at_work, computes])


def run_something(shells: Iterable[int]) -> bool:
    """Tell whether a shell has started a process that goes on, in front or behind; blocks."""
    for pid in shells:
        with suppress(psutil.Error):
            if psutil.Process(pid).children():
                return True
    return False


def end_idle_kernels(kernels: Any) -> None:
    """Have kernels ended that no notebook is connected to and that run nothing, where the workspace wants it."""
    kernels.cull_idle_timeout = int(os.environ.get(KERNEL_IDLE, 0))
    kernels.cull_busy = kernels.cull_connected = False


def routes(base_url: str) -> list[tuple[str, type[LyceumHandler], dict[str, Service]]]:
    """Return our routes under a server's base URL."""
    options = {"service": Service.from_environment()}
    return [
        (url_path_join(base_url, "lyceum/culler"), CullerHandler, options),
        (url_path_join(base_url, "lyceum/idle"), IdleHandler, options),
        (url_path_join(base_url, "lyceum/idle/(use|keep)"), UseHandler, options),
    ]

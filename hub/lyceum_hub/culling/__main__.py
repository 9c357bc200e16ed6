"""The culler, as the supervisor starts it: looks until it is told to end, whether the hub is there or not."""

import asyncio
import logging
import os
from datetime import UTC, datetime

import httpx

from lyceum_hub.culling.culler import Culler, Habits
from lyceum_hub.culling.gpus import rests
from lyceum_hub.culling.hub import Hub
from lyceum_hub.culling.keys import Keys
from lyceum_hub.culling.labs import PATIENCE, Labs
from lyceum_hub.errors import Unavailable
from lyceum_hub.servers.gpus.gpus import gpus_of
from lyceum_hub.settings import Settings

LONGEST_PAUSE = 60.0  # seconds between two looks
SHORTEST_PAUSE = 1.0
log = logging.getLogger("lyceum_hub.culling")


def pause(settings: Settings) -> float:
    """Return how many seconds to wait between two looks: short where Labs are not idle for long."""
    shortest = min(filter(None, (settings.idle_timeout, settings.idle_warning)), default=LONGEST_PAUSE * 10)
    return max(SHORTEST_PAUSE, min(LONGEST_PAUSE, shortest / 10))


async def cull(settings: Settings) -> None:
    """Look at people's Labs for ever."""
    token = os.environ["JUPYTERHUB_API_TOKEN"]
    headers = {"Authorization": f"token {token}"}
    to_hub = httpx.AsyncClient(base_url=settings.hub_api_url, headers=headers, timeout=60, trust_env=False)
    to_labs = httpx.AsyncClient(timeout=PATIENCE, trust_env=False)
    habits = Habits(settings.idle_timeout, settings.idle_warning, settings.gpu_idle_timeout)
    gpus = gpus_of(settings)
    async with to_hub, to_labs:
        culler = Culler(Hub(to_hub), Labs(to_labs), habits, Keys(token), lambda: rests(gpus, datetime.now(UTC)))
        while True:
            try:
                await culler.look()
            except Unavailable as error:
                log.warning("Nobody is looked at: %s", error)
            except Exception:
                log.exception("Nobody is looked at.")
            await asyncio.sleep(pause(settings))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    asyncio.run(cull(Settings.from_environment()))

"""The packages of this server's environment, and which of them changed when it became another one."""

import asyncio
import json
import os
import platform
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jupyter_server.utils import url_path_join
from tornado.web import authenticated

from lyceum_catalog.environment import packages
from lyceum_lab.handlers import LyceumHandler
from lyceum_lab.service import Service

MEMORY = Path(".local/share/lyceum/packages.json")  # in the home: the environment now, and the one before
LATER_SECONDS = 30.0  # after the start, which people wait for
IMAGE = "JUPYTER_IMAGE_SPEC"  # where the server is a pod


class PackagesHandler(LyceumHandler):
    """Tells the packages and what changed."""

    @authenticated
    async def get(self) -> None:
        """List them."""
        await self.finish(json.dumps(await asyncio.to_thread(listed, Path.home())))


def listed(home: Path) -> dict[str, Any]:
    """Return the packages by name, and what changed since the environment was another. It blocks."""
    now, before = remember(home, environment())
    changed = differences(before["packages"], now["packages"]) if before else []
    items = [{"name": name, "version": version} for name, version in now["packages"].items()]
    return {"image": now["image"], "items": items, "since": now["since"] if before else None, "changed": changed}


def environment() -> dict[str, Any]:
    """Return this environment: its image, where it has one, and the versions of Python and all packages."""
    return {"image": os.environ.get(IMAGE, ""), "packages": {"Python": platform.python_version(), **packages()}}


def remember(home: Path, found: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return this environment, with when it was first seen, and the one before; a home that is full stays as it is."""
    now, before = remembered(home)
    if now and now["packages"] == found["packages"]:
        return {**now, "image": found["image"]}, before
    fresh = {**found, "since": datetime.now(UTC).isoformat(timespec="seconds")}
    with suppress(OSError):
        write(home / MEMORY, json.dumps({"now": fresh, "before": now}))
    return fresh, now


def remembered(home: Path) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Return the environment that was seen last, and the one before; nothing where none was, or it cannot be read."""
    try:
        said = json.loads((home / MEMORY).read_bytes())
        return usable(said["now"]), usable(said["before"])
    except (OSError, ValueError, KeyError, TypeError):
        return None, None


def usable(said: Any) -> dict[str, Any] | None:
    """Return what was written of an environment; raise KeyError or TypeError where it is not what we write."""
    if said is None:
        return None
    return {"since": str(said["since"]), "image": str(said["image"]), "packages": dict(said["packages"].items())}


def write(path: Path, text: str) -> None:
    """Write a file whole, in place of an older one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_text(text)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def differences(before: Mapping[str, str], now: Mapping[str, str]) -> list[dict[str, str | None]]:
    """Return the packages that are not the same in both."""
    names = sorted({*before, *now}, key=str.lower)
    pairs = ({"name": name, "before": before.get(name), "now": now.get(name)} for name in names)
    return [pair for pair in pairs if pair["before"] != pair["now"]]


def remember_later() -> None:
    """Remember this environment once the server is at rest, so that the next one knows what changed."""
    loop = asyncio.get_running_loop()
    loop.call_later(LATER_SECONDS, lambda: loop.run_in_executor(None, listed, Path.home()))


def routes(base_url: str) -> list[tuple[str, type[LyceumHandler], dict[str, Service]]]:
    """Return our route under a server's base URL."""
    return [(url_path_join(base_url, "lyceum/packages"), PackagesHandler, {"service": Service.from_environment()})]

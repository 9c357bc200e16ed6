"""The first rows of a data set, for the browser: read with the person's own rights, by a process that may be ended."""

import asyncio
import json
import os
import sys
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from jupyter_server.utils import url_path_join
from tornado.web import authenticated

from lyceum_lab.results import ResultHandler
from lyceum_lab.service import Service

COMMAND = (sys.executable, "-I", "-m", "lyceum_catalog.profiling.preview")
SECONDS = 30.0
ROWS, MOST_ROWS = 50, 500
SLOW = "The first rows took longer than half a minute to read. Open the entry in a notebook instead."
BROKEN = "The file broke the program that was to read it. Tell the entry's steward."
_two_at_a_time = asyncio.Semaphore(2)


class CannotPreview(Exception):
    """Rows that cannot be shown, and why."""


class PreviewHandler(ResultHandler):
    """Shows the first rows of an entry."""

    @authenticated
    async def get(self, name: str) -> None:
        """Send the columns and the first rows, personal values masked."""
        rows, version = self.number("rows", ROWS), self.number("version", 0)
        if rows is None or version is None:
            await self.refuse(422, "`rows` and `version` are whole numbers.")
            return
        numbered = f"/{version}" if version else ""
        page = f"api/entries/{name}/versions/{version}" if version else f"api/entries/{name}"
        found = await self.asked(page, f"intake/e/{name}{numbered}.json?{urlencode({'preview': 'true'})}")
        if found:
            record, catalog = found
            asked = {"catalog": catalog, "record": record, "resource": self.get_query_argument("resource", "")}
            await self.show({**asked, "rows": min(rows, MOST_ROWS)})

    async def show(self, asked: dict[str, Any]) -> None:
        """Send what a process of its own reads, or why it cannot."""
        try:
            async with _two_at_a_time:
                answer = await read(asked)
        except CannotPreview as error:
            await self.refuse(422, str(error))
        else:
            await self.finish(json.dumps(answer))

    def number(self, name: str, usual: int) -> int | None:
        """Return a whole number of the query; None for what is none."""
        text = self.get_query_argument(name, str(usual))
        return int(text) if text.isdecimal() and len(text) < 10 else None


async def read(asked: dict[str, Any]) -> dict[str, Any]:
    """Return what the process answers; raise CannotPreview."""
    environment = {**os.environ, "ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1"}
    pipe, nobody = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        *COMMAND, stdin=pipe, stdout=pipe, stderr=nobody, env=environment, cwd="/"
    )
    try:
        told, _ = await asyncio.wait_for(process.communicate(json.dumps(asked).encode()), SECONDS)
    except TimeoutError:
        raise CannotPreview(SLOW) from None
    finally:
        with suppress(ProcessLookupError):
            process.kill()
    return understood(told)


def understood(told: bytes) -> dict[str, Any]:
    """Return the rows that a process told of; raise CannotPreview where it told of a problem, or of nothing."""
    try:
        answer: dict[str, Any] = json.loads(told)
    except ValueError:
        raise CannotPreview(BROKEN) from None
    if "problem" in answer:
        raise CannotPreview(answer["problem"])
    return answer


def routes(base_url: str) -> list[tuple[str, type[PreviewHandler], dict[str, Service]]]:
    """Return our routes under a server's base URL."""
    options = {"service": Service.from_environment()}
    return [(url_path_join(base_url, r"lyceum/entries/([a-z][a-z0-9_]*)/preview"), PreviewHandler, options)]

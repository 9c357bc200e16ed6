"""People's Labs as the culler meets them: each answers how it is used, and takes a notice to its person."""

import asyncio
import json
from dataclasses import dataclass
from math import isfinite
from typing import Any

import httpx

from lyceum_hub.culling.keys import HEADER
from lyceum_hub.culling.reasons import Why
from lyceum_hub.culling.rules import Notice, Use

PATH = "lyceum/culler"
LARGEST = 64 * 1024  # bytes; a person's server may answer anything
PATIENCE = 10.0  # seconds for a whole answer


@dataclass(frozen=True)
class Lab:
    """A Lab that runs: whose it is, since when, where it answers, and what its profile says."""

    owner: str
    name: str
    started: str  # tells it from a later Lab of the same name
    url: str
    age: float  # seconds
    idle_seconds: float | None = None
    most_seconds: float | None = None

    def __str__(self) -> str:
        return f"{self.owner}/{self.name}" if self.name else self.owner


class DoesNotSay(Exception):
    """A Lab does not answer, or not in a way that can be understood."""


class Labs:
    """The HTTP side of Labs; a slow, hostile or foreign one is one that does not say."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def use(self, lab: Lab, key: str) -> Use:
        """Return how a Lab is used."""
        said = await self._ask(lab, key, "GET")
        try:
            return use_of(said)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise DoesNotSay(f"it answers {said!r:.200}") from error

    async def tell(self, lab: Lab, key: str, notice: Notice | None) -> None:
        """Have a Lab show its person a notice, or none."""
        told = {"why": notice.why, "left_seconds": notice.left} if notice else None
        await self._ask(lab, key, "PUT", json={"notice": told})

    async def _ask(self, lab: Lab, key: str, method: str, **more: Any) -> Any:
        request = self._http.build_request(method, lab.url + PATH, headers={HEADER: key}, **more)
        try:
            async with asyncio.timeout(PATIENCE):
                body = await self._read(request)
            return json.loads(body) if body else None
        except (httpx.HTTPError, TimeoutError, ValueError, RecursionError) as error:
            raise DoesNotSay(f"{type(error).__name__} {error}".strip()) from error

    async def _read(self, request: httpx.Request) -> bytes:
        answer, body = await self._http.send(request, stream=True), b""
        try:
            async for part in answer.aiter_raw():
                body += part
                if len(body) > LARGEST:
                    raise DoesNotSay("it answers without end")
        finally:
            await answer.aclose()
        if not answer.is_success:
            raise DoesNotSay(f"it answers {answer.status_code}")
        return body


def use_of(said: Any) -> Use:
    """Return the use that a Lab's answer describes; raise where it describes none."""
    notice = said["notice"]
    return Use(
        idle=seconds(said["idle_seconds"]),
        busy=bool(said["busy"]),
        kept=seconds(said["kept_seconds"]),
        notice=notice and Notice(Why(notice["why"]), seconds(notice["left_seconds"])),
    )


def seconds(said: Any) -> float:
    """Return a span as a Lab says it; raise ValueError for what is none."""
    span = float(said)
    if not isfinite(span):
        raise ValueError(f"{span} is no span of time.")
    return span

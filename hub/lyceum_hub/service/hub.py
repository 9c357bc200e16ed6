"""What the service asks of the hub: who holds a token, and to start and stop servers."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from lyceum_hub.errors import Forbidden, LyceumError, NotFound, Unavailable
from lyceum_hub.servers.refusals import PASSES

MOST_SILENT_SECONDS = 60  # the hub writes something every 8 seconds
MOST_ASKED = 20
PAGE = 200
Tell = Callable[[str], Awaitable[None]]


@dataclass(frozen=True)
class Person:
    """An account at the hub; `created` tells it from another one that had its name before."""

    name: str
    created: str
    groups: frozenset[str]
    admin: bool = False


class CannotStart(LyceumError):
    """The hub did not start the server."""


class CannotStartYet(CannotStart):
    """The hub did not start the server because of what is in use just now; a later start may succeed."""


class Hub:
    """The hub's REST API, with the service's own token."""

    def __init__(self, api_url: str, token: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._http = httpx.AsyncClient(
            base_url=api_url,
            headers={"Authorization": f"token {token}"},
            timeout=httpx.Timeout(30, connect=5),
            transport=transport,
        )

    async def holder(self, token: str) -> dict[str, Any] | None:
        """Return the user or service that holds a token, with the token's expanded scopes; None when nobody does."""
        answer = await self._send("GET", "/user", headers={"Authorization": f"token {token}"})
        if answer.status_code in (401, 403):
            return None
        return dict(self._checked(answer).json())

    async def person(self, name: str) -> Person | None:
        """Return somebody's account at the hub; None when there is none."""
        answer = await self._send("GET", f"/users/{quote(name, safe='')}")
        if answer.status_code == 404:
            return None
        return person_of(self._checked(answer).json())

    async def people(self, names: Collection[str]) -> dict[str, Person]:
        """Return the accounts that the hub has of these names; who is missing was asked about by name."""
        found: dict[str, Person] = {}
        if len(names) > MOST_ASKED:
            found = {person.name: person async for person in self._everybody() if person.name in names}
        asked = [await self.person(name) for name in names if name not in found]
        return found | {person.name: person for person in asked if person}

    async def _everybody(self) -> AsyncIterator[Person]:
        offset = 0
        while True:
            answer = await self._send("GET", "/users", params={"offset": offset, "limit": PAGE})
            page = self._checked(answer).json()
            for user in page:
                yield person_of(user)
            if len(page) < PAGE:
                return
            offset += len(page)

    async def start_server(self, owner: str, server: str, options: dict[str, Any], tell: Tell | None = None) -> None:
        """Start a named server and wait until it answers; adopt it when it runs already. Raises CannotStart.

        Where the start waits in line, tell what for, whenever that changes; a hub that ends meanwhile is Unavailable.
        """
        answer = await self._send("POST", self._path(owner, server), json=options)
        if answer.status_code == 404:
            raise NotFound(f"The hub knows nobody named {owner}.")
        if answer.status_code == 400 and "already running" in answer.text:
            return
        if answer.status_code == 429:
            raise CannotStartYet(message_of(answer))
        if answer.status_code not in (201, 202):
            raise CannotStart(message_of(answer))
        if answer.status_code == 202:
            await self._wait_until_ready(owner, server, tell)

    async def _wait_until_ready(self, owner: str, server: str, tell: Tell | None) -> None:
        """Follow the hub's account of a start; raise CannotStart with its words when it fails.

        An account that breaks off is no failure: the run's own server tells the rest, or the loop misses it. One that
        waited in line is to be asked for again.
        """
        told = ""
        with suppress(httpx.HTTPError):
            async for event in self._account_of(f"{self._path(owner, server)}/progress"):
                if event.get("failed"):
                    raise refusal_in(event)
                if event.get("ready"):
                    return
                waits = str(event["message"]) if event.get("waits") else ""
                if tell and waits not in ("", told):
                    await tell(waits)
                told = waits
        if told:
            raise Unavailable("The hub ended while the server waited in line.")

    async def _account_of(self, path: str) -> AsyncIterator[dict[str, Any]]:
        """Yield what the hub tells of a start."""
        async with self._http.stream("GET", path, timeout=MOST_SILENT_SECONDS) as answer:
            async for line in answer.aiter_lines():
                if line.startswith("data:"):
                    yield json.loads(line.removeprefix("data:"))

    async def stop_server(self, owner: str, server: str) -> bool:
        """Stop and remove a named server; tell whether it is gone (it may take a while)."""
        answer = await self._send("DELETE", self._path(owner, server), json={"remove": True})
        if answer.status_code not in (202, 204, 404):
            self._checked(answer)
        return answer.status_code != 202

    async def server(self, owner: str, server: str) -> dict[str, Any] | None:
        """Return what the hub knows of a named server that runs or starts; None once it knows that there is none."""
        answer = await self._send("GET", f"/users/{quote(owner, safe='')}")
        servers = {} if answer.status_code == 404 else self._checked(answer).json().get("servers", {})
        return dict(servers[server]) if server in servers else None

    def _path(self, owner: str, server: str) -> str:
        return f"/users/{quote(owner, safe='')}/servers/{quote(server, safe='')}"

    async def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        try:
            return await self._http.request(method, path, **more)
        except httpx.HTTPError as error:
            raise Unavailable("The hub does not answer just now.", remedy="Try again in a few seconds.") from error

    def _checked(self, answer: httpx.Response) -> httpx.Response:
        if answer.status_code >= 500:
            raise Unavailable(f"The hub answered {answer.status_code}: {message_of(answer)}")
        if answer.status_code >= 400:
            raise Forbidden(f"The hub refused: {message_of(answer)}")
        return answer


def person_of(user: dict[str, Any]) -> Person:
    """Return the person whom the hub describes."""
    return Person(
        user["name"], str(user.get("created") or ""), frozenset(user.get("groups") or ()), bool(user.get("admin"))
    )


def refusal_in(event: dict[str, Any]) -> CannotStart:
    """Return why a start failed, as the hub's account of it ends."""
    kind = CannotStartYet if f"<p {PASSES}>" in str(event.get("html_message")) else CannotStart
    return kind(str(event.get("message", "The server did not start.")).removeprefix("Spawn failed: "))


def message_of(answer: httpx.Response) -> str:
    """Return the hub's own words."""
    try:
        return str(answer.json().get("message", answer.reason_phrase))
    except ValueError:
        return answer.reason_phrase

"""Who calls, and what their token allows; the hub knows both."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import Depends, Request

from lyceum_hub.errors import Forbidden, Unauthenticated
from lyceum_hub.scopes import (
    AUDIT_READ,
    COURSES_TAKE,
    ENTRIES_APPLY,
    ENTRIES_PROPOSE,
    ENTRIES_READ,
    METRICS_READ,
    RUNS_READ,
    RUNS_READ_ALL,
    RUNS_REPORT,
    RUNS_WRITE,
    SCOPES,
    USE_READ,
    USE_READ_ALL,
    granted,
)
from lyceum_hub.service.entries.access import reader_of
from lyceum_hub.service.hub import Hub
from lyceum_hub.service.owners import OwnerStore
from lyceum_hub.service.viewers import Viewer

REMEMBERED_SECONDS = 5.0
REMEMBERED_TOKENS = 4096


@dataclass(frozen=True)
class Caller:
    """A person or service, our scopes that the token grants, and the hub's scopes that it carries.

    `groups` are the person's at the hub, where the check of the scope asked for them, as those about runs do.
    """

    name: str
    admin: bool
    scopes: frozenset[str]
    carried: frozenset[str]
    is_person: bool = True
    groups: frozenset[str] | None = None

    @property
    def sees_all_runs(self) -> bool:
        """Tell whether other people's runs are this caller's to see."""
        return RUNS_READ_ALL in self.scopes

    @property
    def sees_all_use(self) -> bool:
        """Tell whether what others use is this caller's to see."""
        return USE_READ_ALL in self.scopes

    @property
    def viewer(self) -> Viewer:
        """Whose runs and schedules the caller may see."""
        return Viewer(self.name, self.groups or frozenset(), self.sees_all_runs, reader_of(self))

    def is_server(self, owner: str, server: str) -> bool:
        """Tell whether the token is that of one server of one person."""
        return f"access:servers!server={owner}/{server}" in self.carried


class Callers:
    """Tokens that the hub was asked about, remembered for a few seconds."""

    def __init__(self, hub: Hub, owners: OwnerStore, now: Callable[[], float] = time.monotonic) -> None:
        self._hub = hub
        self._owners = owners
        self._now = now
        self._remembered: dict[str, tuple[float, Caller]] = {}

    async def of(self, token: str) -> Caller:
        """Return the caller who holds a token; raise Unauthenticated when nobody does."""
        until, caller = self._remembered.get(token, (0.0, None))
        if caller and self._now() < until:
            return caller
        holder = await self._hub.holder(token)
        if holder is None:
            self._remembered.pop(token, None)
            raise Unauthenticated("The token is unknown or has expired.", remedy="Ask for a new one.")
        if len(self._remembered) >= REMEMBERED_TOKENS:
            self._remembered.clear()
        caller = caller_of(holder)
        self._remembered[token] = (self._now() + REMEMBERED_SECONDS, caller)
        return caller

    async def with_groups_of(self, token: str) -> Caller:
        """Return the caller who holds a token, with the groups; whoever had the name before is told apart."""
        caller = await self.of(token)
        if caller.groups is not None or not caller.is_person:
            return caller
        person = await self._hub.person(caller.name)
        if person:
            await asyncio.to_thread(self._owners.meet, person)
        caller = replace(caller, groups=person.groups if person else frozenset())
        if token in self._remembered:
            self._remembered[token] = (self._remembered[token][0], caller)
        return caller


def caller_of(holder: dict[str, Any]) -> Caller:
    """Return the caller that the hub describes."""
    carried = frozenset(holder.get("scopes", ()))
    is_person = holder.get("kind", "user") == "user"
    return Caller(holder["name"], bool(holder.get("admin")), granted(carried), carried, is_person)


def token_of(request: Request) -> str:
    """Return the token of a request; raise Unauthenticated when it has none."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() not in ("token", "bearer") or not token.strip():
        raise Unauthenticated("There is no token.", remedy="Send the header `Authorization: token …`.")
    return token.strip()


def need(scope: str, groups: bool = False) -> Callable[[Request], Coroutine[Any, Any, Caller]]:
    """Return the check that a caller's token grants a scope; with groups, the caller's are known then."""
    if scope not in SCOPES:
        raise ValueError(f"{scope} is no scope of ours.")

    async def check(request: Request) -> Caller:
        callers: Callers = request.app.state.callers
        caller = await callers.of(token_of(request))
        if scope not in caller.scopes:
            what = SCOPES[scope].description.rstrip(".").lower()
            remedy = "Ask an administrator for the role, or use a token that carries the scope."
            raise Forbidden(f"{caller.name}'s token lacks the scope {scope}, needed to {what}.", remedy=remedy)
        return await callers.with_groups_of(token_of(request)) if groups else caller

    return check


EntriesReader = Annotated[Caller, Depends(need(ENTRIES_READ, groups=True))]
EntriesProposer = Annotated[Caller, Depends(need(ENTRIES_PROPOSE, groups=True))]
EntriesApplier = Annotated[Caller, Depends(need(ENTRIES_APPLY))]
RunsReader = Annotated[Caller, Depends(need(RUNS_READ, groups=True))]
RunsWriter = Annotated[Caller, Depends(need(RUNS_WRITE, groups=True))]
RunsReporter = Annotated[Caller, Depends(need(RUNS_REPORT))]
AuditReader = Annotated[Caller, Depends(need(AUDIT_READ))]
UseReader = Annotated[Caller, Depends(need(USE_READ, groups=True))]
CoursesTaker = Annotated[Caller, Depends(need(COURSES_TAKE, groups=True))]
MetricsReader = Annotated[Caller, Depends(need(METRICS_READ))]

"""The hub's routes for the culler: which Labs run, and stopping one for a reason.

They tell what the hub's own API does not (where a Lab answers, without the proxy, for which every look would count as
use; what its profile says), and stop the Lab that was looked at and no later one.
"""

import json
from datetime import UTC, datetime
from typing import Any

from jupyterhub import orm
from jupyterhub.apihandlers.base import APIHandler
from jupyterhub.scopes import needs_scope
from jupyterhub.utils import isoformat
from tornado.web import HTTPError

from lyceum_hub.culling.reasons import Reason, Why
from lyceum_hub.database import Database
from lyceum_hub.service import audit

RUN = "run-"


class LabsAPI(APIHandler):
    """The Labs that run."""

    @needs_scope("read:servers")
    async def get(self) -> None:
        """Return them; servers that start or stop just now, and those of runs, are left out."""
        now = datetime.now(UTC).replace(tzinfo=None)
        self.finish(json.dumps([described(spawner, now) for spawner in self.running() if spawner.ready]))

    def running(self) -> list[Any]:
        """Return the spawners of all servers that the hub has, but those of runs."""
        found = self.db.query(orm.Spawner).filter(orm.Spawner.server_id.is_not(None))
        named = [(spawner.user, spawner.name) for spawner in found if not spawner.name.startswith(RUN)]
        return [self.users[user].spawners[name] for user, name in named]


class LabAPI(APIHandler):
    """One Lab."""

    @needs_scope("delete:servers")
    async def delete(self, owner: str, name: str) -> None:
        """Stop it, if it is the one that was started when the caller says."""
        asked = self.get_json_body()
        reason = reason_in(asked)
        user = self.find_user(owner)
        if user is None or name not in user.spawners or name.startswith(RUN):
            raise HTTPError(404, "There is no such Lab.")
        spawner = user.spawners[name]
        if not spawner.ready or isoformat(spawner.orm_spawner.started) != asked.get("started"):
            raise HTTPError(409, "It has ended, or was started anew.")
        await self.stop(user, spawner, reason)

    async def stop(self, user: Any, spawner: Any, reason: Reason) -> None:
        """Stop it, and say so in the audit trail and on the page that its person finds in its place."""
        started = isoformat(spawner.orm_spawner.started)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        spawner.stopped = {"at": at, "why": str(reason)}
        await self.stop_single_user(user, spawner.name)
        detail = {"why": reason.why, "seconds": reason.seconds, "started": started}
        database, actor = self.authenticator.database, self.current_user.name
        subject = f"{user.name}/{spawner.name}".rstrip("/")
        await self.authenticator.hashing.run(say, database, actor, subject, detail)
        self.set_status(202 if spawner.pending else 204)


def described(spawner: Any, now: datetime) -> dict[str, Any]:
    """Return what the culler needs to know of a Lab, as `labs.Lab` takes it."""
    profile, started = spawner.profile, spawner.orm_spawner.started
    return {
        "owner": spawner.user.name,
        "name": spawner.name,
        "started": isoformat(started),
        "url": spawner.server.url,
        "age": (now - started).total_seconds(),
        "idle_seconds": profile.idle_seconds,
        "most_seconds": profile.most_seconds,
    }


def reason_in(asked: Any) -> Reason:
    """Return the reason that a request gives."""
    try:
        return Reason(Why(asked["why"]), float(asked["seconds"]))
    except (KeyError, TypeError, ValueError) as error:
        raise HTTPError(400, "Say why: `why`, and after how many `seconds`.") from error


def say(database: Database, actor: str, subject: str, detail: dict[str, Any]) -> None:
    """Write a line of the trail."""
    with database.writing() as connection:
        audit.record(connection, actor, "lab.stop", subject, **detail)


def handlers() -> list[tuple[str, type[Any]]]:
    """Return the routes as the hub wants them, under its own prefix."""
    return [(r"/api/labs", LabsAPI), (r"/api/labs/([^/]+)/([^/]*)", LabAPI)]

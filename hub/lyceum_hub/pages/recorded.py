"""What administrators change through the hub's own API, said in our audit trail before the hub answers."""

from collections.abc import Callable
from typing import Any

from jupyterhub.apihandlers import groups, users
from jupyterhub.utils import maybe_future
from tornado.web import RequestHandler

from lyceum_hub.database import Database
from lyceum_hub.service import audit

VERBS = {"post": "create", "put": "change", "patch": "change", "delete": "remove"}
TOLD = ("admin", "name", "usernames", "users", "note", "expires_in", "roles", "scopes")  # of a request; no secret


def recorded(handler: type[Any], kind: str) -> type[Any]:
    """Return a handler of the hub's whose accepted changes are in the audit trail."""
    offered = {name: getattr(handler, name) for name in VERBS}
    missing = RequestHandler._unimplemented_method
    changes = {name: telling(method, f"{kind}.{VERBS[name]}") for name, method in offered.items() if method != missing}
    return type(f"Recorded{handler.__name__}", (handler,), changes)


def telling(method: Callable[..., Any], action: str) -> Callable[..., Any]:
    """Return a method of a handler that says what it has done."""

    async def change(self: Any, *subject: str) -> None:
        await maybe_future(method(self, *subject))
        asked = self.get_json_body()
        told = {name: asked[name] for name in TOLD if name in asked} if isinstance(asked, dict) else {}
        actor, database = self.current_user.name, self.authenticator.database
        await self.authenticator.hashing.run(say, database, actor, action, "/".join(subject), told)

    return change


def say(database: Database, actor: str, action: str, subject: str, told: dict[str, Any]) -> None:
    """Write a line of the trail."""
    with database.writing() as connection:
        audit.record(connection, actor, action, subject, **{"hub": True, **told})


def handlers() -> list[tuple[str, type[Any]]]:
    """Return the hub's handlers for people, groups and tokens, as it wants them."""
    return [
        (r"/api/users", recorded(users.UserListAPIHandler, "person")),
        (r"/api/users/([^/]+)/tokens", recorded(users.UserTokenListAPIHandler, "token")),
        (r"/api/users/([^/]+)/tokens/([^/]*)", recorded(users.UserTokenAPIHandler, "token")),
        (r"/api/groups", recorded(groups.GroupListAPIHandler, "group")),
        (r"/api/groups/([^/]+)", recorded(groups.GroupAPIHandler, "group")),
        (r"/api/groups/([^/]+)/users", recorded(groups.GroupUsersAPIHandler, "membership")),
        (r"/api/groups/([^/]+)/properties", recorded(groups.GroupPropertiesAPIHandler, "group")),
    ]

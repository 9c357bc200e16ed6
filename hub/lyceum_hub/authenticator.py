"""How people log in: with an account of ours, or through a provider that the site already has."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any, TypeVar

from jupyterhub.auth import Authenticator
from jupyterhub.orm import User
from jupyterhub.utils import maybe_future
from sqlalchemy.orm import object_session
from tornado.web import HTTPError, RequestHandler
from traitlets import Bool, Instance, Unicode, default

from lyceum_hub import pages
from lyceum_hub.accounts import LONGEST, NAME, ONE_PERSON, Accounts
from lyceum_hub.database import Database, open_database
from lyceum_hub.errors import Forbidden, Invalid, SettingError
from lyceum_hub.metering.metering import Metering
from lyceum_hub.servers import confined
from lyceum_hub.servers.again import Again
from lyceum_hub.throttle import Throttle

T = TypeVar("T")

# Names for LYCEUM_AUTHENTICATOR; each is set up as its own documentation says, in the file LYCEUM_HUB_CONFIG names.
AUTHENTICATORS = {
    "lyceum": "lyceum_hub.authenticator:LyceumAuthenticator",
    "auth0": "oauthenticator.auth0:Auth0OAuthenticator",
    "azuread": "oauthenticator.azuread:AzureAdOAuthenticator",
    "bitbucket": "oauthenticator.bitbucket:BitbucketOAuthenticator",
    "cilogon": "oauthenticator.cilogon:CILogonOAuthenticator",
    "generic-oauth": "oauthenticator.generic:GenericOAuthenticator",
    "github": "oauthenticator.github:GitHubOAuthenticator",
    "gitlab": "oauthenticator.gitlab:GitLabOAuthenticator",
    "globus": "oauthenticator.globus:GlobusOAuthenticator",
    "google": "oauthenticator.google:GoogleOAuthenticator",
    "openshift": "oauthenticator.openshift:OpenShiftOAuthenticator",
}


class Workspace(Authenticator):
    """What every way to log in has here: our pages, and the rule of one person where root did not start us."""

    one_person = Bool(False, help="Refuse everybody but the first person.").tag(config=True)
    database_url = Unicode(help="Where accounts and the audit trail are kept, as a SQLAlchemy URL.").tag(config=True)
    database = Instance(Database)
    metering = Instance(Metering, allow_none=True, help="What counts the use of servers.").tag(config=True)
    again = Instance(Again, allow_none=True, help="Who waited in line when the last hub ended.").tag(config=True)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.hashing = Hashing()

    @default("database")
    def _database(self) -> Database:
        return open_database(self.database_url)

    def get_handlers(self, app: Any) -> list[Any]:
        """Put our pages before the hub's own; the hub asks once, before it looks for servers that outlived it."""
        confined.begin(app)
        if self.metering:
            self.metering.begin(app)
        if self.again:
            self.again.begin(app)
        return [*pages.handlers(), *super().get_handlers(app)]

    async def get_authenticated_user(self, handler: Any, data: Any) -> Any:
        """Refuse a second person before the hub writes anything down about them."""
        found = await super().get_authenticated_user(handler, data)
        if found and not self.has_room(handler.db, found["name"]):
            raise HTTPError(403, ONE_PERSON)
        return found

    async def add_user(self, user: Any) -> None:
        """Refuse a second person whom the hub's API is asked to make."""
        if not self.has_room(object_session(getattr(user, "orm_user", user)), user.name):
            raise Forbidden(ONE_PERSON)
        await maybe_future(super().add_user(user))

    async def delete_user(self, user: Any) -> None:
        """Stop all servers of a person who is removed: the hub stops their Lab, and fails while a run goes on."""
        for spawner in list(user.spawners.values()):
            if spawner.active:
                await user.stop(spawner.name)
        await maybe_future(super().delete_user(user))

    def has_room(self, db: Any, name: str) -> bool:
        """Return whether this person may be in the workspace beside those who are."""
        return not (self.one_person and db.query(User).filter(User.name != name).count())


class LyceumAuthenticator(Workspace):
    """Accounts with passwords, made through one-time links."""

    accounts = Instance(Accounts)

    @default("accounts")
    def _accounts(self) -> Accounts:
        return Accounts(self.database, one_person=self.one_person)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.throttle = Throttle()

    async def authenticate(self, handler: RequestHandler, data: dict[str, str] | None) -> dict[str, Any] | None:
        """Return who this is, or None; a name that nobody has gets the same answer, as slowly."""
        name, password = credentials(handler, data or {})
        tries = [f"name {name}", f"address {address(handler)}"]
        if seconds := await self.throttle.turn(tries):
            raise HTTPError(429, f"Too many tries in a minute. Wait {seconds} seconds, then try again.")
        account = None
        try:
            account = await self.hashing.run(self.accounts.verify, name, password)
        except Invalid:
            return None
        finally:
            self.throttle.end(tries, well=account is not None)
        return {"name": account.name, "admin": account.admin or None} if account else None

    def check_allowed(self, username: str, authentication: Any = None) -> bool:
        """Allow whoever has an account."""
        return True

    async def delete_user(self, user: Any) -> None:
        """Remove the account of a person whom an administrator removes from the hub."""
        await super().delete_user(user)
        await self.hashing.run(self.accounts.remove, user.name)


class Hashing:
    """A few threads for what takes a tenth of a second of processor and 32 MiB, and a bound on who waits for them."""

    def __init__(self, threads: int = 4, most: int = 1000) -> None:
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="hashing")
        self.room = most

    async def run(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run a blocking function in a thread; 503 when too many wait."""
        if not self.room:
            raise HTTPError(503, "Very many people are logging in just now. Try again in a minute.")
        self.room -= 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.threads, function, *arguments)
        finally:
            self.room += 1


def credentials(handler: RequestHandler, data: dict[str, str]) -> tuple[str, str]:
    """Return the name and password of a log-in form (or JSON body); HTTPError 400 for what cannot be one."""
    name, password = data.get("username"), data.get("password")
    if not (isinstance(name, str) and isinstance(password, str)):
        raise HTTPError(400, "Give a name and a password.")
    if len(name) > LONGEST or len(password) > LONGEST:
        raise HTTPError(400, f"A name or password longer than {LONGEST} characters cannot be right.")
    if "\0" in name + password or any(b"\0" in value for value in raw(handler)):
        raise HTTPError(400, "A name or password cannot contain a zero character.")
    name = name.strip().lower()
    return (name if NAME.fullmatch(name) else ""), password


def raw(handler: RequestHandler) -> list[bytes]:
    """Return the values of a form as they came: Tornado makes blanks of control characters."""
    return [value for values in handler.request.body_arguments.values() for value in values]


def address(handler: Any) -> str:
    """Return where a request comes from: the last hop that is not a proxy we trust; clients can invent those before."""
    hops = [hop.strip() for hop in handler.request.headers.get("X-Forwarded-For", "").split(",")]
    trusted = handler.app.trusted_downstream_ips
    return next((hop for hop in reversed(hops) if hop and hop not in trusted), str(handler.request.remote_ip))


def authenticator_class(name: str) -> type[Workspace]:
    """Return the class for a value of LYCEUM_AUTHENTICATOR, with our pages and rules."""
    if name not in AUTHENTICATORS:
        known = ", ".join(AUTHENTICATORS)
        raise SettingError(f"LYCEUM_AUTHENTICATOR is {name!r}; it must be one of {known}.")
    module, _, attribute = AUTHENTICATORS[name].partition(":")
    found = getattr(import_module(module), attribute)
    return found if issubclass(found, Workspace) else type(attribute, (Workspace, found), {})

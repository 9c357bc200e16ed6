"""The hub's pages that are ours: following a one-time link, and inviting people."""

from pathlib import Path
from typing import Any

from jupyterhub.apihandlers.users import UserAPIHandler
from jupyterhub.handlers.base import BaseHandler
from jupyterhub.scopes import needs_scope
from jupyterhub.utils import new_token, url_path_join
from tornado.web import HTTPError, authenticated

from lyceum_hub.accounts import LINK_LASTS, ONE_PERSON, Account, Accounts
from lyceum_hub.culling import handlers as culling
from lyceum_hub.errors import Conflict, Forbidden, Invalid, LyceumError, NotFound
from lyceum_hub.pages import progress, recorded, usage

TEMPLATES = Path(__file__).parent / "templates"
STATUS = {Invalid: 400, Forbidden: 403, NotFound: 404, Conflict: 409}


class Page(BaseHandler):
    """A page of ours: it never tells other sites its address, which may hold a token."""

    @property
    def accounts(self) -> Accounts:
        """The accounts of the workspace, where people log in with accounts of ours."""
        found: Accounts | None = getattr(self.authenticator, "accounts", None)
        if found is None:
            raise HTTPError(404, "People log in with another account here, so there are no links to invite them.")
        return found

    def set_default_headers(self) -> None:
        """Add to the hub's headers."""
        super().set_default_headers()
        self.set_header("Referrer-Policy", "no-referrer")

    def _request_summary(self) -> str:
        """Name the request in the log without its query."""
        return f"{self.request.method} {self.request.path} ({self.request.remote_ip})"

    async def blocking(self, function: Any, *arguments: Any, **named: Any) -> Any:
        """Run a blocking function of the accounts beside the event loop."""
        return await self.authenticator.hashing.run(lambda: function(*arguments, **named))

    async def show(self, template: str, **values: Any) -> None:
        """Finish with a page."""
        self.finish(await self.render_template(template, xsrf=self.xsrf_token.decode("ascii"), **values))

    def field(self, name: str) -> str:
        """Return a field of the form as it was typed."""
        values = self.request.body_arguments.get(name, [b""])
        try:
            return str(values[-1], "utf-8")
        except UnicodeDecodeError:
            raise HTTPError(400, f"The field {name} is not text.") from None


class JoinPage(Page):
    """Follow a one-time link: choose a password (and, first of all, a name), and land in Lab."""

    async def get(self) -> None:
        """Show the form, or say why the link does not work."""
        await self.show_form(self.get_query_argument("token", ""))

    async def post(self) -> None:
        """Make the account and log it in; show the form again with what is wrong."""
        token, name = self.get_query_argument("token", ""), self.field("name").strip().lower()
        try:
            account = await self.join(token, name)
        except LyceumError as error:
            self.set_status(STATUS[type(error)])
            await self.show_form(token, name, error)
            return
        await self.log_in(account)
        self.redirect(url_path_join(self.hub.base_url, "spawn"))

    async def join(self, token: str, name: str) -> Account:
        """Use the link up."""
        if not self.authenticator.has_room(self.db, name):
            raise Forbidden(ONE_PERSON)
        account: Account = await self.blocking(self.accounts.accept, token, name, self.field("password"))
        return account

    async def log_in(self, account: Account) -> None:
        """Give this browser, and no older one, a session of the account."""
        user = await self.auth_to_user({"name": account.name, "admin": account.admin or None})
        user.orm_user.cookie_id = new_token()
        self.db.commit()
        self.set_login_cookie(user)

    async def show_form(self, token: str, name: str = "", error: LyceumError | None = None) -> None:
        """Show the form of an open link."""
        try:
            invite = await self.blocking(self.accounts.invitation, token)
        except NotFound as void:
            raise HTTPError(410, void.detail) from None
        await self.show("join.html", invite=invite, chosen=name, error=error, path=self.request.uri)


class InvitesPage(Page):
    """Invite people: make links to copy, see the open ones, withdraw them."""

    @authenticated
    @needs_scope("admin:users")
    async def get(self) -> None:
        """Show the form and the open links."""
        await self.show_invites()

    @authenticated
    @needs_scope("admin:users")
    async def post(self) -> None:
        """Withdraw a link, or make one and show it this once."""
        if revoked := self.field("revoke"):
            await self.blocking(self.accounts.revoke, revoked, by=self.current_user.name)
            self.redirect(url_path_join(self.hub.base_url, "invites"))
            return
        name, admin = self.field("name").strip().lower(), bool(self.field("admin"))
        try:
            token = await self.blocking(self.accounts.invite, name, admin=admin, by=self.current_user.name)
        except LyceumError as error:
            self.set_status(STATUS[type(error)])
            await self.show_invites(chosen=name, error=error)
            return
        await self.show_invites(chosen=name, link=self.link(token))

    def link(self, token: str) -> str:
        """Return the address to send to somebody, on the host this browser uses."""
        path = url_path_join(self.hub.base_url, "join")
        return f"{self.request.protocol}://{self.request.host}{path}?token={token}"

    async def show_invites(self, **values: Any) -> None:
        """Show the page."""
        await self.show(
            "invites.html",
            invites=await self.blocking(self.accounts.open_invites),
            one_person=self.accounts.one_person,
            days=LINK_LASTS.days,
            **values,
        )


class PersonAPI(UserAPIHandler):
    """The hub's API for one person, which says why there is no room for another."""

    @needs_scope("admin:users")
    async def post(self, user_name: str) -> None:
        """Make a person, unless there is room for one only."""
        if not self.authenticator.has_room(self.db, user_name):
            raise HTTPError(403, ONE_PERSON)
        await super().post(user_name)


def handlers() -> list[tuple[str, type[Any]]]:
    """Return our pages as the hub wants them, under its own prefix."""
    person = recorded.recorded(PersonAPI, "person")
    ours = [(r"/join", JoinPage), (r"/invites", InvitesPage), (r"/api/users/([^/]+)", person)]
    return [*ours, *usage.handlers(), *recorded.handlers(), *progress.handlers(), *culling.handlers()]

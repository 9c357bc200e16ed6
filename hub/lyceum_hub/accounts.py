"""Who may log in: accounts with passwords, and the one-time links that make them.

Everything here blocks (a password takes about a tenth of a second): call it from a thread.
"""

import base64
import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, or_, select, true, update

from lyceum_hub.database import Database
from lyceum_hub.database.tables import accounts, invites
from lyceum_hub.errors import Conflict, Forbidden, Invalid, NotFound
from lyceum_hub.service import audit

NAME = re.compile(r"[a-z][a-z0-9_-]{0,27}", re.ASCII)
SHORTEST, LONGEST = 8, 1000  # characters of a password
LINK_LASTS = timedelta(days=7)
FIRST = "lyceum up"  # who invites the first administrator
ANYBODY = "whoever comes first"  # whom that link is for
ONE_PERSON = (
    "This workspace is for one person: it was not started by root, so everybody's work would run as the same "
    "account and could be read and changed by all. Start Lyceum as root to give each person an account, or see what "
    "`lyceum doctor` says of sandboxes."
)

VOID = "This link has been used, withdrawn or is too old. Ask an administrator for a new one."


@dataclass(frozen=True)
class Account:
    """Somebody who may log in."""

    name: str
    admin: bool


@dataclass(frozen=True)
class Invite:
    """A one-time link: for a named person, or (no name) for the first administrator."""

    key: str
    name: str | None
    admin: bool
    created_by: str
    expires_at: datetime


class Accounts:
    """The accounts and invites of a workspace; `one_person` refuses everybody but the first."""

    def __init__(self, database: Database, *, one_person: bool) -> None:
        self.database = database
        self.one_person = one_person

    def all(self) -> list[Account]:
        """Return every account, by name."""
        with self.database.reading() as connection:
            rows = connection.execute(select(accounts).order_by(accounts.c.name))
            return [Account(row.name, row.admin) for row in rows]

    def verify(self, name: str, password: str) -> Account | None:
        """Return the account if the password is right; an unknown name takes as long as a known one."""
        with self.database.reading() as connection:
            row = connection.execute(select(accounts).where(accounts.c.name == name)).one_or_none()
        right = matches(password, row.password_hash if row else UNKNOWN)
        return Account(row.name, row.admin) if row and right else None

    def first_link(self) -> str | None:
        """Return a new token for the first administrator, the older ones void; None once there is an account."""
        with self.database.writing() as connection:
            if count(connection, true()):
                return None
            void(connection, invites.c.name.is_(None), FIRST)
            return add_invite(connection, None, admin=True, by=FIRST)

    def invite(self, name: str, *, admin: bool, by: str) -> str:
        """Return the token of a link that makes this account, or lets its owner choose a new password."""
        check_name(name)
        with self.database.writing() as connection:
            if self.one_person and not count(connection, accounts.c.name == name):
                raise Forbidden(ONE_PERSON)
            void(connection, invites.c.name == name, by)
            return add_invite(connection, name, admin=admin, by=by)

    def open_invites(self) -> list[Invite]:
        """Return the links nobody has used yet, the newest first."""
        query = select(invites).where(is_open()).order_by(invites.c.created_at.desc())
        with self.database.reading() as connection:
            return [as_invite(row) for row in connection.execute(query)]

    def revoke(self, key: str, *, by: str) -> None:
        """Make an open link void."""
        with self.database.writing() as connection:
            void(connection, invites.c.token_hash == key, by)

    def invitation(self, token: str) -> Invite:
        """Return what a link is for; raise NotFound when it is used, revoked, too old or unknown."""
        with self.database.reading() as connection:
            return find_invite(connection, token)

    def accept(self, token: str, name: str, password: str) -> Account:
        """Use a link up: make the account, or set its new password."""
        check_name(name)
        hashed = hash_password(password)
        with self.database.writing() as connection:
            invite = use_invite(connection, token)
            if invite.name not in (None, name):
                raise Invalid(f"This link is for {invite.name}.", field="name")
            if self.one_person and count(connection, accounts.c.name != name):
                raise Forbidden(ONE_PERSON)
            return put_account(connection, invite, name, hashed)

    def remove(self, name: str) -> None:
        """Remove an account and its open links."""
        with self.database.writing() as connection:
            connection.execute(delete(invites).where(invites.c.name == name))
            if connection.execute(delete(accounts).where(accounts.c.name == name)).rowcount:
                audit.record(connection, "lyceum", "account.remove", name)


def count(connection: Connection, which: ColumnElement[bool]) -> int:
    """Return how many accounts there are of some kind."""
    return connection.execute(select(func.count()).select_from(accounts).where(which)).scalar_one()


def put_account(connection: Connection, invite: Invite, name: str, hashed: str) -> Account:
    """Make an account, or give the invited one a new password; an administrator stays one."""
    known = connection.execute(select(accounts).where(accounts.c.name == name)).one_or_none()
    if known is None:
        values = {"name": name, "admin": invite.admin, "created_at": datetime.now(UTC)}
        connection.execute(insert(accounts).values(**values, password_hash=hashed))
        audit.record(connection, name, "account.create", name, admin=invite.admin, invited_by=invite.created_by)
        return Account(name, invite.admin)
    if invite.name is None:
        raise Conflict(f"There is an account named {name} already. Choose another name.", field="name")
    admin = known.admin or invite.admin
    connection.execute(update(accounts).where(accounts.c.name == name).values(password_hash=hashed, admin=admin))
    audit.record(connection, name, "account.change", name, admin=admin, invited_by=invite.created_by)
    return Account(name, admin)


def add_invite(connection: Connection, name: str | None, *, admin: bool, by: str) -> str:
    """Keep a new link's hash and return its token, which is written down nowhere."""
    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    values = {"name": name, "admin": admin, "created_by": by, "created_at": now, "expires_at": now + LINK_LASTS}
    connection.execute(insert(invites).values(token_hash=digest(token), **values))
    audit.record(connection, by, "invite.create", name or ANYBODY, admin=admin)
    return token


def void(connection: Connection, which: ColumnElement[bool], by: str) -> None:
    """Make open links void."""
    gone = delete(invites).where(which, is_open()).returning(invites.c.name)
    done: list[tuple[str, dict[str, Any]]] = [(name or ANYBODY, {}) for name in connection.execute(gone).scalars()]
    audit.record_all(connection, by, "invite.withdraw", done)


def find_invite(connection: Connection, token: str) -> Invite:
    """Return the open invite of a token."""
    query = select(invites).where(invites.c.token_hash == digest(token), is_open())
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(VOID)
    return as_invite(row)


def use_invite(connection: Connection, token: str) -> Invite:
    """Return the open invite of a token, used up; of two at once only one gets it."""
    invite = find_invite(connection, token)
    used = update(invites).where(invites.c.token_hash == invite.key, is_open()).values(used_at=datetime.now(UTC))
    if connection.execute(used).rowcount != 1:
        raise NotFound(VOID)
    return invite


def as_invite(row: Row[tuple[object, ...]]) -> Invite:
    """Return a row of the table as the record."""
    return Invite(row.token_hash, row.name, row.admin, row.created_by, row.expires_at)


def is_open() -> ColumnElement[bool]:
    """Say in SQL that a link can still be used."""
    fresh = or_(invites.c.expires_at.is_(None), invites.c.expires_at > datetime.now(UTC))
    return and_(invites.c.used_at.is_(None), fresh)


def digest(token: str) -> str:
    """Return what is kept of a token: it is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def check_name(name: str) -> None:
    """Refuse a name that cannot be an account's."""
    if not NAME.fullmatch(name):
        raise Invalid(
            "A name starts with a letter and has at most 28 characters: small letters a to z, digits, - and _.",
            field="name",
        )


def normalise(password: str) -> bytes:
    """Return the bytes to hash: the same for the same characters, however a keyboard composes them."""
    if "\0" in password:
        raise Invalid("A password cannot contain a zero character.", field="password")
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid(
            f"A password has {SHORTEST} to {LONGEST} characters; this one has {len(password)}.", field="password"
        )
    return unicodedata.normalize("NFC", password).encode(errors="surrogatepass")


def scrypt(password: bytes, salt: bytes) -> bytes:
    """Return the key of a password, with parameters that take 32 MiB and about 0.1 s."""
    return hashlib.scrypt(password, salt=salt, n=2**15, r=8, p=1, maxmem=64 * 2**20, dklen=32)


def hash_password(password: str) -> str:
    """Return a salted hash to keep, as `scrypt$salt$key`."""
    normalised, salt = normalise(password), secrets.token_bytes(16)
    return "$".join(["scrypt", *(base64.b64encode(part).decode() for part in (salt, scrypt(normalised, salt)))])


def matches(password: str, hashed: str) -> bool:
    """Return whether the password is the hashed one."""
    _, salt, key = hashed.split("$")
    return hmac.compare_digest(scrypt(normalise(password), base64.b64decode(salt)), base64.b64decode(key))


UNKNOWN = "scrypt$AAAAAAAAAAAAAAAAAAAAAA==$" + base64.b64encode(bytes(32)).decode()  # no password has this key

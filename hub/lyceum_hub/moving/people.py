"""The hub's people and groups: in its file where it is stopped, by its API where it runs elsewhere."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from jupyterhub import orm, roles
from jupyterhub.utils import isoformat
from pydantic import BaseModel

from lyceum_hub.accounts import ONE_PERSON
from lyceum_hub.cli.hub_api import HubApi, checked
from lyceum_hub.errors import Forbidden, Unavailable
from lyceum_hub.settings import Settings

PAGE = 100


class Person(BaseModel, frozen=True):
    """Somebody's account at the hub; `created` tells it from a later one of the same name."""

    name: str
    admin: bool
    created: str
    groups: list[str]


class Group(BaseModel, frozen=True):
    """A group of the hub's."""

    name: str
    properties: dict[str, Any]


class People(BaseModel, frozen=True):
    """Whom a hub knows."""

    people: list[Person] = []
    groups: list[Group] = []


class Hub(Protocol):
    """A hub whose people are moved."""

    def known(self) -> People:
        """Return whom it knows."""

    def bring(self, people: People) -> dict[str, str]:
        """Have it know these people and groups as well; return when each account was made, as it says now."""


class StoppedHub:
    """The hub of a state folder, in its own file; accounts keep the moment that they were made at."""

    def __init__(self, settings: Settings) -> None:
        self._file = settings.state / "hub.sqlite"
        self._one_person = settings.one_person

    def known(self) -> People:
        """Return whom it knows; nobody where it was never started."""
        if not self._file.exists():
            return People()
        with opened(self._file) as db:
            groups = [Group(name=one.name, properties=one.properties or {}) for one in db.query(orm.Group)]
            return People(people=[person_of(user) for user in db.query(orm.User)], groups=groups)

    def bring(self, people: People) -> dict[str, str]:
        """Have it know these people and groups as well."""
        with opened(self._file) as db:
            if self._one_person and len({user.name for user in (*db.query(orm.User), *people.people)}) > 1:
                raise Forbidden(ONE_PERSON)
            groups = {group.name: find_group(db, group) for group in people.groups}
            for person in people.people:
                add_user(db, person, groups)
            db.commit()
            return {user.name: isoformat(user.created) or "" for user in db.query(orm.User)}


class RunningHub:
    """A hub of a cluster, by its API; an account that it makes is made then."""

    def __init__(self, api: HubApi) -> None:
        self._api = api

    def known(self) -> People:
        """Return whom it knows."""
        people = [
            Person(name=user["name"], admin=user["admin"], created=user["created"] or "", groups=user["groups"])
            for user in self._all("/users")
        ]
        groups = [Group(name=one["name"], properties=one.get("properties") or {}) for one in self._all("/groups")]
        return People(people=people, groups=groups)

    def bring(self, people: People) -> dict[str, str]:
        """Have it know these people and groups as well."""
        there = self.known()
        missing = [one for one in people.people if one.name not in {known.name for known in there.people}]
        for some in in_parts([person.name for person in missing]):
            self._api.post("/users", {"usernames": some})
        for person in people.people:
            if person.admin:
                self._api.patch(f"/users/{quote(person.name, safe='')}", {"admin": True})
        for group in people.groups:
            self._add_group(group, people, known=group.name in {one.name for one in there.groups})
        return {person.name: person.created for person in self.known().people}

    def _add_group(self, group: Group, people: People, *, known: bool) -> None:
        path = f"/groups/{quote(group.name, safe='')}"
        if not known:
            self._api.post(path, {})
            checked(self._api.send("PUT", f"{path}/properties", json=group.properties))
        for some in in_parts([person.name for person in people.people if group.name in person.groups]):
            self._api.post(f"{path}/users", {"users": some})

    def _all(self, path: str) -> Iterator[dict[str, Any]]:
        offset = 0
        while page := self._api.get(f"{path}?offset={offset}&limit={PAGE}"):
            yield from page
            offset += len(page)


def hub_of(settings: Settings) -> Hub:
    """Return the hub of a workspace."""
    return RunningHub(HubApi(settings)) if settings.on_cluster else StoppedHub(settings)


@contextmanager
def opened(file: Path) -> Iterator[Any]:
    """Yield a session with a hub's database, made if it is missing."""
    try:
        db = orm.new_session_factory(f"sqlite:///{file}")()
    except orm.DatabaseSchemaMismatch as error:
        remedy = "Start the workspace once with this version."
        raise Unavailable(f"The hub's memory {file} is of another version of JupyterHub.", remedy=remedy) from error
    try:
        yield db
    finally:
        db.close()
        db.get_bind().dispose()


def person_of(user: Any) -> Person:
    """Return the account that a hub's row describes."""
    groups = [group.name for group in user.groups]
    return Person(name=user.name, admin=bool(user.admin), created=isoformat(user.created) or "", groups=groups)


def find_group(db: Any, group: Group) -> Any:
    """Return a group's row, made if it is missing."""
    found = orm.Group.find(db, name=group.name)
    if found is None:
        found = orm.Group(name=group.name, properties=group.properties)
        db.add(found)
    return found


def add_user(db: Any, person: Person, groups: dict[str, Any]) -> None:
    """Have a person known, in their groups, and with the rights that the hub gives whom it makes itself."""
    user = orm.User.find(db, person.name)
    if user is None:
        user = orm.User(name=person.name, created=moment(person.created))
        db.add(user)
    user.admin = bool(user.admin) or person.admin
    user.groups = [*user.groups, *(groups[name] for name in person.groups if groups[name] not in user.groups)]
    if orm.Role.find(db, "user") is None:
        for role in roles.get_default_roles():
            roles.create_role(db, role)
    roles.assign_default_roles(db, entity=user)


def moment(written: str) -> datetime:
    """Return an instant as the hub keeps it: in UTC, without saying so."""
    return datetime.fromisoformat(written).astimezone(UTC).replace(tzinfo=None)


def in_parts(names: Sequence[str]) -> Iterator[list[str]]:
    """Yield so many names as one request takes."""
    for start in range(0, len(names), PAGE):
        yield list(names[start : start + PAGE])

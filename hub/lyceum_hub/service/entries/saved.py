"""Saved searches: what somebody looks for again, for themselves or for everybody."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from lyceum_catalog.entries import fold
from lyceum_hub.database import Database
from lyceum_hub.database.tables import saved_searches
from lyceum_hub.errors import Forbidden, NotFound, TooMany
from lyceum_hub.service import audit

MOST = 200  # of one person
LONGEST = 60  # of a name, so that a number fits behind it


@dataclass(frozen=True)
class Wish:
    """What is to be kept: its title, what to look for, and whether everybody may."""

    title: str
    query: dict[str, Any]
    shared: bool


@dataclass(frozen=True)
class SavedSearch:
    """A search that is kept under a name, which addresses take."""

    name: str
    title: str
    owner: str
    shared: bool
    query: dict[str, Any]
    created_at: datetime


class SavedSearches:
    """The searches that people keep; one that is shared is everybody's to use and its owner's to change."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, person: str) -> list[SavedSearch]:
        """Return somebody's own searches and the shared ones, by title."""
        query = select(saved_searches).where(usable_by(person)).order_by(saved_searches.c.title, saved_searches.c.name)
        with self._database.reading() as connection:
            return [SavedSearch(**row._mapping) for row in connection.execute(query)]

    def get(self, name: str, person: str) -> SavedSearch:
        """Return a search that somebody may use; raise NotFound."""
        with self._database.reading() as connection:
            return one(connection, name, person)

    def add(self, person: str, wish: Wish) -> SavedSearch:
        """Keep a search under a name made from its title; raise TooMany."""
        with self._database.writing() as connection:
            check_number(connection, person)
            name = free_name(connection, wish.title)
            made = SavedSearch(name, wish.title, person, wish.shared, wish.query, datetime.now(UTC))
            connection.execute(insert(saved_searches).values(vars(made)))
            audit.record(connection, person, "search.save", name, **vars(wish))
        return made

    def change(self, name: str, person: str, wish: Wish) -> SavedSearch:
        """Change somebody's own search; it keeps its name. Raises NotFound or Forbidden."""
        with self._database.writing() as connection:
            check_owner(one(connection, name, person), person)
            connection.execute(update(saved_searches).where(saved_searches.c.name == name).values(vars(wish)))
            audit.record(connection, person, "search.change", name, **vars(wish))
            return one(connection, name, person)

    def remove(self, name: str, person: str) -> None:
        """Remove somebody's own search; raise NotFound or Forbidden."""
        with self._database.writing() as connection:
            check_owner(one(connection, name, person), person)
            connection.execute(delete(saved_searches).where(saved_searches.c.name == name))
            audit.record(connection, person, "search.remove", name)


def usable_by(person: str) -> Any:
    """Return the condition that somebody may use a search."""
    return or_(saved_searches.c.owner == person, saved_searches.c.shared)


def one(connection: Connection, name: str, person: str) -> SavedSearch:
    """Return a search that somebody may use; raise NotFound."""
    query = select(saved_searches).where(saved_searches.c.name == name, usable_by(person))
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"There is no saved search {name[:64]!r}.", remedy="See the list of saved searches.")
    return SavedSearch(**row._mapping)


def check_owner(found: SavedSearch, person: str) -> None:
    """Raise Forbidden where a search is somebody else's."""
    if found.owner != person:
        said = f"{found.title!r} is a search of {found.owner}'s."
        raise Forbidden(said, remedy="Save one of your own.")


def check_number(connection: Connection, person: str) -> None:
    """Raise TooMany where somebody keeps as many as one may."""
    theirs = select(func.count()).select_from(saved_searches).where(saved_searches.c.owner == person)
    if connection.execute(theirs).scalar_one() >= MOST:
        raise TooMany(f"You keep {MOST} searches already.", remedy="Remove one that you need no more.")


def free_name(connection: Connection, title: str) -> str:
    """Return a name that no search has, made from a title."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold(title)).strip("_")[:LONGEST].rstrip("_") or "search"
    begun = saved_searches.c.name.startswith(plain, autoescape=True)
    taken = set(connection.execute(select(saved_searches.c.name).where(begun)).scalars())
    numbered = (f"{plain}_{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (plain, *numbered) if name not in taken)

"""Opinions: how often an entry is used, and how many people star it and comment on it; the index tells it of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from lyceum_hub.database.tables import entries, entry_comments, entry_index, entry_stars

AT_ONCE = 500


@dataclass(frozen=True)
class Opinions:
    """The uses of an entry in the last ninety days, its stars and comments; `starred`: by who asks."""

    uses: int
    stars: int
    comments: int
    starred: bool


def opinions_of(connection: Connection, name: str, person: str) -> Opinions:
    """Return what is thought of one entry, whatever became of it."""
    uses = select(entry_index.c.uses).where(entry_index.c.name == name).scalar_subquery()
    own = select(entry_stars.c.entry).where(entry_stars.c.entry == name, entry_stars.c.person == person).exists()
    row = connection.execute(select(func.coalesce(uses, 0), stars(name), comments(name), own)).one()
    return Opinions(row[0], row[1], row[2], bool(row[3]))


def counts_of(connection: Connection, names: Iterable[str]) -> dict[str, dict[str, int]]:
    """Return the uses, stars and comments of entries that are found, by name."""
    counted = (entry_index.c.uses, entry_index.c.stars, entry_index.c.comments)
    rows = connection.execute(select(entry_index.c.name, *counted).where(entry_index.c.name.in_(sorted(set(names)))))
    return {row.name: {"uses": row.uses, "stars": row.stars, "comments": row.comments} for row in rows}


def recount(connection: Connection, names: Iterable[str]) -> None:
    """Have the index say how many stars and comments these entries have."""
    wanted, counted = list(names), {"stars": stars(entry_index.c.name), "comments": comments(entry_index.c.name)}
    for start in range(0, len(wanted), AT_ONCE):
        some = entry_index.c.name.in_(wanted[start : start + AT_ONCE])
        connection.execute(update(entry_index).where(some).values(counted))


def stars(name: str | ColumnElement[str]) -> ColumnElement[int]:
    """Return how many people star an entry, as a part of a query."""
    return select(func.count()).select_from(entry_stars).where(entry_stars.c.entry == name).scalar_subquery()


def comments(name: str | ColumnElement[str]) -> ColumnElement[int]:
    """Return how many comments an entry has, as a part of a query."""
    return select(func.count()).select_from(entry_comments).where(entry_comments.c.entry == name).scalar_subquery()


def hold(connection: Connection, name: str) -> None:
    """Let nobody else change what is thought of an entry until the end of the transaction, so that counts are right."""
    connection.execute(select(entries.c.name).where(entries.c.name == name).with_for_update())


def leave(connection: Connection, name: str, former: str) -> None:
    """Take back the stars of somebody who is gone; what they wrote stays, under a name that nobody can have."""
    theirs = entry_stars.c.person == name
    starred = sorted(connection.execute(select(entry_stars.c.entry).where(theirs)).scalars())
    connection.execute(delete(entry_stars).where(theirs))
    recount(connection, starred)
    written = update(entry_comments).where(entry_comments.c.author == name)
    connection.execute(written.values(author=former))

"""Comments: what people who see an entry say about it, in Markdown; those who manage it are told, and may delete."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from lyceum_hub.database import Database
from lyceum_hub.database.tables import entry_comments
from lyceum_hub.errors import Forbidden, NotFound, TooMany
from lyceum_hub.service import audit
from lyceum_hub.service.entries import access
from lyceum_hub.service.entries.access import MANAGE, SEE, Reader
from lyceum_hub.service.entries.opinions import hold, recount
from lyceum_hub.service.entries.requests import deciders
from lyceum_hub.service.stewardship.inbox import tell

LONGEST = 4_000  # characters
MOST, MOST_OF_ONE = 500, 100  # on one entry
TOLD = 200  # characters of a text that an inbox shows


@dataclass(frozen=True)
class Comment:
    """What somebody said, and what who reads it may do with it."""

    id: int
    author: str
    at: datetime
    edited_at: datetime | None
    text: str
    may_edit: bool
    may_delete: bool


class Comments:
    """What is said about entries, by those who see them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, reader: Reader, entry: str) -> Sequence[Comment]:
        """Return the comments on an entry, the oldest first; raise NotFound."""
        with self._database.reading() as connection:
            held = rights(connection, reader, entry)
            query = select(entry_comments).where(entry_comments.c.entry == entry).order_by(entry_comments.c.id)
            return [comment_of(row, reader, held) for row in connection.execute(query)]

    def add(self, reader: Reader, entry: str, text: str) -> Comment:
        """Keep a comment, and tell those who manage the entry; raise NotFound or TooMany."""
        with self._database.writing() as connection:
            held = rights(connection, reader, entry)
            hold(connection, entry)
            refuse_more(connection, reader.name, entry)
            row = {"entry": entry, "author": reader.name, "at": datetime.now(UTC), "text": text}
            made = connection.execute(insert(entry_comments).values(row).returning(entry_comments)).one()
            recount(connection, [entry])
            audit.record(connection, reader.name, "entry.comment", entry, comment=made.id)
            others = [who for who in deciders(connection, entry) if who != reader.name]
            tell(connection, others, "entry_comment", entry, None, f"{reader.name} on {entry}: {text[:TOLD]}")
            return comment_of(made, reader, held)

    def edit(self, reader: Reader, entry: str, number: int, text: str) -> Comment:
        """Change what one said oneself; raise NotFound or Forbidden."""
        with self._database.writing() as connection:
            held = rights(connection, reader, entry)
            row = row_of(connection, entry, number)
            if not comment_of(row, reader, held).may_edit:
                raise Forbidden("Only its author changes a comment.", remedy="Answer it with one of your own.")
            query = update(entry_comments).where(entry_comments.c.id == number)
            connection.execute(query.values(text=text, edited_at=datetime.now(UTC)))
            audit.record(connection, reader.name, "entry.comment_edit", entry, comment=number)
            return comment_of(row_of(connection, entry, number), reader, held)

    def delete(self, reader: Reader, entry: str, number: int) -> None:
        """Delete what one said oneself, or what was said about an entry that one manages."""
        with self._database.writing() as connection:
            held = rights(connection, reader, entry)
            hold(connection, entry)
            row = row_of(connection, entry, number)
            if not comment_of(row, reader, held).may_delete:
                remedy = "Ask its author, or the entry's owner or steward."
                raise Forbidden("Only its author and who manages the entry delete a comment.", remedy=remedy)
            connection.execute(delete(entry_comments).where(entry_comments.c.id == number))
            recount(connection, [entry])
            audit.record(connection, reader.name, "entry.comment_delete", entry, comment=number, author=row.author)


def rights(connection: Connection, reader: Reader, entry: str) -> frozenset[str]:
    """Return the rights of somebody who sees an entry; raise NotFound for others."""
    held = access.rights(connection, reader, entry)
    if SEE not in held:
        raise access.missing(entry)
    return held


def refuse_more(connection: Connection, person: str, entry: str) -> None:
    """Raise TooMany where there are as many comments as there may be, of all or of one person."""
    total = select(func.count()).select_from(entry_comments).where(entry_comments.c.entry == entry)
    if connection.execute(total).scalar_one() >= MOST:
        raise TooMany(f"There are {MOST} comments on {entry!r}.", remedy="Its owner may delete those that are settled.")
    if connection.execute(total.where(entry_comments.c.author == person)).scalar_one() >= MOST_OF_ONE:
        raise TooMany(f"You commented on {entry!r} {MOST_OF_ONE} times.", remedy="Delete some of your comments.")


def row_of(connection: Connection, entry: str, number: int) -> Row[Any]:
    """Return the row of a comment on an entry; raise NotFound."""
    query = select(entry_comments).where(entry_comments.c.id == number, entry_comments.c.entry == entry)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"There is no comment {number} on {entry!r}.", remedy="Look at the comments again.")
    return row


def comment_of(row: Row[Any], reader: Reader, held: frozenset[str]) -> Comment:
    """Return the comment that a row holds, as somebody with these rights on its entry reads it."""
    own = row.author == reader.name
    return Comment(row.id, row.author, row.at, row.edited_at, row.text, own, own or MANAGE in held)

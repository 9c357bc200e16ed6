"""Comments: what people say about a proposal, or about one field of it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from lyceum_hub.database import Database
from lyceum_hub.database.tables import proposal_comments
from lyceum_hub.errors import TooMany
from lyceum_hub.service import audit
from lyceum_hub.service.entries.access import Reader
from lyceum_hub.service.stewardship.inbox import tell
from lyceum_hub.service.stewardship.queries import found, locked

MOST = 500  # about one proposal


@dataclass(frozen=True)
class Comment:
    """What somebody said; `field` is empty where it is about the whole."""

    id: int
    at: datetime
    author: str
    field: str
    text: str


class Comments:
    """What is said about proposals, by those who see them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, reader: Reader, proposal: str) -> Sequence[Comment]:
        """Return the comments on a proposal, the oldest first; raise NotFound."""
        with self._database.reading() as connection:
            found(connection, reader, proposal)
            return comments_on(connection, proposal)

    def add(self, reader: Reader, proposal: str, field: str, text: str) -> Comment:
        """Keep a comment, and tell those who take part."""
        with self._database.writing() as connection:
            held = locked(connection, reader, proposal)
            earlier = comments_on(connection, proposal)
            if len(earlier) >= MOST:
                raise TooMany(f"There are {MOST} comments on this proposal.", remedy="Decide about it.")
            comment = keep(connection, proposal, Comment(0, datetime.now(UTC), reader.name, field, text))
            audit.record(connection, reader.name, "proposal.comment", proposal, entry=held.entry, comment=comment.id)
            others = {held.author, *(comment.author for comment in earlier)} - {reader.name}
            said = f"{reader.name} on {held.entry}: {text[:200]}"
            tell(connection, others, "comment", held.entry, proposal, said)
        return comment


def keep(connection: Connection, proposal: str, comment: Comment) -> Comment:
    """Keep a comment, and return it with its number."""
    row = {name: value for name, value in asdict(comment).items() if name != "id"}
    query = insert(proposal_comments).values(proposal=proposal, **row).returning(proposal_comments.c.id)
    return replace(comment, id=connection.execute(query).scalar_one())


def comments_on(connection: Connection, proposal: str) -> list[Comment]:
    """Return the comments on a proposal, the oldest first."""
    columns = [column for column in proposal_comments.c if column.name != "proposal"]
    query = select(*columns).where(proposal_comments.c.proposal == proposal).order_by(proposal_comments.c.id)
    return [Comment(**row) for row in connection.execute(query).mappings()]

"""Full text in SQLite and in PostgreSQL: the words of each entry, found by what they have to match.

Both keep the words that `words` made, in four columns of falling weight and one of facets, in a table `entry_words`
that migration 0007 makes; a search is a list of alternatives, of which one each has to match.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, Integer, TextClause, literal_column, text

COLUMNS = ("names", "tags", "columns", "body")  # by weight
MOST_POSITIONS = 16_000  # of a lexeme's positions PostgreSQL keeps those below 16,384
LONGEST_WORDS = 200_000  # a tsvector holds 1 MiB


@dataclass(frozen=True)
class Texts:
    """The words of one entry, as `words.indexed` returns them."""

    id: int
    names: str
    tags: str
    columns: str
    body: str
    facets: str


@dataclass(frozen=True)
class Alternatives:
    """Words of which an entry holds at least one, or one that begins like `beginning`; in names and tags perhaps."""

    words: tuple[str, ...]
    beginning: str = ""
    named: bool = False


class Matching(Protocol):
    """How a database matches: the number of an entry, the order of those that match, and what to ask for."""

    key: ColumnElement[int]
    rank: TextClause

    def holds(self, parameter: str) -> TextClause:
        """Return the condition on words that match what a parameter is given."""

    def expression(self, wanted: Sequence[Alternatives]) -> str:
        """Return what to give such a parameter."""

    def write(self, connection: Connection, found: Iterable[Texts]) -> None:
        """Keep the words of entries that have none yet."""


class SqliteMatching:
    """FTS5, ranked by BM25 with the weights that the migration set."""

    key: ColumnElement[int] = literal_column("entry_words.rowid", Integer)
    rank = text("rank, entry_words.rowid")

    def holds(self, parameter: str) -> TextClause:
        """Return the condition on words that match what a parameter is given."""
        return text(f"entry_words MATCH :{parameter}")

    def expression(self, wanted: Sequence[Alternatives]) -> str:
        """Return words in quotes: nothing in them is an operator."""
        return " AND ".join(f"({' OR '.join(self._each(item))})" for item in wanted)

    def _each(self, item: Alternatives) -> list[str]:
        where = "{names tags} : " if item.named else ""
        beginning = [f'{where}"{item.beginning}" *'] if item.beginning else []
        return [*(f'"{word}"' for word in item.words), *beginning]

    def write(self, connection: Connection, found: Iterable[Texts]) -> None:
        """Keep the words of entries that have none yet."""
        rows = [item.__dict__ for item in found]
        names = ", ".join((*COLUMNS, "facets"))
        values = ", ".join(f":{name}" for name in (*COLUMNS, "facets"))
        if rows:
            connection.execute(text(f"INSERT INTO entry_words (rowid, {names}) VALUES (:id, {values})"), rows)  # noqa: S608 - names of ours


class PostgresMatching:
    """A tsvector of our own words, ranked by `ts_rank`; the server's dictionaries are not asked."""

    key: ColumnElement[int] = literal_column("entry_words.id", Integer)
    rank = text("ts_rank('{0.03, 0.1, 0.4, 1.0}', words, CAST(:match AS tsquery), 1) DESC, entry_words.id")

    def holds(self, parameter: str) -> TextClause:
        """Return the condition on words that match what a parameter is given."""
        return text(f"words @@ CAST(:{parameter} AS tsquery)")

    def expression(self, wanted: Sequence[Alternatives]) -> str:
        """Return words in quotes: nothing in them is an operator."""
        return " & ".join(f"({' | '.join(self._each(item))})" for item in wanted)

    def _each(self, item: Alternatives) -> list[str]:
        beginning = [f"'{item.beginning}':*{'AB' if item.named else ''}"] if item.beginning else []
        return [*(f"'{word}'" for word in item.words), *beginning]

    def write(self, connection: Connection, found: Iterable[Texts]) -> None:
        """Keep the words of entries that have none yet."""
        rows = [{"id": item.id, "words": vector(item)} for item in found]
        if rows:
            connection.execute(text("INSERT INTO entry_words (id, words) VALUES (:id, CAST(:words AS tsvector))"), rows)


def vector(found: Texts) -> str:
    """Return the words of an entry as PostgreSQL writes a tsvector: positions, and weights A to D."""
    position, parts = 0, []
    for weight, column in zip("ABCD", COLUMNS, strict=True):
        for word in getattr(found, column)[:LONGEST_WORDS].split():
            position = min(position + 1, MOST_POSITIONS)
            parts.append(f"'{word}':{position}{weight}")
    return " ".join([*parts, *(f"'{word}'" for word in found.facets.split())])


MATCHING: dict[str, Matching] = {"sqlite": SqliteMatching(), "postgresql": PostgresMatching()}

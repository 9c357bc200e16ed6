"""Rows of tables as lines of JSON, the same from every database, and what tells that none is lost or changed."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, RowMapping, String, Table

from lyceum_hub.database.tables import Instant
from lyceum_hub.errors import Invalid

ENTIRE = 2**256


@dataclass(frozen=True)
class Form:
    """How the values of a type of column are written, which of Python's they are in JSON, and how they are read."""

    kinds: tuple[type, ...]
    write: Callable[[Any], Any] = lambda value: value
    read: Callable[[Any], Any] = lambda value: value


FORMS: dict[type, Form] = {
    Instant: Form((str,), datetime.isoformat, datetime.fromisoformat),
    Date: Form((str,), date.isoformat, date.fromisoformat),
    JSON: Form((object,)),
    Boolean: Form((bool,)),
    Integer: Form((int,)),
    Float: Form((int, float)),
    String: Form((str,)),
}


@dataclass
class Tally:
    """How many lines there were, and a hash of all of them in whatever order."""

    rows: int = 0
    total: int = 0

    def add(self, line: bytes) -> None:
        """Count a line."""
        self.rows += 1
        self.total = (self.total + int.from_bytes(sha256(line).digest())) % ENTIRE

    @property
    def digest(self) -> str:
        """The hash, in hexadecimal."""
        return f"{self.total:064x}"


def form_of(column: Column[Any]) -> Form:
    """Return how a column's values are written."""
    for kind, form in FORMS.items():
        if isinstance(column.type, kind):
            return form
    raise TypeError(f"{column} is a {column.type!r}, of which nobody has said how it is moved.")


def line_of(table: Table, row: RowMapping) -> bytes:
    """Return a row as a line: columns as the table has them, and what is in them as it was written."""
    said = {column.name: written(column, row[column.name]) for column in table.columns}
    return json.dumps(said, separators=(",", ":")).encode() + b"\n"


def row_of(table: Table, line: bytes) -> dict[str, Any]:
    """Return the row that a line tells of; raise Invalid where it is none of this table."""
    try:
        said = json.loads(line)
        if said.keys() != {column.name for column in table.columns}:
            raise ValueError("it has other columns")
        return {column.name: read(column, said[column.name]) for column in table.columns}
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Invalid(f"A line about {table.name} is no row of that table: {error}.") from error


def written(column: Column[Any], value: Any) -> Any:
    """Return a value as JSON has it."""
    return None if value is None else form_of(column).write(value)


def read(column: Column[Any], value: Any) -> Any:
    """Return a value as the database wants it."""
    form = form_of(column)
    if value is None:
        return None
    if not isinstance(value, form.kinds):
        raise TypeError(f"{column.name} is {value!r}")
    return form.read(value)

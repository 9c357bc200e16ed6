"""The tables that are moved: every one, but those named here with a reason."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import JSON, Connection, Table, column, func, insert, literal, select, table
from sqlalchemy.exc import SQLAlchemyError

from lyceum_hub.database.tables import metadata
from lyceum_hub.errors import Conflict
from lyceum_hub.moving.rows import Tally, line_of, row_of

NOT_MOVED = {
    "entry_index": "the service makes it anew from the entries",
    "gpu_leases": "it tells which servers hold the GPUs of this machine",
    "word_trigrams": "the service makes it anew from the entries",
}
AT_ONCE = 500


def moved() -> list[Table]:
    """Return the tables that are moved, each after those that it refers to."""
    return [one for one in metadata.sorted_tables if one.name not in NOT_MOVED]


def lines_of(connection: Connection, source: Table, tally: Tally) -> Iterator[bytes]:
    """Yield each row of a table as a line, and count it."""
    rows = connection.execute(select(source).order_by(*source.primary_key), execution_options={"yield_per": AT_ONCE})
    for row in rows.mappings():
        line = line_of(source, row)
        tally.add(line)
        yield line


def tally_of(connection: Connection, source: Table) -> Tally:
    """Return how many rows a table has, and their hash."""
    tally = Tally()
    for _ in lines_of(connection, source, tally):
        pass
    return tally


def put(connection: Connection, target: Table, lines: Iterable[bytes]) -> None:
    """Write lines as rows of an empty table; raise Conflict where the database does not take one."""
    into = insert(table(target.name, *(column(one.name, kind_of(one.type)) for one in target.columns)))
    rows = (row_of(target, line) for line in lines)
    while some := list(islice(rows, AT_ONCE)):
        try:
            connection.execute(into, some)
        except SQLAlchemyError as error:
            why = str(getattr(error, "orig", error)).splitlines()[0]
            raise Conflict(f"The database here does not take what the archive has of {target.name}: {why}") from error
    if connection.dialect.name == "postgresql":
        count_on(connection, target)


def kind_of(kind: Any) -> Any:
    """Return a column's type as it is written: what is missing is missing, and no `null` of JSON."""
    return JSON(none_as_null=True) if isinstance(kind, JSON) else kind


def count_on(connection: Connection, target: Table) -> None:
    """Have PostgreSQL number the next rows after those that came with their numbers."""
    for one in target.primary_key:
        if one is target.autoincrement_column:
            sequence = func.pg_get_serial_sequence(literal(target.name), literal(one.name))
            connection.execute(select(func.setval(sequence, select(func.max(one)).scalar_subquery())))

"""The chain of the audit trail: each row's hash covers the row and the hash before it, so that no row changes unseen.

Rows are numbered without gaps and are written when a transaction is about to end: PostgreSQL lets one transaction at a
time do so, which then waits for nothing but the disk; SQLite has one writer anyway.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, insert, select, text

from lyceum_hub.database.tables import audit

Line = dict[str, Any]
LOCK = 0x4175646974  # PostgreSQL's, for those who write to the trail
PENDING = "lines of the audit trail"
AT_ONCE = 500


class Link(NamedTuple):
    """A row of the trail as the next one sees it."""

    id: int
    hash: str


START = Link(0, "")


def add(connection: Connection, lines: Sequence[Line]) -> None:
    """Have lines written when the transaction ends; at once in a savepoint, whose end may undo them."""
    if connection.in_nested_transaction():
        append(connection, lines)
    else:
        pending: list[Line] = connection.get_execution_options()[PENDING]
        pending.extend(lines)


def append(connection: Connection, lines: Sequence[Line]) -> None:
    """Write lines after the last one; no other transaction does so until this one ends."""
    if not lines:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    rows = chained(head(connection), lines)
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(insert(audit), rows[start : start + AT_ONCE])


def head(connection: Connection) -> Link:
    """Return the last row's link."""
    row = connection.execute(select(audit.c.id, audit.c.hash).order_by(audit.c.id.desc()).limit(1)).one_or_none()
    return Link(row.id, row.hash or "") if row else START


def chained(last: Link, lines: Iterable[Line]) -> list[Line]:
    """Return lines as rows that follow a link."""
    rows = []
    for line in lines:
        row = {**line, "id": last.id + 1, "detail": json.loads(json.dumps(line["detail"]))}  # as it is read again
        last = Link(row["id"], hash_of(row, last.hash))
        rows.append({**row, "hash": last.hash})
    return rows


def hash_of(row: Mapping[str, Any] | Row[Any], before: str) -> str:
    """Return the SHA-256 over the hash before a row and the row, as JSON with sorted keys."""
    said = row if isinstance(row, Mapping) else row._mapping
    content = {name: said[name] for name in ("id", "actor", "action", "subject", "detail")}
    whole = {**content, "at": said["at"].isoformat(timespec="microseconds"), "before": before}
    return sha256(json.dumps(whole, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

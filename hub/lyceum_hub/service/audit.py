"""The audit trail: who did what to what, written at the end of the transaction that did it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from lyceum_hub.database import chain


def record(connection: Connection, actor: str, action: str, subject: str, **detail: Any) -> None:
    """Add a line to the trail; the connection is one of `Database.writing`."""
    record_all(connection, actor, action, [(subject, detail)])


def record_all(connection: Connection, actor: str, action: str, done: Sequence[tuple[str, dict[str, Any]]]) -> None:
    """Add a line for each subject that the same was done to."""
    line = {"at": datetime.now(UTC), "actor": actor, "action": action}
    chain.add(connection, [{**line, "subject": subject, "detail": detail} for subject, detail in done])

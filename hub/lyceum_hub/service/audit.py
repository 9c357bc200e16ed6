"""The audit trail: who did what to what, written in the transaction that did it."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert

from lyceum_hub.database import tables


def record(connection: Connection, actor: str, action: str, subject: str, **detail: Any) -> None:
    """Add a line to the trail."""
    line = {"at": datetime.now(UTC), "actor": actor, "action": action, "subject": subject, "detail": detail}
    connection.execute(insert(tables.audit).values(line))

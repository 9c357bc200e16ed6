"""Ends: when GPUs that are held are likely to be free, by their servers' maximum age and by how long others lasted."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from statistics import median

from sqlalchemy import Connection, select

from lyceum_hub.database.tables import server_sessions

LOOKED_AT = 200  # servers that held a GPU, the last ones
ENOUGH = 5  # of them must have lasted longer than one has until now, else nothing is said


def likely_end(since: datetime, until: datetime | None, lasted: Sequence[timedelta], now: datetime) -> datetime | None:
    """Return when a server that began then is likely to end; None where nobody can tell.

    `until` is its maximum age, `lasted` how long others did: half of those that got as old as it is ended by then.
    """
    longer = [span for span in lasted if span > now - since]
    seconds = median(span.total_seconds() for span in longer) if len(longer) >= ENOUGH else None
    likely = since + timedelta(seconds=seconds) if seconds else None
    return min(filter(None, (likely, until)), default=None)


def lasted(connection: Connection) -> list[timedelta]:
    """Return how long the last servers with GPUs were there, JupyterLabs and runs alike."""
    began, ended = server_sessions.c.started_at, server_sessions.c.ended_at
    with_gpus = server_sessions.c.gpus > 0, began.is_not(None), ended.is_not(None)
    rows = connection.execute(select(began, ended).where(*with_gpus).order_by(ended.desc()).limit(LOOKED_AT))
    return [row.ended_at - row.started_at for row in rows]


def clock(end: datetime) -> str:
    """Return an instant as people read it, with the day where it is not today."""
    there = end.astimezone()
    today = datetime.now(UTC).astimezone().date()
    return f"{there:%H:%M %Z}" if there.date() == today else f"{there:%H:%M %Z} on {there.day} {there:%B}"

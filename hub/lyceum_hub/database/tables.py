"""The tables, as SQLAlchemy Core describes them; every instant is kept in UTC."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

metadata = MetaData()


class Instant(TypeDecorator[datetime]):
    """A point in time, aware and in UTC on both sides."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Store as UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Read as UTC; SQLite forgets the zone."""
        if value is None:
            return None
        instant: datetime = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return instant


accounts = Table(
    "accounts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("password_hash", Text, nullable=False),
    Column("admin", Boolean, nullable=False, default=False),
    Column("created_at", Instant, nullable=False),
)

invites = Table(
    "invites",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("name", String(64)),  # none: whoever follows the link chooses
    Column("admin", Boolean, nullable=False, default=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("expires_at", Instant),
    Column("used_at", Instant),
)

entries = Table(
    "entries",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("search_text", Text, nullable=False),  # folded: lower case, no accents
    Index("entries_by_kind", "kind", "state"),
)

entry_versions = Table(
    "entry_versions",
    metadata,
    Column("name", ForeignKey("entries.name"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("content_hash", String(64), nullable=False),
    Column("record", JSON, nullable=False),
    Column("author", String(64), nullable=False),
    Column("published_at", Instant, nullable=False),
)

schedules = Table(
    "schedules",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(64), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("cron", String(100)),  # or `every`, never both
    Column("every", Integer),  # seconds
    Column("timezone", String(64), nullable=False),
    Column("start", Instant),
    Column("end", Instant),
    Column("overlap", String(20), nullable=False, server_default="skip"),
    Column("catch_up", String(20), nullable=False, server_default="latest"),
    Column("enabled", Boolean, nullable=False),
    Column("next_at", Instant, index=True),
    Column("work", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(64), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("reason", Text),
    Column("since", Instant, nullable=False),
    Column("wanted", String(20), nullable=False),
    Column("stop_reason", Text),  # why it is wanted stopped
    Column("work", JSON, nullable=False),
    Column("schedule", String(32), index=True),
    Column("scheduled_for", Instant),
    Column("group", String(32), index=True),  # of a sweep
    Column("alone", Boolean, nullable=False, default=False, server_default=false()),  # among its schedule's runs
    Column("idempotency_key", String(200)),
    Column("attempt", Integer, nullable=False, default=0),
    Column("fence", Integer, nullable=False, default=0),
    Column("server", String(64)),  # the hub's name of its server, until that is removed
    Column("lease_until", Instant),
    Column("not_before", Instant),  # when a run that is tried again may start
    Column("created_at", Instant, nullable=False, index=True),
    Column("started_at", Instant),
    Column("finished_at", Instant),
    Column("progress", JSON),
    Column("error", JSON),
    Column("output", Text),
    UniqueConstraint("schedule", "scheduled_for", name="one_run_per_occurrence"),
    UniqueConstraint("owner", "idempotency_key", name="one_run_per_key"),
)

run_log = Table(
    "run_log",
    metadata,
    Column("run", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("text", Text, nullable=False),
)

run_events = Table(
    "run_events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("run", ForeignKey("runs.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("state", String(20), nullable=False),
    Column("reason", Text),
    Column("attempt", Integer, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("detail", JSON),
)

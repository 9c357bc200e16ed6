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
    Index("entries_by_kind", "kind", "state"),
)

# What lists and searches need, made from the entries; their words are in `entry_words`, see service.entries.matching.
entry_index = Table(
    "entry_index",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("updated_at", Instant, nullable=False, index=True),
    Column("card", JSON, nullable=False),
    Column("facets", JSON, nullable=False),
    sqlite_autoincrement=True,  # a number is never used again
)

word_trigrams = Table(
    "word_trigrams",
    metadata,
    Column("trigram", String(3), primary_key=True),
    Column("word", String(64), primary_key=True),
    sqlite_with_rowid=False,
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
    Column("after_schedule", String(32), index=True),  # a chain: instead of a time, the end of another's runs
    Column("after_ending", String(20)),
    Column("after_entry", String(200), index=True),  # or a new version of a catalog entry
    Column("enabled", Boolean, nullable=False),
    Column("pause_reason", Text),
    Column("next_at", Instant, index=True),
    Column("work", JSON, nullable=False),
    Column("follows_template", Boolean, nullable=False, default=False, server_default=false()),
    Column("keep_count", Integer),  # of its runs, so many keep their output
    Column("keep_days", Integer),
    Column("shared_with", String(64), index=True),  # a group of the hub's
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
    Column("caused_by", String(240)),  # what set it off where no clock did: `run:<id>` or `entry:<name>@<version>`
    Column("group", String(32), index=True),  # of a sweep
    Column("shared_with", String(64), index=True),  # a group of the hub's
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
    Column("environment", String(64)),  # the hash of the packages it ran with
    Column("figures", JSON),
    Column("expired_at", Instant),  # when its output and log were removed, as its schedule's rule wants
    Column("followed", Boolean, nullable=False, default=False, server_default=false()),  # what its end sets off is done
    UniqueConstraint("schedule", "scheduled_for", name="one_run_per_occurrence"),
    Index("one_run_per_cause", "schedule", "caused_by", unique=True),
    UniqueConstraint("owner", "idempotency_key", name="one_run_per_key"),
    Index("runs_of_schedule", "schedule", "created_at"),
)
Index(
    "runs_to_follow",
    runs.c.finished_at,
    sqlite_where=runs.c.followed == false(),
    postgresql_where=runs.c.followed == false(),
)

run_log = Table(
    "run_log",
    metadata,
    Column("run", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("text", Text, nullable=False),
)

run_entries = Table(
    "run_entries",
    metadata,
    Column("run", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("entry", String(200), primary_key=True),
    Column("role", String(10), primary_key=True),  # read or written
    Column("version", Integer),
    Column("at", Instant, nullable=False),
    Index("runs_by_entry", "entry"),
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

lineage_events = Table(
    "lineage_events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("run", ForeignKey("runs.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("event", JSON, nullable=False),  # as OpenLineage describes it
)

environments = Table(
    "environments",
    metadata,
    Column("profile", String(64), primary_key=True),
    Column("hash", String(64), nullable=False),  # of what the file store keeps of it
    Column("seen_at", Instant, nullable=False),
)

messages = Table(
    "messages",
    metadata,
    Column("id", String(32), primary_key=True),  # also the receiver's key for telling repeats
    Column("run", ForeignKey("runs.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("owner", String(64), nullable=False),
    Column("channel", String(20), nullable=False),  # email or webhook
    Column("receiver", Text, nullable=False),
    Column("content", JSON, nullable=False),
    Column("state", String(20), nullable=False),  # waiting, sent or given up
    Column("attempts", Integer, nullable=False, default=0),
    Column("trouble", Text),
    Column("created_at", Instant, nullable=False),
    Column("next_at", Instant, index=True),
    Column("sent_at", Instant),
)

owners = Table(
    "owners",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("hub_created", String(64), nullable=False),  # tells a new account of the same name
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

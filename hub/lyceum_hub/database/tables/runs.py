"""Runs, and what is kept beside each."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, false

from lyceum_hub.database.tables.metadata import Instant, metadata

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

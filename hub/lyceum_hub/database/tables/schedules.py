"""Schedules."""

from sqlalchemy import JSON, Boolean, Column, Integer, String, Table, Text, false

from lyceum_hub.database.tables.metadata import Instant, metadata

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

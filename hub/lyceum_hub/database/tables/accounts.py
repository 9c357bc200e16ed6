"""Accounts and invites."""

from sqlalchemy import Boolean, Column, String, Table, Text

from lyceum_hub.database.tables.metadata import Instant, metadata

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

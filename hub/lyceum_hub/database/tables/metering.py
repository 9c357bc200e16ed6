"""Metering: what servers used, and when, what was refused, and what homes and shared folders hold."""

from sqlalchemy import BigInteger, Column, Date, Double, ForeignKey, Index, Integer, String, Table, Text

from lyceum_hub.database.tables.metadata import Instant, metadata

# A row from when somebody may start a server to when it has ended.
server_sessions = Table(
    "server_sessions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", String(64), nullable=False),
    Column("server", String(255), nullable=False),  # empty: the person's own Lab
    Column("kind", String(10), nullable=False),  # lab or run
    Column("profile", String(64), nullable=False, index=True),
    Column("cpus", Double),  # the limits, by which is counted what nobody can measure
    Column("memory", BigInteger),
    Column("gpus", Double, nullable=False),
    Column("price", Double, nullable=False),  # of an hour, as it was at the start
    Column("asked_at", Instant, nullable=False),
    Column("started_at", Instant),  # none: it waits for what it is to be given
    Column("ready_at", Instant),  # when it answered first
    Column("last_seen_at", Instant),  # until then is counted
    Column("ended_at", Instant),
    Column("cpu_seconds", Double, nullable=False),
    Column("memory_byte_seconds", Double, nullable=False),
    Index("sessions_by_person", "person", "server"),
)
Index(
    "one_open_session",
    server_sessions.c.person,
    server_sessions.c.server,
    unique=True,
    sqlite_where=server_sessions.c.ended_at.is_(None),
    postgresql_where=server_sessions.c.ended_at.is_(None),
)

# What a session used on each day (UTC); these add up to what its own row says.
server_days = Table(
    "server_days",
    metadata,
    Column("session", ForeignKey("server_sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Date, primary_key=True, index=True),
    Column("seconds", Double, nullable=False),
    Column("cpu_seconds", Double, nullable=False),
    Column("memory_byte_seconds", Double, nullable=False),
)

# The groups that the person was in at the start.
session_groups = Table(
    "session_groups",
    metadata,
    Column("session", ForeignKey("server_sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("group", String(255), primary_key=True),
    Index("sessions_by_group", "group"),
)

server_refusals = Table(
    "server_refusals",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("person", String(64), nullable=False, index=True),
    Column("server", String(255), nullable=False),
    Column("profile", String(64), nullable=False),
    Column("reason", String(20), nullable=False),
    Column("sentence", Text, nullable=False),
)

storage_days = Table(
    "storage_days",
    metadata,
    Column("holder", String(300), primary_key=True),  # person:… or group:…
    Column("day", Date, primary_key=True),
    Column("bytes", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
)

"""What servers used, what was refused, and what homes and shared folders hold."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_sessions()
    create_parts_of_sessions()
    op.create_table(
        "server_refusals",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("server", sa.String(length=255), nullable=False),
        sa.Column("profile", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
    )
    op.create_index(op.f("ix_server_refusals_person"), "server_refusals", ["person"])
    op.create_table(
        "storage_days",
        sa.Column("holder", sa.String(length=300), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )


def create_sessions() -> None:
    op.create_table(
        "server_sessions",
        sa.Column("id", sa.String(length=32), primary_key=True),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("server", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("profile", sa.String(length=64), nullable=False),
        sa.Column("cpus", sa.Double()),
        sa.Column("memory", sa.BigInteger()),
        sa.Column("gpus", sa.Double(), nullable=False),
        sa.Column("price", sa.Double(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        *(sa.Column(name, INSTANT) for name in ("started_at", "ready_at", "last_seen_at", "ended_at")),
        sa.Column("cpu_seconds", sa.Double(), nullable=False),
        sa.Column("memory_byte_seconds", sa.Double(), nullable=False),
    )
    op.create_index(op.f("ix_server_sessions_profile"), "server_sessions", ["profile"])
    op.create_index("sessions_by_person", "server_sessions", ["person", "server"])
    is_open = sa.text("ended_at IS NULL")
    op.create_index(
        "one_open_session",
        "server_sessions",
        ["person", "server"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def create_parts_of_sessions() -> None:
    op.create_table(
        "server_days",
        of_a_session(),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("cpu_seconds", sa.Double(), nullable=False),
        sa.Column("memory_byte_seconds", sa.Double(), nullable=False),
    )
    op.create_index(op.f("ix_server_days_day"), "server_days", ["day"])
    op.create_table(
        "session_groups",
        of_a_session(),
        sa.Column("group", sa.String(length=255), primary_key=True),
    )
    op.create_index("sessions_by_group", "session_groups", ["group"])


def of_a_session() -> sa.Column[str]:
    session = sa.ForeignKey("server_sessions.id", ondelete="CASCADE")
    return sa.Column("session", sa.String(length=32), session, primary_key=True)

"""What runs set off, read, recorded and ran with; what is kept of them; whom they are shared with; messages."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    extend_schedules()
    extend_runs()
    create_tables_about_runs()
    create_other_tables()


def extend_schedules() -> None:
    for column in (
        sa.Column("after_schedule", sa.String(length=32)),
        sa.Column("after_ending", sa.String(length=20)),
        sa.Column("after_entry", sa.String(length=200)),
        sa.Column("pause_reason", sa.Text()),
        sa.Column("follows_template", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("keep_count", sa.Integer()),
        sa.Column("keep_days", sa.Integer()),
        sa.Column("shared_with", sa.String(length=64)),
    ):
        op.add_column("schedules", column)
    for name in ("after_schedule", "after_entry", "shared_with"):
        op.create_index(op.f(f"ix_schedules_{name}"), "schedules", [name])


def extend_runs() -> None:
    for column in (
        sa.Column("caused_by", sa.String(length=240)),
        sa.Column("shared_with", sa.String(length=64)),
        sa.Column("environment", sa.String(length=64)),
        sa.Column("figures", sa.JSON()),
        sa.Column("expired_at", INSTANT),
        sa.Column("followed", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("runs", column)
    op.create_index(op.f("ix_runs_shared_with"), "runs", ["shared_with"])
    op.create_index("one_run_per_cause", "runs", ["schedule", "caused_by"], unique=True)
    op.create_index("runs_of_schedule", "runs", ["schedule", "created_at"])
    unfollowed = sa.column("followed", sa.Boolean()) == sa.false()
    op.create_index("runs_to_follow", "runs", ["finished_at"], sqlite_where=unfollowed, postgresql_where=unfollowed)
    op.execute("UPDATE runs SET followed = true WHERE finished_at IS NOT NULL")


def create_tables_about_runs() -> None:
    op.create_table(
        "run_entries",
        run_column(primary_key=True),
        sa.Column("entry", sa.String(length=200), primary_key=True),
        sa.Column("role", sa.String(length=10), primary_key=True),
        sa.Column("version", sa.Integer()),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_index("runs_by_entry", "run_entries", ["entry"])
    op.create_table(
        "lineage_events",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        run_column(nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("event", sa.JSON(), nullable=False),
    )
    op.create_index(op.f("ix_lineage_events_run"), "lineage_events", ["run"])
    op.create_table(
        "messages",
        sa.Column("id", sa.String(length=32), primary_key=True),
        run_column(nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text()),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("next_at", INSTANT),
        sa.Column("sent_at", INSTANT),
    )
    op.create_index(op.f("ix_messages_run"), "messages", ["run"])
    op.create_index(op.f("ix_messages_next_at"), "messages", ["next_at"])


def create_other_tables() -> None:
    op.create_table(
        "environments",
        sa.Column("profile", sa.String(length=64), primary_key=True),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
    )
    op.create_table(
        "owners",
        sa.Column("name", sa.String(length=64), primary_key=True),
        sa.Column("hub_created", sa.String(length=64), nullable=False),
    )


def run_column(**options: Any) -> sa.Column[str]:
    return sa.Column("run", sa.String(length=32), sa.ForeignKey("runs.id", ondelete="CASCADE"), **options)

"""Schedules by interval, with a start and an end, and rules for overlaps and for what was missed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("schedules") as schedules:
        schedules.alter_column("cron", existing_type=sa.String(length=100), nullable=True)
        schedules.add_column(sa.Column("every", sa.Integer(), nullable=True))
        schedules.add_column(sa.Column("start", sa.DateTime(timezone=True), nullable=True))
        schedules.add_column(sa.Column("end", sa.DateTime(timezone=True), nullable=True))
        schedules.add_column(sa.Column("overlap", sa.String(length=20), nullable=False, server_default="skip"))
        schedules.add_column(sa.Column("catch_up", sa.String(length=20), nullable=False, server_default="latest"))
    op.add_column("runs", sa.Column("alone", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("runs", sa.Column("stop_reason", sa.Text(), nullable=True))

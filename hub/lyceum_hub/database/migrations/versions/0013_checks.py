"""How published notebooks fared when the workspace last ran them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "entry_checks",
        sa.Column("entry", sa.String(length=200), primary_key=True),
        sa.Column("profile", sa.String(length=64), primary_key=True),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("begun_for", INSTANT),
        sa.Column("run", sa.String(length=32)),
        sa.Column("state", sa.String(length=20)),
        sa.Column("version", sa.Integer()),
        sa.Column("started_at", INSTANT),
        sa.Column("finished_at", INSTANT),
    )
    op.create_index(op.f("ix_entry_checks_asked_at"), "entry_checks", ["asked_at"])

"""How the modules of courses fared, beside templates."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "notebook_checks",
        sa.Column("entry", sa.String(length=200), primary_key=True),
        sa.Column("module", sa.String(length=100), primary_key=True),
        sa.Column("profile", sa.String(length=64), primary_key=True),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("begun_for", INSTANT),
        sa.Column("run", sa.String(length=32)),
        sa.Column("state", sa.String(length=20)),
        sa.Column("version", sa.Integer()),
        sa.Column("started_at", INSTANT),
        sa.Column("finished_at", INSTANT),
    )
    op.create_index(op.f("ix_notebook_checks_asked_at"), "notebook_checks", ["asked_at"])
    op.execute(
        "INSERT INTO notebook_checks"
        " (entry, module, profile, asked_at, begun_for, run, state, version, started_at, finished_at)"
        " SELECT entry, '', profile, asked_at, begun_for, run, state, version, started_at, finished_at"
        " FROM entry_checks"
    )
    op.drop_index(op.f("ix_entry_checks_asked_at"), "entry_checks")
    op.drop_table("entry_checks")

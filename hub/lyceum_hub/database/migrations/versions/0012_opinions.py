"""Stars and comments of entries, and how many of them the index tells."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "entry_stars",
        sa.Column("entry", sa.String(length=200), primary_key=True),
        sa.Column("person", sa.String(length=64), primary_key=True),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_index(op.f("ix_entry_stars_person"), "entry_stars", ["person"])
    op.create_table(
        "entry_comments",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("entry", sa.String(length=200), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("edited_at", INSTANT),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_index(op.f("ix_entry_comments_entry"), "entry_comments", ["entry"])
    op.create_index(op.f("ix_entry_comments_author"), "entry_comments", ["author"])
    for counted in ("stars", "comments"):
        op.add_column("entry_index", sa.Column(counted, sa.Integer(), nullable=False, server_default="0"))

"""Proposals and reviews, access, loads, fingerprints, profiles, saved searches, inboxes; a chained audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    extend_tables()
    create_tables_about_entries()
    create_tables_of_use()
    create_saved_searches()
    create_tables_of_stewardship()


def extend_tables() -> None:
    op.add_column("entries", sa.Column("confirmed_at", INSTANT))
    op.add_column("entries", sa.Column("successor", sa.String(length=200)))
    op.add_column("entries", sa.Column("state_reason", sa.Text()))
    op.add_column("audit", sa.Column("hash", sa.String(length=64)))
    op.execute("DELETE FROM entry_words")  # the service fills the index anew when it starts
    op.execute("DELETE FROM entry_index")
    op.add_column("entry_index", sa.Column("open", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("entry_index", sa.Column("uses", sa.Integer(), nullable=False, server_default="0"))
    op.create_index(op.f("ix_entry_index_open"), "entry_index", ["open"])


def create_tables_about_entries() -> None:
    op.create_table(
        "entry_access",
        sa.Column("entry", sa.String(length=200), primary_key=True),
        sa.Column("right", sa.String(length=10), primary_key=True),
        sa.Column("who", sa.String(length=100), primary_key=True),
    )
    op.create_index("entry_access_by_holder", "entry_access", ["who", "right"])
    op.create_table(
        "entry_requests",
        sa.Column("id", sa.String(length=32), primary_key=True),
        sa.Column("entry", sa.String(length=200), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("decided_at", INSTANT),
        sa.Column("decided_by", sa.String(length=64)),
        sa.Column("reason", sa.Text()),
        sa.Column("expires_at", INSTANT),
    )
    for name in ("entry", "person"):
        op.create_index(op.f(f"ix_entry_requests_{name}"), "entry_requests", [name])


def create_tables_of_use() -> None:
    op.create_table(
        "entry_loads",
        *of_a_version(),
        sa.Column("person", sa.String(length=64), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("place", sa.String(length=300), primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
    )
    op.create_index("entry_loads_by_person", "entry_loads", ["person", "last_at"])
    op.create_table(
        "entry_sources",
        sa.Column("entry", sa.String(length=200), primary_key=True),
        sa.Column("source", sa.String(length=200), primary_key=True),
    )
    op.create_index(op.f("ix_entry_sources_source"), "entry_sources", ["source"])
    op.create_table(
        "entry_fingerprints",
        *of_a_version(),
        sa.Column("resource", sa.String(length=100), primary_key=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("modified", sa.BigInteger(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_table(
        "entry_profiles",
        *of_a_version(),
        sa.Column("run", sa.String(length=32)),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
    )


def of_a_version() -> tuple[sa.Column[str], sa.Column[int]]:
    return (
        sa.Column("entry", sa.String(length=200), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True),
    )


def create_saved_searches() -> None:
    op.create_table(
        "saved_searches",
        sa.Column("name", sa.String(length=64), primary_key=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
    )
    op.create_index(op.f("ix_saved_searches_owner"), "saved_searches", ["owner"])


def create_tables_of_stewardship() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", sa.String(length=32), primary_key=True),
        sa.Column("entry", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("base_version", sa.Integer()),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("decided_at", INSTANT),
        sa.Column("decided_by", sa.String(length=64)),
        sa.Column("reason", sa.Text()),
        sa.Column("version", sa.Integer()),
    )
    for name in ("entry", "author", "state"):
        op.create_index(op.f(f"ix_proposals_{name}"), "proposals", [name])
    proposal = sa.ForeignKey("proposals.id", ondelete="CASCADE")
    op.create_table(
        "proposal_comments",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("proposal", sa.String(length=32), proposal, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("field", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_index(op.f("ix_proposal_comments_proposal"), "proposal_comments", ["proposal"])
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("entry", sa.String(length=200), nullable=False),
        sa.Column("about", sa.String(length=32)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("read_at", INSTANT),
    )
    op.create_index("inbox_by_person", "inbox", ["person", "read_at"])

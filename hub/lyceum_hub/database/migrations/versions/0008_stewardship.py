"""Proposals and reviews, access, loads, fingerprints, profiles, saved searches, inboxes; a chained audit trail."""

import sqlalchemy as sa
from alembic import op

from lyceum_hub.database import chain
from lyceum_hub.database.tables import Instant

revision = "0008"
down_revision = "0007"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    extend_tables()
    create_tables_about_entries()
    create_tables_of_use()
    create_saved_searches()
    create_tables_of_stewardship()
    chain_audit()
    keep_audit()


def extend_tables() -> None:
    op.add_column("entries", sa.Column("confirmed_at", INSTANT))
    op.add_column("entries", sa.Column("successor", sa.String(length=200)))
    op.add_column("entries", sa.Column("state_reason", sa.Text()))
    for name in ("due_at", "remind_at"):
        op.add_column("entries", sa.Column(name, INSTANT))
        op.create_index(op.f(f"ix_entries_{name}"), "entries", [name])
    op.add_column("audit", sa.Column("hash", sa.String(length=64)))
    op.add_column("owners", sa.Column("who", sa.JSON()))
    op.execute("DELETE FROM entry_words")  # the service fills the index anew when it starts
    op.execute("DELETE FROM entry_index")
    op.add_column("entry_index", sa.Column("open", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("entry_index", sa.Column("uses", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("entry_index_by_openness", "entry_index", ["open", "name"])


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
        sa.Column("days", sa.Integer()),
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
        sa.Column("editors", sa.JSON(), nullable=False),
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
    create_inbox()


def create_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("entry", sa.String(length=200), nullable=False),
        sa.Column("about", sa.String(length=32)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("once", sa.String(length=200), unique=True),
    )
    op.create_table(
        "inbox_people",
        sa.Column("item", sa.Integer(), sa.ForeignKey("inbox.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("who", sa.String(length=100), primary_key=True),
        sa.Column("read_at", INSTANT),
    )
    op.create_index("inbox_by_person", "inbox_people", ["who"])


AUDIT = sa.table(
    "audit",
    sa.column("id"),
    sa.column("at", Instant),
    sa.column("actor"),
    sa.column("action"),
    sa.column("subject"),
    sa.column("detail", sa.JSON()),
    sa.column("hash"),
)


def chain_audit() -> None:
    """Number the rows that are there without gaps, and chain them."""
    connection, last = op.get_bind(), chain.START
    rows = connection.execute(sa.select(AUDIT).order_by(AUDIT.c.id)).mappings().all()
    for row in rows:
        (linked,) = chain.chained(last, [dict(row)])
        connection.execute(sa.update(AUDIT).where(AUDIT.c.id == row["id"]).values(id=linked["id"], hash=linked["hash"]))
        last = chain.Link(linked["id"], linked["hash"])
    if connection.dialect.name == "postgresql":  # the chain numbers its rows itself
        op.execute("ALTER TABLE audit ALTER COLUMN id DROP DEFAULT")
        op.execute("DROP SEQUENCE audit_id_seq")


def keep_audit() -> None:
    """Refuse whatever changes or removes a row of the trail."""
    statements = KEEP_ON_SQLITE if op.get_bind().dialect.name == "sqlite" else KEEP_ON_POSTGRESQL
    for statement in statements:
        op.execute(statement)


REFUSE = "BEGIN SELECT RAISE(ABORT, 'The audit trail is only added to.'); END"
THERE = "WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)"
KEEP_ON_SQLITE = (
    f"CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit {REFUSE}",
    f"CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit {REFUSE}",
    f"CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit {THERE} {REFUSE}",
)
KEEP_ON_POSTGRESQL = (
    "CREATE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'The audit trail is only added to.'; END $$",
    "CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit"
    " FOR EACH STATEMENT EXECUTE FUNCTION keep_audit()",
)

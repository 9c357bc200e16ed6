"""The index that entries are found by; the service fills it when it starts."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "entry_index",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(length=200), nullable=False, unique=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.Column("facets", sa.JSON(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_entry_index_updated_at"), "entry_index", ["updated_at"])
    op.create_table(
        "word_trigrams",
        sa.Column("trigram", sa.String(length=3), primary_key=True),
        sa.Column("word", sa.String(length=64), primary_key=True),
        sqlite_with_rowid=False,
    )
    create_words()
    op.drop_column("entries", "search_text")


def create_words() -> None:
    """FTS5 and tsvector columns are nothing that SQLAlchemy's tables describe."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE entry_words USING fts5(names, tags, columns, body, facets)")
        op.execute("INSERT INTO entry_words (entry_words, rank) VALUES ('rank', 'bm25(12.0, 4.0, 2.0, 1.0, 0.0)')")
    else:
        op.execute("CREATE TABLE entry_words (id INTEGER PRIMARY KEY, words TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX entry_words_by_word ON entry_words USING gin (words)")

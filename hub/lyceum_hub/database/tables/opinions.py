"""What people say of published entries: stars and comments; how many there are is in the index, too."""

from sqlalchemy import Column, Integer, String, Table, Text

from lyceum_hub.database.tables.metadata import Instant, metadata

entry_stars = Table(
    "entry_stars",
    metadata,
    Column("entry", String(200), primary_key=True),
    Column("person", String(64), primary_key=True, index=True),
    Column("at", Instant, nullable=False),
)

entry_comments = Table(
    "entry_comments",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("entry", String(200), nullable=False, index=True),
    Column("author", String(64), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("edited_at", Instant),
    Column("text", Text, nullable=False),  # Markdown
)

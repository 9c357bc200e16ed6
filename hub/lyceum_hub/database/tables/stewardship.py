"""Stewardship: proposals of new versions, what is said about them, and what waits for whom."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text

from lyceum_hub.database.tables.metadata import Instant, metadata

proposals = Table(
    "proposals",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("entry", String(200), nullable=False, index=True),  # may not be there yet
    Column("kind", String(20), nullable=False),
    Column("author", String(64), nullable=False, index=True),
    Column("editors", JSON, nullable=False),  # whoever else changed it: none of them may approve it
    Column("state", String(20), nullable=False, index=True),  # draft, in_review, published or withdrawn
    Column("revision", Integer, nullable=False),  # grows with every change; who changes an old one is told
    Column("base_version", Integer),  # the version that it changes; none: it is a new entry
    Column("record", JSON, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("summary", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", String(64)),
    Column("reason", Text),  # why it was sent back
    Column("version", Integer),  # that it became
)

proposal_comments = Table(
    "proposal_comments",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("proposal", ForeignKey("proposals.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("author", String(64), nullable=False),
    Column("field", String(200), nullable=False),  # what it is about; empty: the whole
    Column("text", Text, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("kind", String(30), nullable=False),
    Column("entry", String(200), nullable=False),
    Column("about", String(32)),  # the proposal or request it is about
    Column("text", Text, nullable=False),
    Column("once", String(200), unique=True),  # what several services may notice, and one is to tell
)

# Whom an item is for, and which of them have read it; who reads as the member of a group gets a row of their own.
inbox_people = Table(
    "inbox_people",
    metadata,
    Column("item", ForeignKey("inbox.id", ondelete="CASCADE"), primary_key=True),
    Column("who", String(100), primary_key=True),  # person:… or group:…
    Column("read_at", Instant),
    Index("inbox_by_person", "who"),
)

"""What concerns people: messages to them, accounts known, and the audit trail."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text

from lyceum_hub.database.tables.metadata import Instant, metadata

messages = Table(
    "messages",
    metadata,
    Column("id", String(32), primary_key=True),  # also the receiver's key for telling repeats
    Column("run", ForeignKey("runs.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("owner", String(64), nullable=False),
    Column("channel", String(20), nullable=False),  # email or webhook
    Column("receiver", Text, nullable=False),
    Column("content", JSON, nullable=False),
    Column("state", String(20), nullable=False),  # waiting, sent or given up
    Column("attempts", Integer, nullable=False, default=0),
    Column("trouble", Text),
    Column("created_at", Instant, nullable=False),
    Column("next_at", Instant, index=True),
    Column("sent_at", Instant),
)

owners = Table(
    "owners",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("hub_created", String(64), nullable=False),  # tells a new account of the same name
    Column("who", JSON),  # what they are to entries while they are away, see service.entries.access
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # without gaps
    Column("at", Instant, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("detail", JSON),
    Column("hash", String(64)),  # of this row and the hash before, see database.chain
)

"""Entries: what is published, and how it is found."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, true

from lyceum_hub.database.tables.metadata import Instant, metadata

entries = Table(
    "entries",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("confirmed_at", Instant),  # when somebody last said that it is still right
    Column("successor", String(200)),  # of a deprecated one
    Column("state_reason", Text),  # why it is deprecated or retired
    Column("due_at", Instant, index=True),  # when somebody has to say again that it is still right
    Column("remind_at", Instant, index=True),  # when its people are to be told that it is due
    Index("entries_by_kind", "kind", "state"),
)

entry_versions = Table(
    "entry_versions",
    metadata,
    Column("name", ForeignKey("entries.name"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("content_hash", String(64), nullable=False),
    Column("record", JSON, nullable=False),
    Column("author", String(64), nullable=False),
    Column("published_at", Instant, nullable=False),
)

# What lists and searches need, made from the entries; their words are in `entry_words`, see service.entries.matching.
entry_index = Table(
    "entry_index",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("updated_at", Instant, nullable=False, index=True),
    Column("card", JSON, nullable=False),
    Column("facets", JSON, nullable=False),
    Column("open", Boolean, nullable=False, server_default=true()),  # everybody may see it
    Column("uses", Integer, nullable=False, server_default="0"),  # loads of the last ninety days
    Column("stars", Integer, nullable=False, server_default="0"),
    Column("comments", Integer, nullable=False, server_default="0"),
    Index("entry_index_by_openness", "open", "name"),
    sqlite_autoincrement=True,  # a number is never used again
)

word_trigrams = Table(
    "word_trigrams",
    metadata,
    Column("trigram", String(3), primary_key=True),
    Column("word", String(64), primary_key=True),
    sqlite_with_rowid=False,
)

# Who may do what with an entry, as its present version says: a row for each right and holder.
entry_access = Table(
    "entry_access",
    metadata,
    Column("entry", String(200), primary_key=True),
    Column("right", String(10), primary_key=True),  # see, read or manage; who may read may see, and so on
    Column("who", String(100), primary_key=True),  # everybody, stewards, administrators, group:… or person:…
    Index("entry_access_by_holder", "who", "right"),
)

entry_requests = Table(
    "entry_requests",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("entry", String(200), nullable=False, index=True),
    Column("person", String(64), nullable=False, index=True),
    Column("purpose", Text, nullable=False),
    Column("state", String(10), nullable=False),  # asked, granted, refused or revoked
    Column("days", Integer),  # for how long it is asked
    Column("asked_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", String(64)),
    Column("reason", Text),
    Column("expires_at", Instant),  # a grant counts until then
)

entry_loads = Table(
    "entry_loads",
    metadata,
    Column("entry", String(200), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("person", String(64), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("place", String(300), primary_key=True),  # notebook:<path> | run:<name of its job> | intake
    Column("count", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
    Index("entry_loads_by_person", "person", "last_at"),
)

# What entries were made from, as their present versions say.
entry_sources = Table(
    "entry_sources",
    metadata,
    Column("entry", String(200), primary_key=True),
    Column("source", String(200), primary_key=True, index=True),
)

entry_fingerprints = Table(
    "entry_fingerprints",
    metadata,
    Column("entry", String(200), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("resource", String(100), primary_key=True),
    Column("sha256", String(64), nullable=False),  # of the bytes as they were when the version was published
    Column("size", BigInteger, nullable=False),
    Column("modified", BigInteger, nullable=False),  # the files' newest change, in nanoseconds
    Column("at", Instant, nullable=False),
)

entry_profiles = Table(
    "entry_profiles",
    metadata,
    Column("entry", String(200), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("run", String(32)),  # that made it
    Column("author", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Column("hash", String(64), nullable=False),  # of what the file store keeps of it
)

saved_searches = Table(
    "saved_searches",
    metadata,
    Column("name", String(64), primary_key=True),  # as addresses write it
    Column("title", String(200), nullable=False),
    Column("owner", String(64), nullable=False, index=True),
    Column("shared", Boolean, nullable=False),
    Column("query", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
)

"""What people learn: courses they take, checks they tried, certificates, workshops."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table

from lyceum_hub.database.tables.metadata import Instant, metadata

enrolments = Table(
    "enrolments",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("course", String(200), primary_key=True, index=True),
    Column("at", Instant, nullable=False),
)

check_tries = Table(
    "check_tries",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("course", String(200), primary_key=True),
    Column("check", String(100), primary_key=True),
    Column("tries", Integer, nullable=False),  # wrong answers, each different from the one before
    Column("last", String(64), nullable=False),  # a hash of the last answer's evidence
    Column("at", Instant, nullable=False),  # of the last answer
    Column("passed_at", Instant),
    Column("signature", String(64)),  # of person, course, check and passed_at, see service.learning.seal
    Index("tries_by_course", "course", "check"),
)

certificates = Table(
    "certificates",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("person", String(64), nullable=False),
    Column("course", String(200), nullable=False),
    Column("record", JSON, nullable=False),
    Column("signature", String(64), nullable=False),  # of the record
    Column("at", Instant, nullable=False),
    Index("one_certificate", "person", "course", unique=True),
)

workshops = Table(
    "workshops",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("course", String(200), nullable=False),
    Column("title", String(200), nullable=False),
    Column("instructor", String(64), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
)

workshop_people = Table(
    "workshop_people",
    metadata,
    Column("workshop", ForeignKey("workshops.code", ondelete="CASCADE"), primary_key=True),
    Column("person", String(64), primary_key=True, index=True),
    Column("at", Instant, nullable=False),
)

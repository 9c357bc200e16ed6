"""Checks: how each published notebook fared the last time that the workspace ran it, with each profile."""

from sqlalchemy import Column, Integer, String, Table

from lyceum_hub.database.tables.metadata import Instant, metadata

notebook_checks = Table(
    "notebook_checks",
    metadata,
    Column("entry", String(200), primary_key=True),
    Column("module", String(100), primary_key=True),  # of a course; empty where the entry is the notebook
    Column("profile", String(64), primary_key=True),
    Column("asked_at", Instant, nullable=False, index=True),  # for when it is wanted
    Column("begun_for", Instant),  # what was last wanted and begun; the same: nothing is left to do
    Column("run", String(32)),  # by which it was found out
    Column("state", String(20)),  # in which that ended
    Column("version", Integer),
    Column("started_at", Instant),
    Column("finished_at", Instant),
)

"""The workspace's database: SQLite by default, PostgreSQL by URL."""

from lyceum_hub.database.engine import Database, is_current, migrate, open_database, revision_of, revisions

__all__ = ["Database", "is_current", "migrate", "open_database", "revision_of", "revisions"]

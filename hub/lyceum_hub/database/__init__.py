"""The workspace's database: SQLite by default, PostgreSQL by URL."""

from lyceum_hub.database.engine import Database, is_current, migrate, open_database

__all__ = ["Database", "is_current", "migrate", "open_database"]

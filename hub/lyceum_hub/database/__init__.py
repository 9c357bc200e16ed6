"""The workspace's database: SQLite by default, PostgreSQL by URL."""

from lyceum_hub.database.engine import Database, migrate, open_database

__all__ = ["Database", "migrate", "open_database"]

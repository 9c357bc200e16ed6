"""The service's database as a stranger sees it: plain SQL, its locks, and its connections."""

import json
import sqlite3
import threading
import time
from contextlib import closing, suppress

import psycopg
from psycopg.rows import dict_row


class Sqlite:
    """A database in a file."""

    def __init__(self, path):
        self._path = path

    def rows(self, query):
        """Return what a query finds."""
        with closing(sqlite3.connect(self._path, timeout=30)) as connection:
            connection.row_factory = sqlite3.Row
            return [{**row, "work": json.loads(row["work"])} for row in map(dict, connection.execute(query))]

    def lock(self, seconds):
        """Keep everybody from writing for a while."""
        in_background(self._hold, seconds)

    def _hold(self, seconds):
        with closing(sqlite3.connect(self._path, timeout=30, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            time.sleep(seconds)
            connection.execute("ROLLBACK")

    def is_whole(self):
        """Tell whether the file is in order."""
        with closing(sqlite3.connect(self._path, timeout=30)) as connection:
            return connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


class Postgresql:
    """A database on a server."""

    def __init__(self, url):
        self._url = url

    def rows(self, query):
        """Return what a query finds."""
        with psycopg.connect(self._url, row_factory=dict_row) as connection:
            return connection.execute(query).fetchall()

    def lock(self, seconds):
        """Keep everybody from reading and writing runs for a while."""
        in_background(self._hold, seconds)

    def _hold(self, seconds):
        with psycopg.connect(self._url) as connection:
            connection.execute("LOCK TABLE runs, schedules IN ACCESS EXCLUSIVE MODE")
            time.sleep(seconds)

    def cut(self):
        """End everybody's connections."""
        with psycopg.connect(self._url) as connection:
            others = "datname = current_database() AND pid <> pg_backend_pid()"
            connection.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")

    def is_whole(self):
        """Tell whether it still answers."""
        return self.rows("SELECT 1 AS one") == [{"one": 1}]


def in_background(work, *arguments):
    """Do something beside the nemesis."""
    threading.Thread(target=unless_harmed, args=(work, *arguments), daemon=True).start()


def unless_harmed(work, *arguments):
    """Do something that may itself meet a full disk, a lock or a connection that was cut."""
    with suppress(sqlite3.OperationalError, psycopg.OperationalError):
        work(*arguments)

"""Connections for reading and for writing, and the migrations that make the tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError

from lyceum_hub.database import chain
from lyceum_hub.errors import Conflict, SettingError, Unavailable

BACKENDS = ("sqlite:", "postgresql:", "postgresql+")
SERVICE = "lyceum-service"  # what PostgreSQL calls the service's connections, for others who look at what is open


class Database:
    """A database to read from (each statement on its own) and to write to (one transaction a block).

    Everything here blocks: call it from a thread, never on an event loop.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._autocommit = engine.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that takes no lock."""
        with self._autocommit.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection in a transaction: on disk when the block ends, gone when it raises.

        What the block says in the audit trail is written last, so that it holds up others for as short as can be.
        """
        with self.engine.begin() as connection:
            said: list[chain.Line] = []
            connection.execution_options(**{chain.PENDING: said})
            yield connection
            chain.append(connection, said)


def open_database(url: str) -> Database:
    """Open the database at a SQLAlchemy URL; raise SettingError when the URL cannot be used."""
    if not url.startswith(BACKENDS):
        raise SettingError("LYCEUM_DATABASE_URL cannot be used: it must begin with sqlite:// or postgresql://.")
    try:
        parsed = make_url(url)
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        engine = create_engine(parsed, pool_pre_ping=True)
    except Exception as error:
        raise SettingError(f"LYCEUM_DATABASE_URL cannot be used: {error}") from error
    if engine.dialect.name == "sqlite":
        keep_sqlite_safe(engine)
    return Database(engine)


def keep_sqlite_safe(engine: Engine) -> None:
    """Write ahead, sync every commit, wait for a lock, and take the write lock when a transaction begins."""

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def migrate(database: Database) -> None:
    """Bring the tables to this version of the code.

    Raise Unavailable when the database does not answer, Conflict when its tables are of a later version.
    """
    config = migrations()
    try:
        with database.writing() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:  # a revision that this version does not know
        remedy = "Install that version, or restore what was saved before it."
        raise Conflict(f"The database {database.engine.url} is of a later version of Lyceum.", remedy=remedy) from error
    except OperationalError as error:
        why = str(error.orig).splitlines()[0]
        remedy = "Have it run, or correct LYCEUM_DATABASE_URL."
        raise Unavailable(f"The database {database.engine.url} does not answer: {why}.", remedy=remedy) from error


def is_current(database: Database) -> bool:
    """Tell whether the tables are as this version of the code wants them, or a later one; not so while none answers."""
    try:
        found = revision_of(database)
    except OperationalError:
        return False
    return found is not None and found not in revisions()[1:]


def revision_of(database: Database) -> str | None:
    """Return the revision that the tables have; None where there are none yet."""
    with database.reading() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def revisions() -> list[str]:
    """Return the revisions of the tables that this version of the code knows, the newest first."""
    return [script.revision for script in ScriptDirectory.from_config(migrations()).walk_revisions()]


def migrations() -> Config:
    """Return where Alembic finds the migrations."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config

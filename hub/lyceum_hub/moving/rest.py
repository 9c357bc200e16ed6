"""Rest: what is moved must not change meanwhile, so the workspace has to be stopped."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy import text

from lyceum_hub.cli.up import the_only_one
from lyceum_hub.database import Database, open_database
from lyceum_hub.database.engine import SERVICE
from lyceum_hub.errors import Conflict
from lyceum_hub.settings import Settings

AT_WORK = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = :name")
STOP = "Stop it first: what is moved must not change meanwhile."
SCALE = "Stop it first: kubectl -n lyceum scale deploy/lyceum-service --replicas=0"


@contextmanager
def at_rest(settings: Settings) -> Iterator[Database]:
    """Hold the state folder of a stopped workspace, and yield its database; raise Conflict while it works."""
    with ExitStack() as held:
        try:
            held.enter_context(the_only_one(settings))
        except Conflict as error:
            raise Conflict(error.detail, remedy=STOP) from None
        database = open_database(settings.database_url)
        held.callback(database.engine.dispose)
        check_service(database, SCALE if settings.on_cluster else STOP)
        yield database


def check_service(database: Database, remedy: str) -> None:
    """Raise Conflict where a service works on the database, wherever it runs; SQLite's is known by the state folder."""
    if database.engine.dialect.name != "postgresql":
        return
    with database.reading() as connection:
        if connection.execute(AT_WORK, {"name": SERVICE}).scalar_one():
            raise Conflict("The service works on this database just now.", remedy=remedy)

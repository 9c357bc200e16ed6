"""`lyceum migrate`: bring the database up to date, where no `lyceum up` does it."""

import time
from collections.abc import Callable

import click

from lyceum_hub import database
from lyceum_hub.accounts import Accounts
from lyceum_hub.cli.printing import say
from lyceum_hub.cli.up import link_for_the_first
from lyceum_hub.errors import Unavailable
from lyceum_hub.settings import Settings

LOOK_EVERY = 2.0  # seconds


@click.command()
@click.option("--wait", type=click.IntRange(0), help="Only wait, so many seconds at most, until somebody has done it.")
def migrate(wait: int | None) -> None:
    """Make the database's tables as this version wants them, and print the first administrator's link."""
    settings = Settings.from_environment()
    opened = database.open_database(settings.database_url)
    if wait is not None:
        await_tables(lambda: database.is_current(opened), wait)
        return
    if not database.is_current(opened):  # after a rollback they are a later version's, which stay as they are
        database.migrate(opened)
    say("The database is up to date.")
    if link := link_for_the_first(settings, Accounts(opened, one_person=settings.one_person)):
        say(f"This link works once and makes you the administrator: {link}")


def await_tables(are_there: Callable[[], bool], seconds: int) -> None:
    """Return once the tables are as this version wants them; raise Unavailable after a while."""
    until = time.monotonic() + seconds
    while not are_there():
        if time.monotonic() > until:
            raise Unavailable(f"The database was not brought up to date within {seconds} seconds.")
        time.sleep(LOOK_EVERY)

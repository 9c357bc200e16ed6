"""The migrations make the tables that the code describes, also from those of an earlier version."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text

import lyceum_hub.database
from lyceum_hub.database import migrate, open_database
from lyceum_hub.database.tables import metadata
from lyceum_hub.errors import Conflict, SettingError

SCHEDULE = (
    "INSERT INTO schedules (id, owner, name, cron, timezone, enabled, work, created_at)"
    " VALUES ('s', 'ada', 'nightly', '0 6 * * *', 'UTC', true, '{}', '2026-01-01')"
)
RUN = (
    "INSERT INTO runs (id, owner, name, state, reason, since, wanted, work, attempt, fence, created_at)"
    " VALUES ('r', 'ada', 'nightly', 'failed', 'Cell 1 raised', '2026-01-01', 'finished', '{}', 1, 1, '2026-01-01')"
)

CHECK = (
    "INSERT INTO entry_checks (entry, profile, asked_at, run, state, version)"
    " VALUES ('rooms', 'standard', '2026-01-01', 'r', 'succeeded', 2)"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    url = (
        f"sqlite:///{tmp_path / 'l.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("new_database")()
    )
    opened = open_database(url)
    yield opened
    opened.engine.dispose()


def upgrade(database, revision):
    config = Config()
    config.set_main_option("script_location", str(Path(lyceum_hub.database.__file__).parent / "migrations"))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def test_the_migrations_make_the_tables_of_the_code(database):
    migrate(database)
    with database.reading() as connection:
        compared = MigrationContext.configure(connection, opts={"include_name": described})
        assert compare_metadata(compared, metadata) == []


def described(name, kind, _):
    """Leave out the words of the search, which each database keeps in its own way."""
    return kind != "table" or not name.startswith("entry_words")


def test_what_the_first_version_kept_is_taken_along(database):
    upgrade(database, "0001")
    with database.writing() as connection:
        connection.execute(text(SCHEDULE))
        connection.execute(text(RUN))
    migrate(database)
    with database.reading() as connection:
        schedule = connection.execute(text("SELECT * FROM schedules")).one()
        event = connection.execute(text("SELECT * FROM run_events")).one()
        run = connection.execute(text("SELECT * FROM runs")).one()
    assert (schedule.cron, schedule.every, schedule.overlap, schedule.catch_up) == ("0 6 * * *", None, "skip", "latest")
    assert (event.run, event.state, event.reason, event.attempt) == ("r", "failed", "Cell 1 raised", 1)
    assert (run.alone, run.stop_reason) == (False, None)


def test_how_templates_fared_is_taken_along(database):
    upgrade(database, "0013")
    with database.writing() as connection:
        connection.execute(text(CHECK))
    migrate(database)
    with database.reading() as connection:
        kept = connection.execute(text("SELECT entry, module, profile, run, state, version FROM notebook_checks")).one()
    assert kept == ("rooms", "", "standard", "r", "succeeded", 2)


def test_tables_of_a_later_version_are_refused_in_words(database):
    migrate(database)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Conflict, match="of a later version of Lyceum") as caught:
        migrate(database)
    assert "Install that version" in caught.value.remedy


@pytest.mark.parametrize("url", ["mysql://lyceum@db/lyceum", "no address"])
def test_another_kind_of_database_is_refused_in_words(url):
    with pytest.raises(SettingError, match="LYCEUM_DATABASE_URL cannot be used: it must begin with sqlite:// or"):
        open_database(url)

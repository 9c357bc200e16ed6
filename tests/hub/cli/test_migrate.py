"""`lyceum migrate`: what a cluster's job does, and what the service's pods wait for."""

import pytest
from click.testing import CliRunner

from lyceum_hub.cli import main
from lyceum_hub.database import is_current, migrate, open_database


@pytest.fixture
def called(tmp_path):
    """Return a function that runs the command on an own database."""
    given = {"LYCEUM_STATE": str(tmp_path), "LYCEUM_DATABASE_URL": f"sqlite:///{tmp_path / 'lyceum.sqlite'}"}

    def run(*arguments):
        return CliRunner().invoke(main, ["migrate", *arguments], env=given | {"LYCEUM_URL": "https://lab.example.org"})

    return run


def test_it_makes_the_tables_and_prints_the_first_link(called):
    done = called()
    assert done.exit_code == 0, done.output
    assert "The database is up to date." in done.output
    assert "https://lab.example.org/hub/join?token=" in done.output


def test_the_service_waits_until_that_is_done(called):
    assert "was not brought up to date within 0 seconds" in called("--wait", "0").output
    called()
    assert called("--wait", "0").exit_code == 0


def test_tables_of_a_later_version_are_left_alone_after_a_rollback(called, tmp_path):
    called()
    with open_database(f"sqlite:///{tmp_path / 'lyceum.sqlite'}").writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    done = called()
    assert done.exit_code == 0, done.output
    assert "The database is up to date." in done.output


def test_older_tables_are_not_enough_and_later_ones_are(tmp_path):
    database = open_database(f"sqlite:///{tmp_path / 'lyceum.sqlite'}")
    assert not is_current(database)
    migrate(database)
    assert is_current(database)
    for revision, enough in (("0001", False), ("9999", True)):
        with database.writing() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (revision,))
        assert is_current(database) is enough

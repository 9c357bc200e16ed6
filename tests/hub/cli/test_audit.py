"""`lyceum audit`: what was done, for people and as JSON, and exit codes that say whether it is what was written."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from lyceum_hub.cli import main
from lyceum_hub.cli.audit import examine
from lyceum_hub.database import migrate, open_database
from lyceum_hub.service.audit import record
from lyceum_hub.service.trail import Heads, Trail
from lyceum_hub.settings import Settings


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """The settings of a workspace that was started before, with three lines in its trail."""
    monkeypatch.setenv("LYCEUM_STATE", str(tmp_path))
    settings = Settings.from_environment()
    settings.secret("cli_token")
    database = open_database(settings.database_url)
    migrate(database)
    for number in range(3):
        with database.writing() as connection:
            record(connection, "sue", "entry.publish", f"entry_{number}", version=1, reason="\x1b[31mred")
    return settings


def lyceum(*arguments):
    return CliRunner().invoke(main, ["audit", *arguments])


def tamper(settings, statement):
    with open_database(settings.database_url).engine.begin() as connection:
        for name in ("changed", "removed"):
            connection.execute(text(f"DROP TRIGGER audit_is_not_{name}"))
        connection.execute(text(statement))


def test_a_whole_trail(settings):
    found = lyceum("verify")
    assert found.exit_code == 0
    assert "The audit trail is whole. 3 lines" in found.output
    told = json.loads(lyceum("verify", "--json").output)
    assert (told["lines"], told["faults"]) == (3, [])
    assert lyceum("verify", "--expect", told["head"]).exit_code == 0
    assert examine(settings) is None


def test_a_changed_line_is_named(settings):
    tamper(settings, "UPDATE audit SET actor = 'eve' WHERE id = 2")
    found = lyceum("verify")
    assert found.exit_code == 3
    assert "Line 2 (eve, entry.publish, entry_1," in found.output
    assert json.loads(lyceum("verify", "--json").output)["faults"][0]["id"] == 2
    assert "Line 2" in examine(settings)


def test_a_cut_tail_is_found_by_a_head(settings):
    head = json.loads(lyceum("verify", "--json").output)["head"]
    tamper(settings, "DELETE FROM audit WHERE id = 3")
    assert lyceum("verify").exit_code == 0
    assert lyceum("verify", "--expect", head).exit_code == 3


def test_a_cut_tail_is_found_by_what_the_service_noted(settings):
    Heads(Trail(open_database(settings.database_url)), settings.state).note()
    tamper(settings, "DELETE FROM audit WHERE id = 3")
    assert "There is no line 3" in lyceum("verify").output
    assert "There is no line 3" in examine(settings)


def test_lines_are_listed(settings):
    found = lyceum("list", "--subject", "entry_1", "--actor", "sue", "--since", "2020-01-01")
    assert [line.split()[2:5] for line in found.output.splitlines()[1:]] == [["sue", "entry.publish", "entry_1"]]
    assert "\x1b" not in found.output
    assert [line["id"] for line in json.loads(lyceum("list", "--json").output)["items"]] == [3, 2, 1]
    assert "Nothing of the kind" in lyceum("list", "--actor", "nobody").output


def test_where_nothing_was_started_there_is_no_trail(tmp_path, monkeypatch):
    monkeypatch.setenv("LYCEUM_STATE", str(tmp_path / "new"))
    found = lyceum("verify")
    assert (found.exit_code, "no workspace" in found.output) == (1, True)
    assert examine(Settings.from_environment()) is None

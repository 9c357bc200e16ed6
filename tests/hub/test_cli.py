"""The command line says what goes wrong in a sentence."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from lyceum_hub import cli
from lyceum_hub.accounts import Accounts
from lyceum_hub.cli.up import the_only_one, welcome
from lyceum_hub.database import migrate, open_database
from lyceum_hub.notes import RUN, write_note
from lyceum_hub.settings import VARIABLES, Settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch) -> Settings:
    for variable in VARIABLES.values():
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LYCEUM_STATE", str(tmp_path))
    return Settings.from_environment()


def lyceum(*arguments: str):
    return CliRunner().invoke(cli.main, arguments)


def test_help_names_every_command_without_loading_it(monkeypatch):
    monkeypatch.setattr(cli, "import_module", lambda name: pytest.fail(f"{name} was loaded"))
    assert all(name in lyceum("--help").output for name in cli.COMMANDS)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_help(name: str):
    done = lyceum(name, "--help")
    assert done.exit_code == 0
    assert done.output.startswith("Usage: main ")


def test_a_missing_package_is_named(monkeypatch):
    def fail(_name: str):
        raise ModuleNotFoundError("no", name="jupyterhub")

    monkeypatch.setattr(cli, "import_module", fail)
    done = lyceum("up")
    assert done.exit_code == 1
    assert done.stderr == "`lyceum up` needs the package jupyterhub: pip install 'lyceum[hub]'\n"


def test_without_a_workspace_commands_say_how_to_start_one(settings: Settings):
    assert "make up" in lyceum("token", "--user", "ada").stderr
    assert "make up" in lyceum("user", "list").stderr
    assert json.loads(lyceum("status", "--json").output)["state"] == "stopped"
    assert lyceum("status").exit_code == 1


def test_a_workspace_that_runs_already_is_named_before_its_own_port_is(settings: Settings):
    with the_only_one(settings):
        done = lyceum("up")
    assert done.exit_code == 1
    assert f"Lyceum runs already on the state folder {settings.state}" in done.stderr
    assert "lyceum status" in done.stderr


def test_a_name_that_cannot_be_is_refused(settings: Settings):
    assert "small letters" in lyceum("token", "--user", "Ada Lovelace").stderr


def test_people_are_invited_and_listed(settings: Settings, monkeypatch):
    database = open_database(settings.database_url)
    migrate(database)
    settings.secret("cli_token")
    accounts = Accounts(database, one_person=False)
    accounts.accept(accounts.first_link(), "ada", "correct horse battery")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    done = lyceum("user", "invite", "bob", "--admin")
    assert done.exit_code == 0
    link = done.stdout.strip()
    assert accounts.invitation(link.partition("token=")[2]).name == "bob"
    listed = lyceum("user", "list").output
    assert "ada" in listed
    assert "bob" in listed


def test_a_second_person_is_refused_with_the_reason(settings: Settings, monkeypatch):
    migrate(open_database(settings.database_url))
    settings.secret("cli_token")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setenv("LYCEUM_ISOLATION", "personal")
    done = lyceum("user", "invite", "bob")
    assert done.exit_code == 1
    assert "Start Lyceum as root" in done.stderr


def test_status_tells_a_hub_that_does_not_answer(settings: Settings):
    nowhere = {"service_url": "http://127.0.0.1:9/services/lyceum", "hub_api_url": "http://127.0.0.1:9/hub/api"}
    about = {"pid": os.getpid(), "url": "http://127.0.0.1:9", "started_at": "2026-01-01T06:00:00+00:00"}
    write_note(settings, RUN, {**about, **nowhere, "programs": {}})
    found = json.loads(lyceum("status", "--json").output)
    assert found["state"] == "impaired"
    assert not found["hub"]["answers"]
    assert "does not answer" in lyceum("status").output


def test_the_welcome_says_all_one_needs(settings: Settings):
    block = welcome(settings, "http://127.0.0.1:8000/hub/join?token=x")
    assert all(text in block for text in (settings.url, "join?token=x", str(settings.state), "Ctrl-C"))
    assert "join" not in welcome(settings, None)

"""What a run's server does beside executing: it looks for folders and secrets, and hands the result in."""

import io
import json
import os

import pytest

from lyceum_catalog import secrets
from lyceum_lab.run.parameters import prepared
from lyceum_lab.run.server import deliver, facts_of, move_into, secrets_of, working_folder
from lyceum_lab.run.service import Refused
from support.notebooks import notebook


class Taker:
    """A service that takes an output, or refuses it."""

    def __init__(self, refusal=""):
        self.refusal = refusal
        self.taken = io.BytesIO()

    def deliver(self, content):
        if self.refusal:
            raise Refused(self.refusal)
        self.taken.write(content.read())


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_a_folder_that_is_gone_gives_way_to_the_home(home):
    (home / "work").mkdir()
    assert working_folder("work") == home / "work"
    assert working_folder("gone") == home


def test_a_check_works_in_a_home_of_its_own_with_the_caches_of_the_account(home, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.delenv("XDG_CACHE_HOME")
    move_into(tmp_path / "new")
    assert (working_folder(""), os.environ["XDG_CACHE_HOME"]) == (tmp_path / "new", str(home / ".cache"))


def test_a_notebook_knows_its_run_and_nothing_empty():
    assert facts_of({"id": "a", "attempt": 1, "scheduled_for": None}) == {"RUN_ID": "a", "ATTEMPT": "1"}


def test_only_the_secrets_that_are_named_are_taken_and_a_missing_one_is_named(home):
    secrets.keep("DOOR", "open sesame")
    secrets.keep("OTHER", "not asked for")
    assert secrets_of({"secrets": ["DOOR"]}) == {"DOOR": "open sesame"}
    assert secrets_of({}) == {}
    with pytest.raises(secrets.CannotFind, match=r"no secret 'WINDOW'.*Add it"):
        secrets_of({"secrets": ["DOOR", "WINDOW"]})


def test_the_output_is_handed_in_as_the_notebook_it_is(tmp_path):
    deliver(taker := Taker(), prepared(notebook("'é\ud800'"), {}), tmp_path / "out")
    assert json.loads(taker.taken.getvalue())["cells"][0]["source"] == "'é?'"


def test_an_output_that_is_refused_does_not_end_the_server(tmp_path, capsys):
    deliver(Taker("It is too large."), prepared(notebook("1"), {}), tmp_path / "out")
    assert "It is too large." in capsys.readouterr().err

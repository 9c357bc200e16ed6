"""The health of a published notebook in the running workspace: run as the caretaker, shown on its card, told once."""

import time

import pytest

from support.notebooks import notebook
from support.records import dataset

pytestmark = pytest.mark.stack

TRACKING = "from pathlib import Path\nPath('~/tracked').expanduser().mkdir()\nPath('beside').touch()"


def template(name, owner, source):
    """Return the record of a template with one cell below its parameters."""
    cells = {"kind": "template", "level": "beginner", "duration": 5, "notebook": notebook("a = 1", source)}
    return {**{key: value for key, value in dataset(name, owner=owner).items() if key != "resources"}, **cells}


def checked(workspace, token, name, version):
    """Return how a version of a notebook fared, once that is known."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        items = workspace.api(token, "GET", "/api/templates").json()["items"]
        [card] = [item for item in items if item["name"] == name]
        if card["health"] and card["health"][0]["version"] == version:
            return card["health"][0]
        time.sleep(0.5)
    raise AssertionError(card)


def test_a_notebook_runs_as_the_caretaker_until_a_version_does_not(the_workspace):
    owner, its_token = the_workspace.person()
    _, admin = the_workspace.person(admin=True)
    for version, source, state in ((1, TRACKING, "succeeded"), (2, "1 / 0", "failed")):
        record = template("cellar", owner, source)
        the_workspace.api(admin, "POST", "/api/entries", json=record).raise_for_status()
        wanted = the_workspace.api(admin, "POST", "/api/checks", json={"entries": ["cellar"]})
        assert wanted.json()["total"] >= 1, wanted.text
        health = checked(the_workspace, its_token, "cellar", version)
        assert (health["state"], health["profile"]) == (state, "standard")
        run = the_workspace.api(its_token, "GET", f"/api/runs/{health['run']}").json()
        assert (run["owner"], run["state"]) == ("caretaker", state)
    home = the_workspace.folder / "homes" / "lab-caretaker"
    assert {path.name for path in home.iterdir()} & {"tracked", "beside"} == set()
    told = the_workspace.api(its_token, "GET", "/api/inbox").json()["items"]
    assert ["ZeroDivisionError" in item["text"] for item in told if item["kind"] == "check"] == [True]

"""Updating a copy: offered when the template moved on, shown before, and never over what changed meanwhile."""

import json
import shutil

import pytest

OLD, NEW = 3, 4


def versioned(notebook):
    """Return the versions of a template: its title changed in the second, and its code in the third."""
    cells = [{**cell} for cell in notebook["cells"]]
    cells[1] = {**cells[1], "source": "1 + 2"}
    return {OLD: notebook, NEW: {**notebook, "cells": [*cells, {**cells[0], "id": "c", "source": "The end."}]}}


@pytest.fixture
def copy(lab, service):
    """The path of a fresh copy of a template that moves on afterwards."""
    notebook = service.answer("GET", "/services/lyceum/api/templates/first_steps")[2]["notebook"]
    service.versions = versioned(notebook)
    service.present = OLD
    path = lab.client.post("/lyceum/templates/first_steps/use", json={"folder": ""}).json()["path"]
    yield path
    service.versions, service.present = {}, OLD


@pytest.fixture
def module(lab, copy):
    """The path of a fresh copy of a course's module that moves on afterwards."""
    shutil.rmtree(lab.home / "courses", ignore_errors=True)
    yield lab.client.post("/lyceum/courses/lesson/modules/first/open", json={}).json()["path"]
    shutil.rmtree(lab.home / "courses")


def read(lab, path):
    return json.loads((lab.home / path).read_text())


def sources(notebook):
    return ["".join(cell["source"]) for cell in notebook["cells"]]


def change(lab, path, cell, source):
    notebook = read(lab, path)
    notebook["cells"][cell]["source"] = [source]
    (lab.home / path).write_text(json.dumps(notebook))


def ask(lab, what, path):
    answer = lab.client.get(f"/lyceum/updates/{what}", params={"path": path})
    return answer.status_code, answer.json()


def update(lab, path, choices=(), **more):
    seen = ask(lab, "preview", path)[1]["seen"]
    wanted = {"path": path, "seen": seen, "to": NEW, "choices": list(choices), **more}
    answer = lab.client.post("/lyceum/updates", json=wanted)
    return answer.status_code, answer.json()


def test_a_copy_says_what_it_was_made_from_and_is_offered_what_came_since(lab, service, copy):
    about = read(lab, copy)["metadata"]["lyceum"]["copied"]
    assert (about["entry"], about["version"], len(about["hash"])) == ("first_steps", OLD, 64)
    assert ask(lab, "offer", copy) == (200, {"offer": None})
    service.present = NEW
    offer = {"entry": "first_steps", "title": "First steps", "from": OLD, "to": NEW}
    assert ask(lab, "offer", copy) == (200, {"offer": offer})


def test_what_is_mine_stays_and_the_old_copy_is_kept(lab, service, copy):
    change(lab, copy, 0, "# My first steps")
    before, service.present = (lab.home / copy).read_text(), NEW
    status, told = ask(lab, "preview", copy)
    assert (status, told["conflicts"], told["to"]) == (200, [], NEW)
    status, said = update(lab, copy)
    assert (status, said["path"]) == (200, copy)
    now = read(lab, copy)
    assert sources(now) == ["# My first steps", "1 + 2", "The end."]
    assert now["metadata"]["lyceum"]["copied"]["version"] == NEW
    assert (lab.home / said["kept"]).read_text() == before
    assert ask(lab, "offer", copy) == (200, {"offer": None})


def test_a_conflict_waits_for_a_choice(lab, service, copy):
    change(lab, copy, 1, "1 + 10")
    service.present = NEW
    [conflict] = ask(lab, "preview", copy)[1]["conflicts"]
    assert [conflict[side][0]["source"] for side in ("base", "mine", "theirs")] == ["1 + 1", "1 + 10", "1 + 2"]
    for choices in ([], ["neither"], ["mine", "mine"]):
        assert update(lab, copy, choices)[0] == 422
    assert sources(read(lab, copy))[1] == "1 + 10"
    assert update(lab, copy, ["both"])[0] == 200
    assert sources(read(lab, copy)) == ["# First steps", "1 + 10", "1 + 2", "The end."]


def test_a_module_is_updated_as_a_template_is_and_opened_again(lab, service, module):
    change(lab, module, 1, "1 + 10")
    assert ask(lab, "offer", module) == (200, {"offer": None})
    service.present = NEW
    assert ask(lab, "offer", module)[1]["offer"] == {"entry": "lesson", "title": "First", "from": OLD, "to": NEW}
    status, said = update(lab, module, ["mine"])
    assert (status, sources(read(lab, said["kept"]))) == (200, ["# First steps", "1 + 10"])
    now = read(lab, module)
    assert sources(now) == ["# First steps", "1 + 10", "The end."]
    about = now["metadata"]["lyceum"]
    assert (about["module"], about["version"], about["copied"]["version"]) == ("first", NEW, NEW)
    assert lab.client.post("/lyceum/courses/lesson/modules/first/open", json={}).json()["path"] == module


def test_what_changed_since_it_was_shown_is_not_touched(lab, service, copy):
    service.present = NEW
    seen = ask(lab, "preview", copy)[1]["seen"]
    change(lab, copy, 0, "# Typed meanwhile")
    status, said = update(lab, copy, seen=seen)
    assert (status, "nothing was written" in said["detail"]) == (409, True)
    assert sources(read(lab, copy)) == ["# Typed meanwhile", "1 + 1"]


@pytest.mark.parametrize(
    "copied",
    [
        None,
        "first_steps@3",
        {"entry": "../runs", "version": 3, "hash": ""},
        {"entry": "first_steps", "version": True, "hash": ""},
        {"entry": "first_steps", "version": -1, "hash": ""},
        {"entry": "first_steps/../../runs/r1", "version": 3, "hash": ""},
        {"entry": "lesson", "module": "first/../..", "version": 3, "hash": ""},
        {"entry": "lesson", "module": ["first"], "version": 3, "hash": ""},
    ],
)
def test_what_says_nothing_that_can_be_true_is_no_copy(lab, copy, copied):
    notebook = read(lab, copy)
    notebook["metadata"]["lyceum"]["copied"] = copied
    (lab.home / copy).write_text(json.dumps(notebook))
    assert [ask(lab, what, copy)[0] for what in ("offer", "preview")] == [404, 404]
    assert lab.client.post("/lyceum/updates", json={"path": copy}).status_code == 404


@pytest.mark.parametrize("path", ["nowhere.ipynb", "../secret.ipynb", "", 3, None])
def test_only_notebooks_of_the_home_folder_are_updated(lab, path):
    assert lab.client.post("/lyceum/updates", json={"path": path}).status_code in (400, 404, 422)


def test_passes_on_that_nobody_answers(lonely_lab, lab, copy):
    (lonely_lab.home / "mine.ipynb").write_text((lab.home / copy).read_text())
    assert ask(lonely_lab, "offer", "mine.ipynb") == (200, {"offer": None})
    assert ask(lonely_lab, "preview", "mine.ipynb")[0] == 503

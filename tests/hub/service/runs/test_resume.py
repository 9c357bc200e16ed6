"""Resuming: a run that ended badly goes on in another one, where its notebook says what to execute again."""

import json

import pytest

from lyceum_hub.service.runs.resume import resume_of
from support.notebooks import code, notebook
from support.turns import turn

SETUP = {
    **notebook(),
    "cells": [code("a = 1", "parameters"), code("import os", "setup", number=1), code("1 / 0", number=2)],
}


@pytest.mark.parametrize(
    ("book", "error", "progress", "expected"),
    [
        (SETUP, {"cell": 2}, None, {"cell": 2}),
        (SETUP, None, {"done": 1, "current": {"index": 1}}, {"cell": 1}),
        (SETUP, None, None, "not known in which cell"),
        (notebook("1 / 0"), {"cell": 0}, None, "tag `setup`"),
        ({"cells": []}, {"cell": 0}, None, "tag `setup`"),
    ],
)
def test_a_notebook_says_whether_it_can_be_resumed(book, error, progress, expected):
    found = resume_of(book, error, progress)
    assert found == expected if isinstance(expected, dict) else expected in found["refused"]


@pytest.fixture
def end(app, api):
    """Execute a notebook in name only, to a state; return the run."""

    def ended(book, state, error=None, output=True):
        run_id = api("POST", "/api/runs", json={"notebook": book, "secrets": ["DOOR"]}).json()["id"]
        turn(app)
        token = app.state.runs.get(run_id).server
        fence = api("POST", f"/api/runs/{run_id}/begin", token, json={}).json()["fence"]
        if output:
            content = json.dumps({**book, "metadata": {**book["metadata"], "executed": True}})
            api("PUT", f"/api/runs/{run_id}/output?fence={fence}", token, content=content)
        api("POST", f"/api/runs/{run_id}/end", token, json={"fence": fence, "state": state, "error": error})
        return api("GET", f"/api/runs/{run_id}").json()

    return ended


def test_the_resumed_run_gets_the_output_and_the_cell(app, api, end):
    failed = end(SETUP, "failed", {"cell": 2})
    assert failed["resume"] == {"cell": 2}
    answer = api("POST", f"/api/runs/{failed['id']}/resume")
    assert (answer.status_code, answer.json()["resumes"], answer.json()["secrets"]) == (201, failed["id"], ["DOOR"])
    turn(app)
    turn(app)
    resumed = app.state.runs.get(answer.json()["id"])
    begun = api("POST", f"/api/runs/{resumed.id}/begin", resumed.server, json={}).json()
    assert (begun["resume_from"], begun["notebook"]["metadata"]["executed"]) == (2, True)


@pytest.mark.parametrize(
    ("book", "state", "error", "output", "why"),
    [
        (notebook("1 / 0"), "failed", {"cell": 0}, True, "tag `setup`"),
        (SETUP, "failed", {"cell": 2}, False, "Nothing is kept"),
        (SETUP, "timed_out", None, True, "not known in which cell"),
        (SETUP, "succeeded", None, True, "only one that ended badly"),
    ],
)
def test_a_run_that_cannot_be_resumed_says_why(api, end, book, state, error, output, why):
    ended = end(book, state, error, output)
    answer = api("POST", f"/api/runs/{ended['id']}/resume")
    assert (answer.status_code, why in answer.json()["detail"]) == (409, True), answer.text


def test_what_others_ran_cannot_be_resumed(api, end):
    failed = end(SETUP, "failed", {"cell": 2})
    assert api("POST", f"/api/runs/{failed['id']}/resume", "ben").status_code == 404


def test_a_run_whose_output_is_gone_meanwhile_is_not_begun_from_the_start(app, api, end):
    failed = end(SETUP, "failed", {"cell": 2})
    again = api("POST", f"/api/runs/{failed['id']}/resume").json()["id"]
    app.state.files.delete("outputs")
    turn(app)
    turn(app)
    run = app.state.runs.get(again)
    assert api("POST", f"/api/runs/{again}/begin", run.server, json={}).status_code == 404

"""What is known of a notebook before it is a template, to who proposes it and to who reviews it."""

import pytest

from support.notebooks import notebook
from support.records import dataset

SECRET = notebook("top = 3", 'password = "hunter22"')
NOTEBOOK = notebook("top = 3", 'password = "hunter22"  # not a secret')
RECORD = {
    **{key: value for key, value in dataset("sales_report").items() if key != "resources"},
    "kind": "template",
    "notebook": NOTEBOOK,
}


@pytest.fixture
def proposal(api):
    made = api("POST", "/api/proposals", "ben", json={"record": RECORD, "submit": True})
    assert made.status_code == 201, made.text
    return f"/api/proposals/{made.json()['id']}/readiness"


def look(api, token="ben", cells=NOTEBOOK):
    return api("POST", "/api/templates/readiness", token, json={"notebook": cells}).json()


def test_parameters_and_what_is_exposed_are_named(api):
    said = look(api, cells=SECRET)
    assert said == {
        "parameters": ["top"],
        "exposed": [{"cell": 1, "kind": "secret", "name": "password", "answered": False}],
        "trial": None,
    }


def test_what_looks_secret_is_not_kept_until_its_author_says_that_it_is_none(api):
    refused = api("POST", "/api/proposals", "ben", json={"record": RECORD | {"notebook": SECRET}})
    assert refused.status_code == 422
    assert "password in cell 2" in refused.text
    assert "hunter22" not in refused.text
    unchecked = {"record": RECORD | {"notebook": SECRET}}
    french = api("POST", "/api/entries/validate", "ben", json=unchecked, headers={"Accept-Language": "fr"}).json()
    assert [problem["message"] for problem in french["problems"]] == [
        "montre ce qui peut être un secret, password dans la cellule 2."
    ]


def test_who_reviews_is_told_what_its_author_says_is_no_secret(api, proposal):
    (shown,) = api("GET", proposal, "steward").json()["exposed"]
    assert (shown["name"], shown["answered"]) == ("password", True)


def test_a_run_of_this_very_notebook_with_its_defaults_is_the_trial(api, proposal):
    api("POST", "/api/runs", "ben", json={"notebook": NOTEBOOK, "parameters": {"top": 4}})
    assert look(api)["trial"] is None
    run = api("POST", "/api/runs", "ben", json={"notebook": NOTEBOOK}).json()
    assert (look(api)["trial"]["id"], look(api)["trial"]["state"]) == (run["id"], "queued")
    assert look(api, cells=notebook("top = 4"))["trial"] is None
    assert look(api, "ada")["trial"] is None
    assert api("GET", proposal, "steward").json()["trial"]["id"] == run["id"]


def test_who_does_not_see_a_proposal_is_told_nothing_of_it(api, proposal):
    assert api("GET", proposal, "ada").status_code == 404


def test_a_proposal_of_a_data_set_has_none(api):
    made = api("POST", "/api/proposals", "ben", json={"record": dataset("sales")}).json()
    assert api("GET", f"/api/proposals/{made['id']}/readiness", "ben").status_code == 404

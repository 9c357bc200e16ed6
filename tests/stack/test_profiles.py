"""Profiles in the running workspace: a steward has a run make one, and reads from it how groups fared."""

import pytest

pytestmark = pytest.mark.stack


def rate(profile, column, value):
    """Return the favourable share of a group."""
    found = next(item for item in profile["columns"] if item["name"] == column)
    return next(group["favourable"] for group in found["groups"]["items"] if group["value"] == value)


def test_a_steward_has_loanapp_profiled_and_reads_who_was_approved(the_workspace):
    _, token = the_workspace.person()
    steward, its_token = the_workspace.person(admin=True)
    refused = the_workspace.api(token, "POST", "/api/entries/loanapp/profile", json={})
    assert refused.status_code == 403
    run = the_workspace.api(its_token, "POST", "/api/entries/loanapp/profile", json={}).json()
    ended = the_workspace.ended(its_token, run)
    assert ended["state"] == "succeeded", (ended["reason"], ended["error"])
    version = ended["parameters"]["version"]
    found = the_workspace.api(its_token, "GET", f"/api/entries/loanapp/versions/{version}/profile").json()
    profile = found["profile"]
    assert (found["run"], found["author"], profile["rows"]) == (run["id"], steward, 1989)
    approved = [rate(profile, column, "1") for column in ("white", "hispan", "black")]
    assert approved == [0.91, 0.77, 0.68]
    assert not [item for item in profile["columns"] if item["personal"] and ("top" in item or "spread" in item)]
    items = the_workspace.api(its_token, "GET", "/api/entries/loanapp/versions").json()["items"]
    assert items[0]["profiled"]


def test_a_run_started_by_hand_hands_nothing_in(the_workspace):
    _, token = the_workspace.person()
    body = {"template": "profile_dataset", "parameters": {"entry": "penguins"}}
    run = the_workspace.ended(token, the_workspace.api(token, "POST", "/api/runs", json=body).json())
    assert run["state"] == "failed"
    assert "was not started to profile" in run["error"]["message"]
    assert the_workspace.api(token, "GET", "/api/entries/penguins/versions/1/profile").status_code == 404

"""Proposals: who may write, see, change and decide them, and what everybody is told."""

import pytest

from lyceum_hub.scopes import server_scopes
from support.flights import CHANGED, FLIGHTS
from support.notebooks import notebook

NEW = {**FLIGHTS, "name": "delays", "owner": "ben", "steward": "ben"}


def act(api, token, proposal, move, **body):
    return api("POST", f"/api/proposals/{proposal['id']}/{move}", token, json=body)


def approve(api, token, proposal):
    return act(api, token, proposal, "approve", content_hash=proposal["content_hash"])


def test_anybody_proposes_a_new_entry_which_a_steward_publishes(catalog, propose):
    proposal = propose(NEW, "ben", summary="We need it.")
    assert (proposal["state"], proposal["base_version"], proposal["author"]) == ("in_review", None, "ben")
    assert catalog("GET", "/api/entries/delays").status_code == 404
    published = approve(catalog, "steward", proposal).json()
    assert (published["state"], published["version"], published["decided_by"]) == ("published", 1, "sue")
    assert catalog("GET", "/api/entries/delays").json()["published_by"] == "ben"


def test_who_does_not_manage_an_entry_proposes_no_change_of_it(catalog):
    answer = catalog("POST", "/api/proposals", "ben", json={"record": CHANGED})
    assert answer.status_code == 403
    assert "owner" in answer.json()["remedy"]


def test_a_change_is_published_by_another_manager(catalog, propose):
    proposal = propose()
    assert approve(catalog, "mia", proposal).json()["version"] == 2
    assert catalog("GET", "/api/entries/flights").json()["title"] == CHANGED["title"]


@pytest.mark.parametrize(("token", "status"), [("ada", 403), ("ben", 404)])
def test_neither_the_author_nor_a_stranger_approves(catalog, propose, token, status):
    proposal = propose()
    assert approve(catalog, token, proposal).status_code == status
    assert catalog("GET", "/api/entries/flights").json()["version"] == 1


def test_an_author_who_is_a_steward_does_not_approve_either(catalog, propose):
    proposal = propose(token="steward")
    assert not proposal["may"]["approve"]
    assert approve(catalog, "steward", proposal).status_code == 403
    assert approve(catalog, "tim", proposal).status_code == 200


def test_whoever_edited_a_proposal_does_not_approve_it(catalog, propose):
    proposal = propose()
    body = {"record": {**CHANGED, "summary": "Each."}, "revision": proposal["revision"], "summary": ""}
    edited = catalog("PUT", f"/api/proposals/{proposal['id']}", "steward", json=body).json()
    assert (edited["state"], edited["editors"]) == ("draft", ["sue"])
    assert act(catalog, "steward", edited, "submit", revision=edited["revision"]).status_code == 403
    submitted = act(catalog, "ada", edited, "submit", revision=edited["revision"]).json()
    assert approve(catalog, "steward", submitted).status_code == 403
    assert approve(catalog, "tim", submitted).status_code == 200


def test_what_is_not_theirs_does_not_exist_for_others(catalog, propose):
    proposal = propose()
    for path in ("", "/difference", "/comments"):
        assert catalog("GET", f"/api/proposals/{proposal['id']}{path}", "ben").status_code == 404
    assert catalog("GET", "/api/proposals", "ben").json() == {"items": [], "total": 0}
    assert catalog("GET", "/api/proposals", "mia").json()["total"] == 1
    assert catalog("GET", "/api/proposals?mine=1", "mia").json()["total"] == 0
    assert "record" not in catalog("GET", "/api/proposals", "mia").json()["items"][0]


def test_an_entry_that_somebody_may_not_see_is_not_told_by_a_proposal(catalog, propose):
    hidden = {**FLIGHTS, "name": "payroll", "access": {"see": ["group:hr"]}}
    catalog("POST", "/api/entries", "admin", json=hidden)
    proposal = propose({**NEW, "name": "payroll"}, "ben")
    assert (proposal["base_version"], proposal["present_version"]) == (None, None)
    assert approve(catalog, "steward", proposal).status_code == 409
    assert catalog("GET", "/api/entries/payroll", "admin").json()["version"] == 1


def test_two_who_change_the_same_revision_are_told(catalog, propose):
    proposal = propose(submit=False)
    body = {"record": {**CHANGED, "summary": "Mine."}, "revision": 1, "summary": ""}
    path = f"/api/proposals/{proposal['id']}"
    assert catalog("PUT", path, "ada", json=body).json()["revision"] == 2
    answer = catalog("PUT", path, "mia", json={**body, "record": {**CHANGED, "summary": "Hers."}})
    assert answer.status_code == 409
    assert catalog("GET", path, "ada").json()["record"]["summary"] == "Mine."
    assert act(catalog, "ada", proposal, "submit", revision=1).status_code == 409


def test_sending_back_says_why_and_the_author_starts_again(catalog, propose):
    proposal = propose()
    assert act(catalog, "ada", proposal, "send-back", reason="x").status_code == 403
    back = act(catalog, "steward", proposal, "send-back", reason="Say which year.").json()
    assert (back["state"], back["reason"]) == ("draft", "Say which year.")
    told = catalog("GET", "/api/inbox", "ada").json()["items"][0]
    assert "Say which year." in told["text"]
    assert told["about"] == proposal["id"]
    again = act(catalog, "ada", back, "submit", revision=back["revision"]).json()
    assert (again["state"], again["reason"]) == ("in_review", None)


@pytest.mark.parametrize("move", ["submit", "approve", "send-back", "withdraw"])
def test_what_is_decided_stays_decided(catalog, propose, move):
    proposal = act(catalog, "ada", propose(), "withdraw").json()
    body = {"revision": proposal["revision"], "content_hash": proposal["content_hash"], "reason": "x"}
    token = "ada" if move in ("submit", "withdraw") else "steward"
    answer = act(catalog, token, proposal, move, **body)
    assert answer.status_code == 409
    assert "withdrawn" in answer.json()["detail"]


def test_a_proposal_that_changes_an_old_version_is_not_published(catalog, propose):
    first, second = propose(), propose({**FLIGHTS, "title": "Other"})
    assert approve(catalog, "steward", first).status_code == 200
    answer = approve(catalog, "steward", second)
    assert answer.status_code == 409
    assert "version 2" in answer.json()["detail"]
    body = {"record": {**CHANGED, "tags": ["new"]}, "revision": second["revision"], "base_version": 2}
    rebased = catalog("PUT", f"/api/proposals/{second['id']}", "ada", json=body).json()
    assert rebased["base_version"] == 2


def test_the_base_is_the_present_version_or_is_refused(catalog):
    answer = catalog("POST", "/api/proposals", "ada", json={"record": CHANGED, "base_version": 7})
    assert answer.status_code == 409
    same = catalog("POST", "/api/proposals", "ada", json={"record": FLIGHTS})
    assert same.status_code == 409


def test_the_difference_is_told_field_by_field(catalog, propose):
    proposal = propose({**CHANGED, "tags": ["aviation"], "description": "**Rows** are flights."})
    found = catalog("GET", f"/api/proposals/{proposal['id']}/difference", "steward").json()
    fields = {item["field"]: (item["kind"], item["before"], item["now"]) for item in found["fields"]}
    assert fields == {
        "title": ("text", FLIGHTS["title"], CHANGED["title"]),
        "tags": ("list", None, ["aviation"]),
        "description": ("markdown", None, "**Rows** are flights."),
    }
    assert found["notebook"] is False


def test_comments_are_told_to_those_who_take_part(catalog, propose):
    proposal = propose()
    path = f"/api/proposals/{proposal['id']}/comments"
    assert catalog("POST", path, "steward", json={"field": "title", "text": "Which year?"}).status_code == 201
    catalog("POST", path, "ada", json={"text": "2013."})
    items = catalog("GET", path, "mia").json()["items"]
    assert [(item["author"], item["field"], item["text"]) for item in items] == [
        ("sue", "title", "Which year?"),
        ("ada", "", "2013."),
    ]
    assert any(item["kind"] == "comment" for item in catalog("GET", "/api/inbox", "ada").json()["items"])
    assert any("2013." in item["text"] for item in catalog("GET", "/api/inbox", "steward").json()["items"])
    assert catalog("GET", f"/api/proposals/{proposal['id']}", "ada").json()["comments"] == 2


def test_reviewers_are_told_and_see_how_many_wait(catalog, propose):
    propose(summary="The year.")
    for token in ("steward", "tim", "mia"):
        inbox = catalog("GET", "/api/inbox", token).json()
        assert inbox["reviews"] == 1, token
        assert inbox["items"][0]["text"] == "ada proposes a change of flights: The year."
    assert catalog("GET", "/api/inbox", "ada").json() == {"items": [], "unread": 0, "reviews": 0}


def test_a_template_is_proposed_without_outputs_and_with_a_kernel(catalog):
    record = {**NEW, "kind": "template", "name": "tip", "notebook": notebook("1 + 1")}
    del record["resources"]
    ran = {**record["notebook"]["cells"][0], "execution_count": 3}
    ran["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "2"}]
    with_output = {**record, "notebook": {**record["notebook"], "cells": [ran]}}
    answer = catalog("POST", "/api/proposals", "ben", json={"record": with_output})
    assert answer.status_code == 201, answer.text
    assert answer.json()["record"]["notebook"]["cells"][0]["outputs"] == []
    nobody = {**record, "notebook": {**record["notebook"], "metadata": {}}}
    assert catalog("POST", "/api/proposals", "ben", json={"record": nobody}).status_code == 422


def test_a_record_is_checked_while_it_is_written(catalog):
    fine = catalog("POST", "/api/entries/validate", "ben", json={"record": FLIGHTS})
    assert fine.json() == {"problems": []}
    bad = catalog("POST", "/api/entries/validate", "ben", json={"record": {**FLIGHTS, "ownr": "x", "title": ""}})
    assert bad.status_code == 200
    assert {problem["field"] for problem in bad.json()["problems"]} == {"ownr", "title"}


def test_a_run_may_not_propose(catalog, hub):
    hub.holders["run"] = {"name": "ada", "admin": False, "scopes": server_scopes("run-1")}
    assert catalog("POST", "/api/proposals", "run", json={"record": CHANGED}).status_code == 403
    assert catalog("GET", "/api/inbox", "run").status_code == 403

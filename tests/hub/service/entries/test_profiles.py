"""Profiles: a run that was started for it hands one in, and nobody else; who may not read the entry sees none."""

import json

import pytest
from sqlalchemy import select

from lyceum_catalog.entries import parse_entry
from lyceum_hub.database.tables import audit
from lyceum_hub.service.runs.run import State
from support.notebooks import notebook

RECORD = {
    "name": "people",
    "title": "People",
    "summary": "Some people.",
    "owner": "ada",
    "steward": "ada",
    "licence": "CC0-1.0",
    "classification": "personal",
    "resources": [{"name": "csv", "reader": "csv", "url": "people.csv"}],
    "columns": [{"name": "age", "type": "integer", "personal": True}, {"name": "good", "type": "boolean"}],
}


def profile_json(**more):
    columns = [
        {"name": "age", "type": "integer", "personal": True, "missing": 1, "distinct": 40},
        {"name": "good", "type": "boolean", "missing": 0, "distinct": 2, "top": [{"value": "true", "rows": 60}]},
    ]
    return {"entry": "people", "version": 1, "resource": "csv", "rows": 100, "columns": columns, **more}


@pytest.fixture
def published(app):
    """An entry of ada's in two versions, and the template that profiles."""
    made = {"name": "profile_dataset", "kind": "template", "title": "Profile", "summary": "Profiles.", "owner": "x"}
    content = notebook("entry: str = ''\nversion: int = 0")
    template = {**made, "steward": "x", "licence": "MIT", "classification": "public", "notebook": content}
    app.state.entries.publish([parse_entry(template), parse_entry(RECORD)], "sue")
    app.state.entries.publish([parse_entry({**RECORD, "title": "People again"})], "sue")


@pytest.fixture
def started(app, api, published):
    """Return a function that starts a profiling run, and returns it with its server's token."""

    def start(**body):
        answer = api("POST", "/api/entries/people/profile", "ada", json=body)
        assert answer.status_code == 201, answer.text
        return begun(app, api, answer.json())

    return start


def begun(app, api, run):
    claimed = app.state.runs.claim(most=10)
    assert claimed.id == run["id"]
    token = claimed.server_name
    scopes = ["custom:lyceum:entries:read", "custom:lyceum:runs:report", f"access:servers!server=ada/{token}"]
    return claimed, token, scopes


@pytest.fixture
def hand_in(api, hub):
    def hand_in(claimed, token, scopes, profile=None, version=1, **more):
        hub.holders[token] = {"name": "ada", "admin": False, "scopes": scopes}
        content = more.pop("content", None) or json.dumps(profile or profile_json(version=version))
        path = f"/api/entries/people/versions/{version}/profile?run={more.pop('run', claimed.id)}"
        return api("PUT", path, token, content=content, headers={"Content-Type": "application/json"})

    return hand_in


def test_a_run_of_the_owners_hands_a_profile_in_and_readers_see_it(app, api, started, hand_in):
    run = started(version=1)
    assert run[0].work.parameters == {"entry": "people", "version": 1}
    assert api("GET", "/api/entries/people/versions/1/profile").status_code == 404
    assert hand_in(*run).status_code == 204
    found = api("GET", "/api/entries/people/versions/1/profile").json()
    assert (found["run"], found["author"], found["profile"]["rows"]) == (run[0].id, "ada", 100)
    with app.state.database.reading() as connection:
        lines = connection.execute(select(audit).where(audit.c.action == "entry.profile")).all()
    assert [(line.actor, line.subject, line.detail["version"]) for line in lines] == [("ada", "people", 1)]
    versions = api("GET", "/api/entries/people/versions").json()["items"]
    assert {item["version"]: item["profiled"] for item in versions} == {1: True, 2: False}


def test_a_later_profile_takes_the_place_of_an_earlier_one(api, started, hand_in):
    run = started(version=1)
    assert hand_in(*run).status_code == hand_in(*run, profile_json(rows=200)).status_code == 204
    assert api("GET", "/api/entries/people/versions/1/profile").json()["profile"]["rows"] == 200


def test_the_present_version_is_profiled_where_none_is_named(started):
    assert started()[0].work.parameters["version"] == 2


def test_only_who_manages_the_entry_may_have_it_profiled(api, published):
    refused = api("POST", "/api/entries/people/profile", "ben", json={})
    assert refused.status_code == 403
    assert "manage" in refused.json()["detail"]
    assert api("POST", "/api/entries/people/profile", "steward", json={}).status_code == 201
    assert api("POST", "/api/entries/nothing/profile", "steward", json={}).status_code == 404
    assert api("POST", "/api/entries/profile_dataset/profile", "steward", json={}).status_code == 422
    assert api("POST", "/api/entries/people/profile", "steward", json={"version": 9}).status_code == 404


def test_who_may_not_read_the_entry_sees_no_profile_and_no_drift(api, started, hand_in):
    hand_in(*started(version=1))
    for path in ("versions/1/profile", "drift?from=1&to=1"):
        assert api("GET", f"/api/entries/people/{path}", "ben").status_code == 403


def test_no_other_run_or_person_hands_a_profile_in(app, api, hub, started, hand_in):
    run = started(version=1)
    assert hand_in(*run, version=2).status_code == 403  # was not started for that version
    assert (
        api("PUT", f"/api/entries/people/versions/1/profile?run={run[0].id}", "ada", json=profile_json()).status_code
        == 403
    )
    made = api(
        "POST",
        "/api/runs",
        "ada",
        json={"template": "profile_dataset", "parameters": {"entry": "people", "version": 1}},
    )
    other = begun(app, api, made.json())
    refused = hand_in(*other)
    assert refused.status_code == 403
    assert "Make a profile" in refused.json()["remedy"]
    assert hand_in(*other, run=run[0].id).status_code == 403  # a run's token is of that run only
    assert api("GET", "/api/entries/people/versions/1/profile").status_code == 404


def test_a_run_that_has_ended_hands_nothing_in(app, started, hand_in):
    run = started(version=1)
    app.state.runs.begin(run[0].id)
    app.state.runs.end(run[0].id, run[0].fence, State.FAILED, None)
    assert hand_in(*run).status_code == 409


def wrong(**more):
    return json.dumps(profile_json(**more))


AGE = {"name": "age", "type": "integer", "missing": 0}


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        ("{", 422, "JSON"),
        (wrong(rows=-1), 422, "rows"),
        (wrong(more=1), 422, "more"),
        (wrong(entry="others"), 422, "others"),
        (wrong(columns=[{**AGE, "missing": 101}]), 422, "misses more"),
        (wrong(columns=[{**AGE, "top": [{"value": "41", "rows": 1}]}]), 422, "personal"),
        (wrong(columns=[{**AGE, "personal": True, "top": [{"value": "41", "rows": 1}]}]), 422, "personal"),
        (
            wrong(
                columns=[
                    {
                        **AGE,
                        "personal": True,
                        "sensitive": True,
                        "groups": {"items": [{"value": "41", "rows": 9, "share": 0.1}]},
                    }
                ]
            ),
            422,
            "rows",
        ),
        (wrong(resource="x" * 3_000_000), 413, "2 MiB"),
    ],
)
def test_a_profile_that_is_wrong_or_tells_too_much_is_refused(api, started, hand_in, content, status, said):
    answer = hand_in(*started(version=1), content=content)
    assert answer.status_code == status, answer.text
    assert said in answer.text
    assert api("GET", "/api/entries/people/versions/1/profile").status_code == 404


def test_two_versions_are_compared_with_what_drifted_marked(api, started, hand_in):
    hand_in(*started(version=1))
    changed = profile_json(version=2)
    changed["columns"][0]["missing"] = 30
    changed["columns"][1]["top"] = [{"value": "true", "rows": 10}]
    hand_in(*started(version=2), changed, version=2)
    found = api("GET", "/api/entries/people/drift?from=1&to=2").json()
    age, good = found["items"]
    assert (age["name"], age["marked"], age["psi"]) == ("age", True, None)
    assert "missing" in age["why"][0]
    assert good["marked"]
    assert good["chi_square"] > 40
    assert not any(item["marked"] for item in api("GET", "/api/entries/people/drift?from=1&to=1").json()["items"])
    assert api("GET", "/api/entries/people/drift?from=1&to=3").status_code == 404

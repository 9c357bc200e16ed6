"""Groups: the runs of a sweep as one thing, its owner's and those who see all."""

import pytest

from lyceum_hub.service.runs.run import State
from lyceum_hub.service.runs.sweeps import title_of
from support.notebooks import notebook


@pytest.fixture
def group(api):
    body = {"notebook": notebook("top: int = 1\nrate: float = 0.5"), "name": "fit (2)", "parameters": {"rate": 1}}
    return api("POST", "/api/runs", json={**body, "sweep": {"top": [3, 1, 2]}}).json()["group"]


def test_a_group_tells_what_differs_and_how_its_runs_stand(app, api, group):
    run = app.state.runs.claim(9)
    found = api("GET", f"/api/groups/{group}").json()
    assert (found["id"], found["name"], found["owner"], found["parameters"]) == (group, "fit (2)", "ada", ["top"])
    assert [item["parameters"]["top"] for item in found["items"]] == [3, 1, 2]
    assert found["states"] == {"starting": 1, "queued": 2}
    assert found["created_at"] == found["items"][0]["created_at"]
    assert run.id == found["items"][0]["id"]


def test_a_group_is_cancelled_but_for_what_has_ended(app, api, hub, group):
    done = app.state.runs.claim(9)
    app.state.runs.end(done.id, done.fence, State.SUCCEEDED, None)
    going = app.state.runs.claim(9)
    after = api("POST", f"/api/groups/{group}/cancel").json()
    assert after["states"] == {"succeeded": 1, "starting": 1, "cancelled": 1}
    assert {item["id"]: item["wanted"] for item in after["items"]}[going.id] == "stopped"
    assert api("POST", f"/api/groups/{group}/cancel").status_code == 200


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", "/cancel")])
def test_a_group_is_its_owners_and_of_those_who_see_all(api, group, method, path):
    assert api(method, f"/api/groups/{group}{path}", "admin").status_code == 200
    for token, name in (("ben", group), ("ada", "nothing")):
        answer = api(method, f"/api/groups/{name}{path}", token)
        assert (answer.status_code, answer.json()["detail"]) == (404, f"There is no group {name!r}.")
    expected = {"cancelled": 3} if path else {"queued": 3}
    assert api("GET", f"/api/groups/{group}").json()["states"] == expected


def test_a_group_that_is_shared_is_seen_and_stopped_by_members(api, hub):
    hub.groups["team"] = ["ada", "ben"]
    body = {"notebook": notebook("top: int = 1"), "sweep": {"top": [1, 2]}, "shared_with": "team"}
    group = api("POST", "/api/runs", json=body).json()["group"]
    assert api("GET", f"/api/groups/{group}", "ben").json()["owner"] == "ada"
    assert api("GET", f"/api/groups/{group}", "steward").status_code == 404
    assert api("POST", f"/api/groups/{group}/cancel", "ben").json()["states"] == {"cancelled": 2}


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("fit (top=1)", "fit"),
        ("my (old) fit (a=1, top=1)", "my (old) fit"),
        ("cut short", "cut short"),
    ],
)
def test_a_groups_name_is_its_runs_without_the_values(name, title):
    assert title_of(name) == title

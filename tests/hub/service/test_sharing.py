"""Sharing: a group's members see and steer; what runs as somebody else, and for whom, stays the owner's."""

import pytest

from support.notebooks import notebook

NOTEBOOK = notebook("top: int = 1")
RULE = {"on": ["failure"], "webhook": "https://hooks.example/T0/key"}


@pytest.fixture
def shared(api, hub):
    """A schedule and a run of ada's that ben's group sees."""
    hub.groups["crew"] = ["ada", "ben"]
    more = {"notebook": NOTEBOOK, "shared_with": "crew", "notify": [RULE]}
    schedule = api("POST", "/api/schedules", json={**more, "name": "load", "cron": "0 6 * * *"}).json()
    return schedule["id"], api("POST", "/api/runs", json={**more, "name": "once"}).json()["id"]


@pytest.fixture
def private(api):
    """A run of ada's that nobody else sees."""
    return api("POST", "/api/runs", json={"notebook": NOTEBOOK, "name": "mine"}).json()["id"]


def names(api, path, token):
    found = api("GET", path, token).json()
    assert found["total"] == len(found["items"])
    return sorted(item["name"] for item in found["items"])


def test_lists_and_counts_hold_what_is_shared(api, shared, private):
    assert names(api, "/api/runs", "ben") == ["once"]
    assert names(api, "/api/runs?owner=ada", "ben") == ["once"]
    assert names(api, "/api/runs?owner=ben", "ben") == []
    assert names(api, "/api/schedules", "ben") == ["load"]
    assert names(api, "/api/runs", "ada") == ["mine", "once"]
    assert names(api, "/api/runs", "steward") == names(api, "/api/schedules", "steward") == []


def test_members_steer_what_is_shared(api, shared, private):
    schedule, run = shared
    assert api("GET", f"/api/runs/{private}", "ben").status_code == 404
    assert api("GET", f"/api/runs/{run}", "ben").json()["name"] == "once"
    again = api("POST", f"/api/runs/{run}/again", "ben").json()
    assert (again["owner"], again["shared_with"], again["state"]) == ("ada", "crew", "queued")
    cancelled = api("POST", f"/api/runs/{run}/cancel", "ben").json()
    assert (cancelled["state"], cancelled["reason"]) == ("cancelled", "Cancelled by ben.")
    now = api("POST", f"/api/schedules/{schedule}/run", "ben").json()
    assert (now["owner"], now["schedule"]) == ("ada", schedule)
    paused = api("PATCH", f"/api/schedules/{schedule}", "ben", json={"enabled": False}).json()
    assert (paused["enabled"], paused["pause_reason"]) == (False, "Paused by ben.")
    resumed = api("PATCH", f"/api/schedules/{schedule}", "ben", json={"enabled": True, "name": "Load"}).json()
    assert (resumed["enabled"], resumed["pause_reason"], resumed["name"]) == (True, None, "Load")


@pytest.mark.parametrize(
    "change",
    [
        {"parameters": {"top": 2}},
        {"profile": "standard"},
        {"retries": {"most": 1}},
        {"secrets": ["TOKEN"]},
        {"notify": []},
        {"follow": False},
        {"after": {"entry": "x"}},
        {"keep": {"count": 1}},
        {"shared_with": None},
        {"parameters": {"top": 2}, "enabled": False},
    ],
)
@pytest.mark.parametrize("token", ["ben", "admin"])
def test_nobody_else_changes_what_runs_as_its_owner(api, shared, token, change):
    path = f"/api/schedules/{shared[0]}"
    before = api("GET", path).json()
    answer = api("PATCH", path, token, json=change)
    assert answer.status_code == 403
    assert "runs as ada" in answer.json()["detail"]
    assert api("GET", path).json() == before


def test_a_member_deletes_nothing_and_sees_no_whole_webhook(api, shared):
    schedule, run = shared
    assert api("DELETE", f"/api/schedules/{schedule}", "ben").status_code == 403
    for path in (f"/api/schedules/{schedule}", f"/api/runs/{run}"):
        assert api("GET", path, "ben").json()["notify"][0]["webhook"] == "https://hooks.example/…"
        assert api("GET", path).json()["notify"] == [RULE]
    assert "T0/key" not in api("GET", "/api/schedules", "ben").text + api("GET", "/api/runs", "ben").text


def test_who_leaves_the_group_sees_nothing_any_more(api, hub, shared):
    hub.groups["crew"] = ["ada"]
    for path in (f"/api/schedules/{shared[0]}", f"/api/runs/{shared[1]}"):
        assert api("GET", path, "ben").status_code == 404
    assert api("POST", f"/api/runs/{shared[1]}/cancel", "ben").status_code == 404


def test_a_schedules_runs_are_shared_as_it_is(api, shared):
    schedule, _ = shared
    run = api("POST", f"/api/schedules/{schedule}/run").json()["id"]
    assert api("GET", f"/api/runs/{run}", "ben").status_code == 200
    api("PATCH", f"/api/schedules/{schedule}", json={"shared_with": None})
    assert api("GET", f"/api/runs/{run}", "ben").status_code == 404


@pytest.mark.parametrize("path", ["/api/runs", "/api/schedules"])
def test_one_shares_only_with_a_group_one_is_in(api, hub, path):
    hub.groups["crew"] = ["ben"]
    for group in ("crew", "nobody"):
        timing = {"cron": "0 6 * * *"} if path == "/api/schedules" else {}
        answer = api("POST", path, json={"notebook": NOTEBOOK, "shared_with": group, **timing})
        assert (answer.status_code, answer.json()["field"]) == (422, "shared_with")


def test_everybody_hears_their_groups(api, hub):
    hub.groups["crew"] = ["ben"]
    assert api("GET", "/api/me", "ben").json()["groups"] == ["crew"]
    assert api("GET", "/api/me").json()["groups"] == []

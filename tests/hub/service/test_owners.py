"""Owners: when an account is deleted its work stops, and a new one of the same name inherits nothing."""

import asyncio
from datetime import UTC, datetime

import pytest

from lyceum_hub.service.hub import Hub, Person
from lyceum_hub.service.owners import Owners
from support.notebooks import notebook

NOTEBOOK = notebook("a = 1")
GONE = f"ada (deleted {datetime.now(UTC):%Y-%m-%d})"


@pytest.fixture
def look(app):
    """Let the service look at the hub for the owners of work."""
    owners = Owners(app.state.owners, app.state.hub)
    return lambda: asyncio.run(owners.look())


@pytest.fixture
def work(app, api):
    """Ada's schedule, a run in flight and one in the queue."""
    schedule = api("POST", "/api/schedules", json={"notebook": NOTEBOOK, "cron": "0 6 * * *"}).json()
    for _ in range(2):
        api("POST", "/api/runs", json={"notebook": NOTEBOOK})
    return schedule, app.state.runs.claim(1)


def states(api):
    return sorted(run["state"] + run["wanted"] for run in api("GET", "/api/runs", "admin").json()["items"])


def test_the_work_of_a_deleted_account_stops(app, api, hub, work, look):
    schedule, flying = work
    look()
    assert states(api) == ["queuedfinished", "startingfinished"]
    del hub.created["ada"]
    look()
    assert states(api) == ["cancelledstopped", "startingstopped"]
    found = api("GET", f"/api/schedules/{schedule['id']}", "admin").json()
    assert (found["enabled"], found["owner"], found["next"]) == (False, GONE, [])
    assert found["pause_reason"] == "The account of ada was deleted."
    assert [run.id for run in app.state.runs.unsettled()] == [flying.id]
    look()
    assert api("GET", f"/api/schedules/{schedule['id']}", "admin").json()["owner"] == GONE


def test_a_new_account_of_the_same_name_sees_nothing_of_the_old_one(api, hub, work):
    schedule, _ = work
    key = api("GET", "/api/me/webhook-key").json()
    hub.created["ada"] = "2026-02-02T00:00:00Z"
    hub.holders["new"] = hub.holders["ada"]
    assert api("GET", "/api/runs", "new").json()["total"] == 0
    assert api("GET", "/api/schedules", "new").json()["items"] == []
    assert api("GET", f"/api/schedules/{schedule['id']}", "new").status_code == 404
    assert api("GET", "/api/me/webhook-key", "new").json() != key
    assert {run["owner"] for run in api("GET", "/api/runs", "admin").json()["items"]} == {GONE}
    assert states(api) == ["cancelledstopped", "startingstopped"]


def test_a_hub_that_is_down_changes_nothing(api, hub, work, look):
    look()
    hub.up = False
    with pytest.raises(Exception, match="does not answer"):
        look()
    hub.up = True
    assert states(api) == ["queuedfinished", "startingfinished"]


def test_the_hub_is_asked_about_owners_of_work_that_goes_on_only(app, api, look):
    api("GET", "/api/runs", "ben")
    assert app.state.owners.busy() == []
    api("POST", "/api/runs", json={"notebook": NOTEBOOK})
    assert app.state.owners.busy() == ["ada"]


def test_of_many_owners_nobody_is_taken_for_gone_who_is_there(app, hub):
    hub.created = {f"p{number}": str(number) for number in range(450)}
    found = asyncio.run(Hub.people(app.state.hub, [*hub.created, "gone"]))
    assert found["p449"] == Person("p449", "449", frozenset())
    assert found.keys() == hub.created.keys()


def test_a_name_may_be_deleted_twice_in_a_day(api, hub):
    for number in (1, 2):
        hub.created["ada"], hub.holders[f"t{number}"] = str(number), hub.holders["ada"]
        headers = {"Idempotency-Key": "k"}
        assert api("POST", "/api/runs", f"t{number}", json={"notebook": NOTEBOOK}, headers=headers).status_code == 201
    hub.created["ada"], hub.holders["t3"] = "3", hub.holders["ada"]
    assert api("GET", "/api/runs", "t3").json()["total"] == 0
    assert [run["owner"] for run in api("GET", "/api/runs", "admin").json()["items"]] == [GONE, GONE]

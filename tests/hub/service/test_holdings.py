"""Quotas: one person has so many unfinished runs and schedules, and is told so in words."""

import pytest

from lyceum_hub.service.runs.store import RunStore
from lyceum_hub.service.schedules.store import ScheduleStore
from support.notebooks import notebook

BODY = {"notebook": notebook("top: int = 1"), "name": "work"}


@pytest.fixture
def ask(app, api, database):
    app.state.runs, app.state.schedules = RunStore(database, 2), ScheduleStore(database, 1)
    return lambda path, **more: api("POST", path, json={**BODY, **more})


def test_unfinished_runs_are_counted_a_person(api, ask):
    first, _ = ask("/api/runs").json(), ask("/api/runs").json()
    refused = ask("/api/runs")
    assert refused.status_code == 429
    assert refused.json()["detail"] == "ada has 2 runs that have not ended; 2 are allowed."
    assert refused.json()["remedy"]
    assert api("POST", "/api/runs", "ben", json=BODY).status_code == 201
    api("POST", f"/api/runs/{first['id']}/cancel")
    assert ask("/api/runs").status_code == 201


def test_a_sweep_fits_as_a_whole_or_not(api, ask):
    assert ask("/api/runs", sweep={"top": [1, 2, 3]}).status_code == 429
    assert api("GET", "/api/runs").json()["total"] == 0
    assert ask("/api/runs", sweep={"top": [1, 2]}).status_code == 201


def test_schedules_are_counted_a_person(ask):
    assert ask("/api/schedules", cron="0 6 * * *").status_code == 201
    refused = ask("/api/schedules", cron="0 6 * * *")
    assert (refused.status_code, refused.json()["detail"]) == (429, "ada has 1 schedules; 1 are allowed.")


def test_firings_that_may_overlap_stop_at_the_quota_and_say_so(app, api, ask, database):
    made = ask("/api/schedules", cron="0 6 * * *", overlap="allow").json()
    app.state.firings._most_queued = 2
    for _ in range(2):
        api("POST", f"/api/schedules/{made['id']}/run")
    assert api("POST", f"/api/schedules/{made['id']}/run").status_code == 429

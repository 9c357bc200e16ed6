"""Schedules: when they fire, each firing once, and what is refused."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from lyceum_hub.database import tables
from lyceum_hub.service.runs.retries import ENDINGS
from lyceum_hub.service.schedules.firing import plan_of
from support.notebooks import notebook

NOTEBOOK = notebook("top: int = 1")


def schedule(api, token="ada", **more):
    body = {"notebook": NOTEBOOK, "name": "nightly", "cron": "0 6 * * 1-5", "timezone": "Europe/Paris", **more}
    answer = api("POST", "/api/schedules", token, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def make_due(database, ago=timedelta(seconds=1)):
    with database.writing() as connection:
        connection.execute(update(tables.schedules).values(next_at=datetime.now(UTC) - ago))


def queued(database):
    with database.reading() as connection:
        return connection.execute(select(tables.runs)).all()


def test_a_schedule_says_when_it_fires(api):
    made = schedule(api)
    assert "Monday through Friday" in made["text"]
    assert len(made["next"]) == 5
    for firing in made["next"]:
        local = datetime.fromisoformat(firing).astimezone(ZoneInfo("Europe/Paris"))
        assert (local.hour, local.minute, local.weekday() < 5) == (6, 0, True)


def test_a_due_schedule_queues_one_run_however_often_it_is_looked_at(app, api, database):
    made = schedule(api, parameters={"top": 3})
    make_due(database)
    now = datetime.now(UTC)
    assert [app.state.firings.tick(now) for _ in range(3)] == [1, 0, 0]
    (run,) = queued(database)
    assert (run.owner, run.schedule, run.work["parameters"]) == ("ada", made["id"], {"top": 3})
    assert api("GET", f"/api/schedules/{made['id']}").json()["last_run"]["id"] == run.id


def test_two_services_fire_an_occurrence_once(app, api, database):
    schedule(api)
    make_due(database)
    now = datetime.now(UTC)
    plan = plan_of(app.state.schedules.find()[0], now)  # both look before either fires
    assert [app.state.firings._fire_all([plan]) for _ in range(2)] == [1, 0]
    assert len(queued(database)) == 1


def test_after_downtime_only_the_latest_firing_is_made_up_for(app, api, database):
    schedule(api, cron="0 * * * *", timezone="UTC")
    make_due(database, timedelta(days=3))
    app.state.firings.tick(datetime.now(UTC))
    (run,) = queued(database)
    assert datetime.now(UTC) - run.scheduled_for <= timedelta(hours=1)


def test_a_paused_schedule_does_not_fire_until_it_is_resumed(app, api, database):
    made = schedule(api)
    paused = api("PATCH", f"/api/schedules/{made['id']}", json={"enabled": False}).json()
    assert (paused["enabled"], paused["next"]) == (False, [])
    assert app.state.firings.tick(datetime.now(UTC) + timedelta(days=30)) == 0
    resumed = api("PATCH", f"/api/schedules/{made['id']}", json={"enabled": True}).json()
    assert len(resumed["next"]) == 5


def test_a_change_keeps_what_it_does_not_name(api):
    made = schedule(api)
    changed = api("PATCH", f"/api/schedules/{made['id']}", json={"cron": "30 7 * * *", "parameters": {"top": 9}}).json()
    assert (changed["cron"], changed["timezone"], changed["parameters"]) == ("30 7 * * *", "Europe/Paris", {"top": 9})
    bad = api("PATCH", f"/api/schedules/{made['id']}", json={"parameters": {"tip": 9}})
    assert (bad.status_code, bad.json()["field"]) == (422, "parameters.tip")


def test_a_change_of_its_name_does_not_swallow_a_firing_that_is_due(app, api, database):
    made = schedule(api)
    make_due(database)
    api("PATCH", f"/api/schedules/{made['id']}", json={"name": "renamed"})
    assert app.state.firings.tick(datetime.now(UTC)) == 1


def test_a_schedule_may_be_an_interval_with_a_start_and_an_end(api):
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    bounds = {"start": start.isoformat(), "end": (start + timedelta(minutes=20)).isoformat()}
    made = schedule(api, cron=None, every=600, **bounds)
    assert (made["cron"], made["every"]) == (None, 600)
    expected = [start + timedelta(minutes=minutes) for minutes in (0, 10, 20)]
    assert [datetime.fromisoformat(firing) for firing in made["next"]] == expected
    asked = {"every": 600, "timezone": "Europe/Paris", **bounds}
    preview = api("POST", "/api/schedules/preview", json=asked).json()
    assert preview == {"text": made["text"], "next": made["next"]}
    assert made["text"].startswith("Every 10 minutes, from ")


def test_a_change_may_switch_between_cron_and_interval_and_lift_bounds(api):
    made = schedule(api, end="2090-01-01T00:00:00Z")
    path = f"/api/schedules/{made['id']}"
    by_interval = api("PATCH", path, json={"every": 3600}).json()
    assert (by_interval["cron"], by_interval["every"], by_interval["end"]) == (None, 3600, "2090-01-01T00:00:00.000Z")
    by_cron = api("PATCH", path, json={"cron": "0 7 * * *", "end": None}).json()
    assert [by_cron[key] for key in ("cron", "every", "start", "end")] == ["0 7 * * *", None, None, None]
    rules = api("PATCH", path, json={"overlap": "replace", "catch_up": "none"}).json()
    assert (rules["overlap"], rules["catch_up"], rules["cron"]) == ("replace", "none", "0 7 * * *")
    assert api("PATCH", path, json={"overlap": "perhaps"}).json()["field"] == "overlap"


def test_retries_of_a_schedule_are_changed_and_lifted(app, api, database):
    made = schedule(api, retries={"most": 2})
    path = f"/api/schedules/{made['id']}"
    assert made["retries"] == {"most": 2, "delay": 60, "factor": 2.0, "on": list(ENDINGS)}
    assert api("PATCH", path, json={"name": "other"}).json()["retries"] == made["retries"]
    assert api("PATCH", path, json={"retries": {"most": 1, "on": ["lost"]}}).json()["retries"]["on"] == ["lost"]
    make_due(database)
    app.state.firings.tick(datetime.now(UTC))
    assert queued(database)[0].work["retries"]["most"] == 1
    assert api("PATCH", path, json={"retries": None}).json()["retries"] is None


def test_a_schedule_whose_end_has_passed_rests_and_can_still_be_renamed(app, api, database):
    made = schedule(api, end="2090-01-01T00:00:00Z")
    past = datetime.now(UTC) - timedelta(hours=1)
    with database.writing() as connection:
        connection.execute(update(tables.schedules).values(end=past, next_at=past - timedelta(days=1)))
    assert app.state.firings.tick(datetime.now(UTC)) == 1
    renamed = api("PATCH", f"/api/schedules/{made['id']}", json={"name": "over"}).json()
    assert (renamed["name"], renamed["next"]) == ("over", [])
    assert app.state.firings.tick(datetime.now(UTC)) == 0


def test_a_schedule_that_cannot_fire_holds_up_no_other(app, api, database):
    broken, _ = schedule(api), schedule(api)
    make_due(database)
    with database.writing() as connection:
        theirs = update(tables.schedules).where(tables.schedules.c.id == broken["id"])
        connection.execute(theirs.values(timezone="Mars/Olympus"))
    assert app.state.firings.tick(datetime.now(UTC)) == 1


def test_a_deleted_schedule_is_gone_and_its_runs_stay(app, api, database):
    made = schedule(api)
    make_due(database)
    app.state.firings.tick(datetime.now(UTC))
    assert api("DELETE", f"/api/schedules/{made['id']}").status_code == 204
    assert api("GET", f"/api/schedules/{made['id']}").status_code == 404
    assert len(queued(database)) == 1


def test_others_schedules_do_not_exist(api):
    made = schedule(api)
    for method in ("GET", "PATCH", "DELETE"):
        assert api(method, f"/api/schedules/{made['id']}", "ben", json={}).status_code == 404
    assert api("GET", "/api/schedules", "ben").json()["items"] == []
    assert len(api("GET", "/api/schedules", "admin").json()["items"]) == 1


@pytest.mark.parametrize(
    ("timing", "field"),
    [
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"timezone": "../../etc/passwd"}, "timezone"),
        ({"cron": "0 0 31 2 *"}, "cron"),
        ({"cron": "every day"}, "cron"),
        ({"cron": "61 * * * *"}, "cron"),
        ({"cron": ""}, "cron"),
        ({"cron": "* * * * * *"}, "cron"),
        ({"cron": None}, "cron"),
        ({"every": 600}, "cron"),
        ({"cron": None, "every": 59}, "every"),
        ({"cron": None, "every": 10**12}, "every"),
        ({"start": "2027-01-01T00:00:00"}, "start"),
        ({"start": "9999-12-31T23:00:00-05:00"}, "start"),
        ({"end": "2020-01-01T00:00:00Z"}, "end"),
        ({"start": "2050-01-02T00:00:00Z", "end": "2050-01-01T00:00:00Z"}, "end"),
    ],
)
def test_a_timing_that_cannot_be_is_refused_by_field(api, timing, field):
    body = {"notebook": NOTEBOOK, "cron": "0 6 * * *", "timezone": "UTC", **timing}
    for path, left_out in (("/api/schedules", ()), ("/api/schedules/preview", ("notebook",))):
        answer = api("POST", path, json={key: value for key, value in body.items() if key not in left_out})
        assert (answer.status_code, answer.json()["field"]) == (422, field)
        assert answer.json().get("remedy") or answer.json()["errors"]


def test_runs_made_by_hand_belong_to_no_schedule(api):
    assert api("POST", "/api/runs", json={"notebook": NOTEBOOK}).json()["schedule"] is None

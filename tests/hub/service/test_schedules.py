"""Schedules: when they fire, each firing once, and what is refused."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from lyceum_hub.database import tables
from lyceum_hub.errors import Invalid
from lyceum_hub.service.schedules import Timing, latest_firing
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
    assert [app.state.schedules.tick(now) for _ in range(3)] == [1, 0, 0]
    (run,) = queued(database)
    assert (run.owner, run.schedule, run.work["parameters"]) == ("ada", made["id"], {"top": 3})
    assert api("GET", f"/api/schedules/{made['id']}").json()["last_run"]["id"] == run.id


def test_two_services_fire_an_occurrence_once(app, api, database):
    schedule(api)
    make_due(database)
    found = app.state.schedules.find()[0]
    now = datetime.now(UTC)
    assert [app.state.schedules._fire(found, now) for _ in range(2)] == [True, False]
    assert len(queued(database)) == 1


def test_after_downtime_only_the_latest_firing_is_made_up_for(app, api, database):
    schedule(api, cron="0 * * * *", timezone="UTC")
    make_due(database, timedelta(days=3))
    app.state.schedules.tick(datetime.now(UTC))
    (run,) = queued(database)
    assert datetime.now(UTC) - run.scheduled_for <= timedelta(hours=1)


def test_a_paused_schedule_does_not_fire_until_it_is_resumed(app, api, database):
    made = schedule(api)
    paused = api("PATCH", f"/api/schedules/{made['id']}", json={"enabled": False}).json()
    assert (paused["enabled"], paused["next"]) == (False, [])
    assert app.state.schedules.tick(datetime.now(UTC) + timedelta(days=30)) == 0
    resumed = api("PATCH", f"/api/schedules/{made['id']}", json={"enabled": True}).json()
    assert len(resumed["next"]) == 5


def test_a_change_keeps_what_it_does_not_name(api):
    made = schedule(api)
    changed = api("PATCH", f"/api/schedules/{made['id']}", json={"cron": "30 7 * * *", "parameters": {"top": 9}}).json()
    assert (changed["cron"], changed["timezone"], changed["parameters"]) == ("30 7 * * *", "Europe/Paris", {"top": 9})
    bad = api("PATCH", f"/api/schedules/{made['id']}", json={"parameters": {"tip": 9}})
    assert (bad.status_code, bad.json()["field"]) == (422, "parameters.tip")


def test_a_deleted_schedule_is_gone_and_its_runs_stay(app, api, database):
    made = schedule(api)
    make_due(database)
    app.state.schedules.tick(datetime.now(UTC))
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
    ],
)
def test_a_timing_that_cannot_be_is_refused_by_field(api, timing, field):
    body = {"notebook": NOTEBOOK, "cron": "0 6 * * *", "timezone": "UTC", **timing}
    for path, sent in (
        ("/api/schedules", body),
        ("/api/schedules/preview", {"cron": body["cron"], "timezone": body["timezone"]}),
    ):
        answer = api("POST", path, json=sent)
        assert (answer.status_code, answer.json()["field"]) == (422, field)
        assert answer.json()["remedy"]


@pytest.mark.parametrize(
    ("after", "local"),
    [
        (datetime(2027, 3, 27, 12, tzinfo=UTC), "2027-03-28 03:00"),  # 02:30 does not exist
        (datetime(2027, 10, 30, 12, tzinfo=UTC), "2027-10-31 02:30"),  # 02:30 comes twice
    ],
)
def test_a_gap_or_an_overlap_of_daylight_saving_fires_once(after, local):
    first, second = Timing("30 2 * * *", "Europe/Paris").after(after, 2)
    assert f"{first.astimezone(ZoneInfo('Europe/Paris')):%Y-%m-%d %H:%M}" == local
    assert second - first > timedelta(hours=20)


def test_the_latest_firing_is_never_before_the_one_that_was_due():
    timing = Timing("0 6 * * *", "UTC")
    due, now = datetime(2027, 1, 5, 6, tzinfo=UTC), datetime(2027, 1, 5, 6, tzinfo=UTC)
    assert latest_firing(timing, due, now) == (due, datetime(2027, 1, 6, 6, tzinfo=UTC))


def test_a_day_that_never_comes_is_refused():
    with pytest.raises(Invalid):
        Timing.checked("0 0 30 2 *", "UTC")


def test_runs_made_by_hand_belong_to_no_schedule(api):
    assert api("POST", "/api/runs", json={"notebook": NOTEBOOK}).json()["schedule"] is None

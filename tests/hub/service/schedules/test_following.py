"""Following a template, and what else a schedule keeps about its runs and itself."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from lyceum_hub.database import tables
from support.notebooks import notebook

RECORD = {
    "kind": "template",
    "name": "rooms",
    "title": "Rooms",
    "summary": "Rooms of the house.",
    "owner": "sue",
    "steward": "sue",
    "licence": "CC0-1.0",
    "classification": "public",
}


@pytest.fixture
def publish(api):
    def post(*sources):
        answer = api("POST", "/api/entries", "admin", json={**RECORD, "notebook": notebook(*sources)})
        assert answer.status_code == 200, answer.text

    post("top: int = 1")
    return post


@pytest.fixture
def save(api):
    def post(**more):
        return api("POST", "/api/schedules", json={"name": "nightly", "cron": "0 6 * * *", **more})

    return post


@pytest.fixture
def fire(app, api, database):
    """Let everything be due once; return the newest run."""

    def tick():
        due = datetime.now(UTC) - timedelta(seconds=1)
        with database.writing() as connection:
            connection.execute(update(tables.schedules).values(next_at=due))
        app.state.firings.tick(datetime.now(UTC))
        return api("GET", "/api/runs").json()["items"][0]

    return tick


def forget_runs(database):
    with database.writing() as connection:
        connection.execute(tables.run_events.delete())
        connection.execute(tables.runs.delete())


def test_a_schedule_that_follows_takes_the_newest_version(database, publish, save, fire):
    made = save(template="rooms", follow=True, parameters={"top": 2}, overlap="allow").json()
    assert (made["follow"], fire()["template_version"]) == (True, 1)
    forget_runs(database)
    publish("top: int = 1", "print(top)")
    run = fire()
    assert (run["template_version"], run["parameters"], run["state"]) == (2, {"top": 2}, "queued")
    assert run["notebook_hash"] != made["notebook_hash"]


def test_one_that_does_not_follow_stays_with_its_version(publish, save, fire):
    save(template="rooms")
    publish("top: int = 1", "print(top)")
    assert fire()["template_version"] == 1


def test_parameters_that_no_longer_fit_make_a_run_that_failed_and_says_why(app, api, publish, save, fire):
    made = save(template="rooms", follow=True, parameters={"top": 2}).json()
    publish("rows: int = 1")
    run = fire()
    assert (run["state"], run["schedule"]) == ("failed", made["id"])
    assert run["reason"].startswith("The newest version of its template was not run:")
    assert "top" in run["reason"]
    answer = api("POST", f"/api/schedules/{made['id']}/run")
    assert (answer.status_code, "top" in answer.json()["detail"]) == (409, True)


def test_a_template_that_is_gone_makes_a_run_that_failed(database, publish, save, fire):
    save(template="rooms", follow=True)
    with database.writing() as connection:
        connection.execute(update(tables.entries).values(state="retired"))
    run = fire()
    assert (run["state"], "rooms" in run["reason"]) == ("failed", True)


def test_only_a_template_is_followed(save):
    answer = save(notebook=notebook("a = 1"), follow=True)
    assert (answer.status_code, answer.json()["field"]) == (422, "follow")


def test_what_is_kept_and_told_is_shown_and_changed(api, save):
    made = save(notebook=notebook("a = 1"), keep={"count": 3}, secrets=["B_KEY", "A_KEY"]).json()
    assert (made["keep"], made["secrets"], made["notify"]) == ({"count": 3}, ["A_KEY", "B_KEY"], [])
    path = f"/api/schedules/{made['id']}"
    rule = {"on": ["failure"], "webhook": "https://example.org/hook"}
    changed = api("PATCH", path, json={"keep": {"days": 7}, "secrets": [], "notify": [rule]}).json()
    assert (changed["keep"], changed["secrets"], changed["notify"]) == ({"days": 7}, [], [rule])
    assert api("PATCH", path, json={"name": "other"}).json()["keep"] == {"days": 7}
    assert api("PATCH", path, json={"keep": None}).json()["keep"] == {}


@pytest.mark.parametrize(
    "more",
    [
        {"keep": {"count": 0}},
        {"keep": {"days": 0}},
        {"secrets": ["lower"]},
        {"secrets": ["A\n"]},
        {"secrets": ["A" * 65]},
    ],
)
def test_what_cannot_be_kept_or_named_is_refused(save, more):
    assert save(notebook=notebook("a = 1"), **more).status_code == 422


def test_a_schedule_says_why_it_is_paused(api, database, save, fire):
    made = save(notebook=notebook("a = 1"), end="2090-01-01T00:00:00Z").json()
    path = f"/api/schedules/{made['id']}"
    assert made["pause_reason"] is None
    assert api("PATCH", path, json={"enabled": False}).json()["pause_reason"] == "Paused by ada."
    assert api("PATCH", path, json={"name": "x"}).json()["pause_reason"] == "Paused by ada."
    assert api("PATCH", path, json={"enabled": True}).json()["pause_reason"] is None
    with database.writing() as connection:
        connection.execute(update(tables.schedules).values(end=datetime.now(UTC) - timedelta(hours=1)))
    fire()
    over = api("GET", path).json()
    assert (over["enabled"], over["pause_reason"].startswith("Nothing comes before its end")) == (False, True)
    refused = api("PATCH", path, json={"enabled": True})
    assert (refused.status_code, refused.json()["field"]) == (409, "end")
    assert api("PATCH", path, json={"enabled": True, "end": None}).json()["pause_reason"] is None

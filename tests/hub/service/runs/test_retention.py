"""Retention: old outputs and logs go as a schedule's rule says, the last good one stays, and a crash loses nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lyceum_hub.database import tables
from lyceum_hub.service.runs.moves import append_log
from lyceum_hub.service.runs.retention import Retention
from support.history import LONG_AGO, History
from support.notebooks import notebook

NOW = LONG_AGO + timedelta(days=10)


@pytest.fixture
def history(api, database):
    return History(api, database, notebook("a = 1"))


@pytest.fixture
def retention(app, database):
    return Retention(database, app.state.files)


@pytest.fixture
def schedule(api, database):
    """Return a function that makes a schedule with a rule, and returns its id."""

    def make(count=None, days=None):
        body = {"notebook": notebook("a = 1"), "cron": "0 6 * * *", "name": "nightly"}
        made = api("POST", "/api/schedules", json=body).json()["id"]
        rule = {"keep_count": count, "keep_days": days}
        with database.writing() as connection:
            connection.execute(update(tables.schedules).where(tables.schedules.c.id == made).values(rule))
        return made

    return make


@pytest.fixture
def executed(app, database, history):
    """Return a function that makes an ended run with an output and a log, and returns its id."""

    def make(schedule, state="succeeded", **values):
        run = history.run(state=state, schedule=schedule, **values)
        key = f"outputs/{run}/{values.get('attempt', 1)}.ipynb"
        app.state.files.put(key, b"{}")
        history.put(run, output=key)
        with database.writing() as connection:
            append_log(connection, run, "hello")
        return run

    return make


def kept(api, runs):
    """Return which of some runs still have their output, and check that the rest is whole or gone."""
    there = []
    for number, run in enumerate(runs):
        page = api("GET", f"/api/runs/{run}").json()
        output = api("GET", f"/api/runs/{run}/output").status_code
        assert (page["has_output"], page["log"], page["expired_at"] is None) in (
            (True, "hello", True),
            (False, "", False),
        )
        assert output == (200 if page["has_output"] else 404)
        there += [number] if page["has_output"] else []
    return there


def test_so_many_of_the_newest_are_kept(api, retention, schedule, executed):
    nightly = schedule(count=2)
    runs = [executed(nightly) for _ in range(5)]
    others = [executed(schedule()), executed(None), executed("deleted")]
    retention.keep_up(NOW)
    assert (kept(api, runs), kept(api, others)) == ([3, 4], [0, 1, 2])
    newer = executed(nightly)
    retention.keep_up(NOW + timedelta(minutes=2))
    assert kept(api, [*runs, newer]) == [4, 5]


def test_what_is_older_than_so_many_days_goes(api, retention, schedule, executed):
    nightly, weekly = schedule(days=3), schedule(days=9)
    ends = [LONG_AGO + timedelta(days=day) for day in (0, 2, 6.5, 8)]
    runs = [executed(nightly, finished_at=end) for end in ends]
    others = [executed(weekly, finished_at=end) for end in ends]
    retention.keep_up(NOW)
    assert (kept(api, runs), kept(api, others)) == ([3], [1, 2, 3])


def test_the_newest_success_stays_whatever_the_rule(api, retention, schedule, executed):
    nightly = schedule(count=1, days=1)
    runs = [executed(nightly, state) for state in ("succeeded", "succeeded", "failed", "lost", "failed")]
    retention.keep_up(NOW)
    assert kept(api, runs) == [1]


def test_failures_without_an_output_lose_their_log_with_the_rest(app, api, retention, schedule, executed, history):
    nightly = schedule(count=1)
    runs = [executed(nightly, "failed"), executed(nightly)]
    history.put(runs[0], output=None)
    unfinished = executed(nightly, "running", finished_at=None)
    retention.keep_up(NOW)
    assert kept(api, runs) == [1]
    assert app.state.files.get(f"outputs/{unfinished}/1.ipynb") == b"{}"


def test_a_crash_between_database_and_files_is_made_good(app, api, retention, schedule, executed, monkeypatch):
    nightly = schedule(count=1)
    runs = [executed(nightly) for _ in range(3)]
    monkeypatch.setattr(app.state.files, "delete", crash)
    with pytest.raises(OSError, match="killed"):
        retention.keep_up(NOW)
    assert kept(api, runs) == [2]
    monkeypatch.undo()
    assert app.state.files.names("outputs") == sorted(runs)
    Retention(app.state.database, app.state.files).keep_up(NOW)
    assert app.state.files.names("outputs") == [runs[2]]
    assert kept(api, runs) == [2]


def crash(_):
    raise OSError("killed")


def test_two_services_expire_once_and_say_so(app, api, database, schedule, executed):
    nightly = schedule(count=1)
    for _ in range(4):
        executed(nightly)
    for _ in range(2):
        Retention(database, app.state.files).keep_up(NOW)
    with database.reading() as connection:
        lines = select(tables.audit.c.subject, tables.audit.c.detail).where(tables.audit.c.action == "run.expire")
        assert [tuple(line) for line in connection.execute(lines)] == [(nightly, {"runs": 3})]


def test_more_than_one_look_can_hold_goes_in_one_time(app, api, retention, schedule, executed, monkeypatch):
    monkeypatch.setattr("lyceum_hub.service.runs.retention.AT_ONCE", 2)
    nightly = schedule(count=1)
    runs = [executed(nightly) for _ in range(6)]
    retention.keep_up(NOW)
    assert kept(api, runs) == [5]
    assert app.state.files.names("outputs") == [runs[5]]


def test_files_of_earlier_attempts_and_parts_go_when_the_run_has_ended(app, api, retention, executed, history):
    ended, running = NOW - timedelta(hours=1), {"state": "running", "finished_at": None}
    retried = executed(None, attempt=2, finished_at=ended)
    failed = history.run(state="failed", finished_at=ended)
    just, still = history.run(state="failed", finished_at=NOW), history.run(**running)
    left = [f"outputs/{run}/1.ipynb" for run in (retried, failed, just, still)]
    left += [f"parts/{run}/1/000000.ndjson" for run in (retried, failed, just, still)]
    for key in left:
        app.state.files.put(key, b"x")
    retention.keep_up(NOW)
    files = [*app.state.files.keys("outputs"), *app.state.files.keys("parts")]
    assert sorted(files) == sorted([f"outputs/{retried}/2.ipynb", *left[2:4], *left[6:8]])
    retention.keep_up(NOW + timedelta(minutes=10))
    assert not [key for key in app.state.files.keys("outputs") if just in key]

"""Occurrences: each firing once, overlaps as the schedule says, and what was missed made up for as it says."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from lyceum_hub.database import tables
from lyceum_hub.service.runs.run import State
from support.notebooks import notebook

NOTEBOOK = notebook("top: int = 1")
HOUR = timedelta(hours=1)


@pytest.fixture
def hourly(api):
    """Make a schedule that fires at every full hour; return its id."""

    def make(**rules):
        body = {"notebook": NOTEBOOK, "name": "hourly", "cron": "0 * * * *", **rules}
        answer = api("POST", "/api/schedules", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    return make


@pytest.fixture
def now():
    """Half past some hour."""
    return datetime(2027, 1, 5, 6, 30, tzinfo=UTC)


@pytest.fixture
def tick(app, database):
    """Let the schedules look at an instant, having last looked when one was due."""

    def look(now, due=None):
        if due:
            with database.writing() as connection:
                connection.execute(update(tables.schedules).values(next_at=due))
        return app.state.firings.tick(now)

    return look


def hours(runs):
    return [run["scheduled_for"][11:16] for run in runs]


def of(api, state=""):
    """Return ada's runs, oldest firing first."""
    found = api("GET", f"/api/runs?state={state}" if state else "/api/runs").json()["items"]
    return sorted(found, key=lambda run: run["scheduled_for"])


def claim_all(app):
    return [run.scheduled_for.hour for run in iter(lambda: app.state.runs.claim(9), None)]


def test_a_firing_while_the_last_run_goes_on_is_skipped_and_says_so(app, api, hourly, tick, now):
    hourly()
    assert tick(now, now.replace(minute=0)) == 1
    running = app.state.runs.claim(9)
    assert tick(now + HOUR) == 0
    (skipped,) = of(api, "cancelled")
    assert (hours([skipped]), running.id in skipped["reason"]) == (["07:00"], True)
    app.state.runs.end(running.id, running.fence, State.SUCCEEDED, None)
    assert tick(now + 2 * HOUR) == 1


def test_runs_may_overlap_where_the_schedule_allows_it(app, hourly, tick, now):
    hourly(overlap="allow")
    tick(now, now.replace(minute=0))
    tick(now + HOUR)
    assert claim_all(app) == [6, 7]


def test_a_firing_may_replace_the_last_run_and_waits_for_its_end(app, api, hourly, tick, now):
    hourly(overlap="replace")
    tick(now, now.replace(minute=0))
    replaced = app.state.runs.claim(9)
    assert tick(now + HOUR) == 1
    assert app.state.runs.claim(9) is None
    assert app.state.runs.report(replaced.id, replaced.fence, None, "") == "stopped"
    app.state.runs.end(replaced.id, replaced.fence, State.CANCELLED, "Cancelled.")
    (cancelled,) = of(api, "cancelled")
    assert cancelled["reason"] == "Replaced by the firing of 2027-01-05 07:00 UTC."
    assert claim_all(app) == [7]


def test_a_queued_run_is_replaced_at_once(api, hourly, tick, now):
    hourly(overlap="replace")
    tick(now, now.replace(minute=0))
    tick(now + HOUR)
    assert (hours(of(api, "cancelled")), hours(of(api, "queued"))) == (["06:00"], ["07:00"])


def test_the_latest_is_made_up_for_by_default(api, hourly, tick, now):
    hourly()
    assert tick(now, now.replace(minute=0) - 5 * HOUR) == 1
    assert hours(of(api)) == ["06:00"]


def test_none_are_made_up_for_where_that_is_asked(api, hourly, database, tick, now):
    hourly(catch_up="none")
    assert tick(now, now.replace(minute=0) - 5 * HOUR) == 0
    with database.reading() as connection:
        (line,) = connection.execute(select(tables.audit).where(tables.audit.c.action == "schedule.missed"))
    assert line.detail["since"].startswith("2027-01-05T01:00")
    assert tick(now.replace(hour=7, minute=0, second=30)) == 1
    assert hours(of(api)) == ["07:00"]


def test_all_are_made_up_for_one_after_the_other_up_to_twenty(app, api, hourly, tick, now):
    hourly(catch_up="all")
    assert tick(now, now.replace(minute=0) - 3 * HOUR) == 4
    assert hours(of(api, "queued")) == ["03:00", "04:00", "05:00", "06:00"]
    assert claim_all(app) == [3]
    assert tick(now + 99 * HOUR, now - 99 * HOUR) == 0  # the first still runs: all 20 are skipped
    assert len(of(api, "cancelled")) == 20


def test_a_firing_happens_once_even_when_the_clock_goes_back(api, hourly, tick, now):
    hourly(overlap="allow")
    assert tick(now, now.replace(minute=0)) == 1
    assert tick(now, now.replace(minute=0)) == 0
    assert hours(of(api)) == ["06:00"]


def test_what_a_person_cancels_says_who(app, api, hourly, tick, now):
    hourly()
    tick(now, now.replace(minute=0))
    run = app.state.runs.claim(9)
    api("POST", f"/api/runs/{run.id}/cancel")
    app.state.runs.end(run.id, run.fence, State.CANCELLED, "Cancelled.")
    assert of(api)[0]["reason"] == "Cancelled by ada."


def test_after_a_clock_that_was_ahead_it_fires_when_it_should_and_no_instant_twice(api, hourly, tick, now):
    hourly(overlap="allow")
    assert tick(now, now.replace(minute=0)) == 1
    assert tick(now + 24 * HOUR) == 1
    assert tick(now + timedelta(minutes=1)) == 0
    assert tick(now + HOUR) == 1
    assert tick(now + 24 * HOUR) == 0
    assert hours(of(api)) == ["06:00", "07:00", "06:00"]


def test_what_fires_and_what_is_replaced_is_in_the_audit_trail(api, hourly, database, tick, now):
    hourly(overlap="replace")
    tick(now, now.replace(minute=0) - HOUR)
    tick(now.replace(hour=7, minute=0, second=30))
    older, newer = sorted(of(api), key=lambda run: run["created_at"])
    told = select(tables.audit.c.action, tables.audit.c.subject).where(tables.audit.c.action.like("run.%"))
    with database.reading() as connection:
        said = [tuple(line) for line in connection.execute(told.order_by(tables.audit.c.id))]
    assert said == [("run.create", older["id"]), ("run.cancel", older["id"]), ("run.create", newer["id"])]

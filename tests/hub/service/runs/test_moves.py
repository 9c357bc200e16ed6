"""The history of runs: every state since when, why, and in which attempt."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from lyceum_hub.database import tables
from lyceum_hub.errors import Conflict
from lyceum_hub.service.runs.run import State
from support.notebooks import notebook

NOTEBOOK = notebook("top: int = 1")


@pytest.fixture
def run_id(api):
    return api("POST", "/api/runs", json={"notebook": NOTEBOOK, "retries": {"most": 1}}).json()["id"]


def history(api, run_id):
    return api("GET", f"/api/runs/{run_id}").json()["history"]


def end(app, run_id, state, reason=None):
    run = app.state.runs.get(run_id)
    app.state.runs.end(run_id, run.fence, state, reason)
    app.state.runs.forget_server(run)


def test_every_state_says_since_when_and_why(app, api, database, run_id):
    app.state.runs.claim(9)
    app.state.runs.begin(run_id)
    end(app, run_id, State.FAILED, "Cell 1 raised ValueError: no")
    with database.writing() as connection:
        connection.execute(update(tables.runs).values(not_before=datetime.now(UTC) - timedelta(seconds=1)))
    app.state.runs.claim(9)
    app.state.runs.begin(run_id)
    end(app, run_id, State.SUCCEEDED)
    found = history(api, run_id)
    assert [(moment["state"], moment["attempt"]) for moment in found] == [
        ("queued", 0),
        ("starting", 1),
        ("running", 1),
        ("failed", 1),
        ("queued", 1),
        ("starting", 2),
        ("running", 2),
        ("succeeded", 2),
    ]
    assert all(moment["reason"] for moment in found)
    assert [moment["at"] for moment in found] == sorted(moment["at"] for moment in found)
    assert (found[0]["reason"], found[3]["reason"]) == ("Asked for by ada.", "Cell 1 raised ValueError: no")


def test_a_cancelled_run_says_who_asked_and_when_it_ended(app, api, run_id):
    app.state.runs.claim(9)
    api("POST", f"/api/runs/{run_id}/cancel")
    end(app, run_id, State.CANCELLED, "Cancelled.")
    found = history(api, run_id)
    assert [moment["state"] for moment in found] == ["queued", "starting", "starting", "cancelled"]
    assert [moment["reason"] for moment in found[2:]] == ["Cancelled by ada.", "Cancelled by ada."]


def test_a_run_that_goes_back_to_the_queue_says_so(app, api, hub, run_id):
    hub.up = False
    asyncio.run(launched(app))
    hub.up = True
    assert "The hub does not answer" in history(api, run_id)[-1]["reason"]


async def launched(app):
    await app.state.loop.turn()
    await asyncio.gather(*app.state.loop._tasks.values())


def test_a_move_that_is_refused_leaves_no_trace(app, api, run_id):
    with pytest.raises(Conflict):
        app.state.runs.begin(run_id)
    with pytest.raises(Conflict):
        app.state.runs.end(run_id, 0, State.FAILED, "too late")
    assert len(history(api, run_id)) == 1


def test_a_skipped_firing_tells_both_moments(app, api, database):
    body = {"notebook": NOTEBOOK, "cron": "0 * * * *"}
    api("POST", "/api/schedules", json=body)
    for hour in (5, 6):
        now = datetime(2027, 1, 1, hour, tzinfo=UTC)
        with database.writing() as connection:
            connection.execute(update(tables.schedules).values(next_at=now))
        app.state.firings.tick(now)
    with database.reading() as connection:
        states = connection.execute(select(tables.run_events.c.state).order_by(tables.run_events.c.id)).scalars().all()
    assert states == ["queued", "queued", "cancelled"]

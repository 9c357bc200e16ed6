"""Retries: which endings are tried again, when, and how that ends."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from lyceum_hub.database import tables
from lyceum_hub.service.runs.retries import Retries
from lyceum_hub.service.runs.run import State
from support.notebooks import notebook

NOTEBOOK = notebook("top: int = 1")
ERROR = {"cell": 2, "name": "ValueError", "message": "no", "source": "1/0", "traceback": ""}


def ask(api, **retries):
    return api("POST", "/api/runs", json={"notebook": NOTEBOOK, "name": "work", "retries": retries or None})


def read(api, run_id):
    return api("GET", f"/api/runs/{run_id}").json()


def turn(app):
    async def once():
        await app.state.loop.turn()
        await asyncio.gather(*app.state.loop._tasks.values())

    app.state.loop._tasks.clear()
    asyncio.run(once())


@pytest.fixture
def fail(app, api, database):
    """Let a run's present attempt end, its pause pass and its server go; return the run."""

    def end(run_id, state=State.FAILED):
        app.state.runs.begin(run_id)
        run = app.state.runs.get(run_id)
        app.state.runs.end(run_id, run.fence, state, "Cell 3 raised ValueError: no", ERROR)
        turn(app)
        return read(api, run_id)

    return end


def pass_time(database):
    with database.writing() as connection:
        connection.execute(update(tables.runs).values(not_before=datetime.now(UTC) - timedelta(seconds=1)))


def test_pauses_grow_and_are_bounded():
    retries = Retries(most=3, delay=10, factor=3)
    assert [retries.pause_after(attempt, "failed") for attempt in (1, 2, 3, 4)] == [
        timedelta(seconds=10),
        timedelta(seconds=30),
        timedelta(seconds=90),
        None,
    ]
    assert Retries(most=10, delay=86400, factor=10).pause_after(10, "lost") == timedelta(days=1)


def test_only_the_chosen_endings_are_tried_again():
    retries = Retries(most=3, on=("lost",))
    assert [retries.pause_after(1, state) is not None for state in State if state.is_final] == [
        state is State.LOST for state in State if state.is_final
    ]


def test_without_retries_a_failure_is_final(app, api, fail):
    run = ask(api).json()
    assert run["retries"] is None
    turn(app)
    assert fail(run["id"])["state"] == "failed"


def test_a_failed_attempt_waits_keeps_its_reason_and_is_tried_again(app, api, hub, database, fail):
    run_id = ask(api, most=1, delay=60).json()["id"]
    turn(app)
    waiting = fail(run_id)
    assert (waiting["state"], waiting["attempt"], waiting["error"]) == ("queued", 1, ERROR)
    assert "Cell 3 raised ValueError: no" in waiting["reason"]
    assert "--- Attempt 1 ended as failed." in waiting["log"]
    not_before = datetime.fromisoformat(waiting["not_before"])
    assert timedelta(seconds=50) < not_before - datetime.now(UTC) <= timedelta(seconds=60)
    assert hub.servers == set()
    turn(app)
    assert read(api, run_id)["state"] == "queued"
    pass_time(database)
    turn(app)
    again = read(api, run_id)
    assert [again[key] for key in ("state", "attempt", "error", "not_before")] == ["starting", 2, None, None]
    assert hub.servers == {("ada", f"run-{run_id}-2")}
    assert fail(run_id)["state"] == "failed"


def test_the_server_of_a_failed_attempt_has_no_say_in_the_next(app, api, database, fail):
    run_id = ask(api, most=1).json()["id"]
    turn(app)
    first = app.state.runs.get(run_id)
    fail(run_id)
    late = {"fence": first.fence, "state": "succeeded"}
    assert api("POST", f"/api/runs/{run_id}/end", first.server, json=late).status_code == 409
    pass_time(database)
    turn(app)
    assert api("POST", f"/api/runs/{run_id}/end", first.server, json=late).status_code == 403


def test_the_next_attempt_waits_until_the_last_ones_server_is_gone(app, api, database):
    run_id = ask(api, most=1, delay=0).json()["id"]
    run = app.state.runs.claim(9)
    app.state.runs.end(run_id, run.fence, State.FAILED, None)
    assert app.state.runs.claim(9) is None
    app.state.runs.forget_server(run)
    assert app.state.runs.claim(9).attempt == 2


def test_a_lost_run_is_tried_again(app, api, hub, database, fail):
    run_id = ask(api, most=1, on=["lost"]).json()["id"]
    turn(app)
    with database.writing() as connection:
        connection.execute(update(tables.runs).values(lease_until=datetime.now(UTC) - timedelta(seconds=1)))
    turn(app)
    waiting = read(api, run_id)
    assert (waiting["state"], "stopped reporting" in waiting["reason"]) == ("queued", True)
    turn(app)
    assert (read(api, run_id)["state"], hub.servers) == ("queued", set())


def test_a_run_that_waits_for_another_attempt_can_be_cancelled(app, api, fail):
    run_id = ask(api, most=5).json()["id"]
    turn(app)
    fail(run_id)
    cancelled = api("POST", f"/api/runs/{run_id}/cancel").json()
    assert (cancelled["state"], cancelled["reason"]) == ("cancelled", "Cancelled by ada.")
    assert cancelled["not_before"] is None


def test_a_run_that_is_wanted_stopped_is_not_tried_again(app, api, fail):
    run_id = ask(api, most=5).json()["id"]
    turn(app)
    api("POST", f"/api/runs/{run_id}/cancel")
    assert fail(run_id)["state"] == "failed"


@pytest.mark.parametrize(
    "retries", [{"most": 0}, {"most": 11}, {"most": 1, "on": ["cancelled"]}, {"most": 1, "on": []}]
)
def test_retries_that_cannot_be_are_refused_by_field(api, retries):
    answer = ask(api, **retries)
    assert (answer.status_code, answer.json()["field"].startswith("retries.")) == (422, True)

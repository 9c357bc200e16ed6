"""Runs by the API and the loop: queued once, executed by one server, ended in a stated state."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from lyceum_hub.database import tables
from support.notebooks import notebook

NOTEBOOK = notebook("top: int = 1")


def ask(api, token="ada", headers=None, **more):
    return api("POST", "/api/runs", token, json={"notebook": NOTEBOOK, "name": "work", **more}, headers=headers)


def create(api, token="ada", **more):
    answer = ask(api, token, **more)
    assert answer.status_code == 201, answer.text
    return answer.json()


def read(api, run, token="ada"):
    return api("GET", f"/api/runs/{run['id']}", token).json()


def turn(app):
    """Let the loop do what is due, and wait for what it began."""

    async def once():
        await app.state.loop.turn()
        await asyncio.gather(*app.state.loop._tasks.values())

    app.state.loop._tasks.clear()
    asyncio.run(once())


def server_of(run):
    return f"run-{run['id']}-{run['attempt']}"


@pytest.fixture
def begun(app, api):
    """A run that its server has taken up, with the fence it was given."""
    run = create(api)
    turn(app)
    run = read(api, run)
    job = api("POST", f"/api/runs/{run['id']}/begin", server_of(run)).json()
    return run, job["fence"]


def tell(api, run, step, **body):
    return api("POST", f"/api/runs/{run['id']}/{step}", server_of(run), json=body)


def test_a_run_goes_its_way_to_success(app, api, hub, begun):
    run, fence = begun
    assert (run["owner"], run["attempt"]) == ("ada", 1)
    assert ("ada", server_of(run)) in hub.servers
    tell(api, run, "report", fence=fence, progress={"done": 1, "total": 1, "current": None}, log="hello\n")
    path = f"/api/runs/{run['id']}/output?fence={fence}"
    assert api("PUT", path, server_of(run), content=b'{"cells": []}').status_code == 204
    tell(api, run, "end", fence=fence, state="succeeded")
    turn(app)
    ended = read(api, run)
    assert (ended["state"], ended["log"], ended["progress"]["done"]) == ("succeeded", "hello\n", 1)
    assert api("GET", f"/api/runs/{run['id']}/output").json() == {"cells": []}
    assert hub.servers == set()


def test_the_job_carries_the_notebook_pinned_when_it_was_made(app, api):
    run = create(api, parameters={"top": 3})
    turn(app)
    run = read(api, run)
    job = api("POST", f"/api/runs/{run['id']}/begin", server_of(run)).json()
    assert job["parameters"] == {"top": 3}
    assert job["notebook"]["cells"][0]["source"] == "top: int = 1"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"parameters": {"tip": 3}}, "parameters.tip"),
        ({"parameters": {"top": "x"}}, "parameters.top"),
        ({"profile": "huge"}, "profile"),
        ({"folder": "../other"}, "folder"),
        ({"folder": "/etc"}, "folder"),
        ({"notebook": {}}, "notebook"),
        ({"notebook": {**NOTEBOOK, "metadata": {}}}, "notebook.metadata.kernelspec"),
        ({"template": "x"}, "template"),
        ({"notebook": None}, "template"),
        ({"nonsense": 1}, "nonsense"),
        ({"timeout": 0}, "timeout"),
        ({"name": ""}, "name"),
    ],
)
def test_what_cannot_run_is_refused_by_field_and_nothing_is_queued(api, body, field):
    answer = ask(api, **body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["field"] == field
    assert api("GET", "/api/runs").json()["total"] == 0


def test_an_unknown_template_is_not_found(api):
    assert ask(api, notebook=None, template="nothing").status_code == 404


def test_the_same_key_is_the_same_run(api):
    first = ask(api, headers={"Idempotency-Key": "k"}).json()
    assert ask(api, headers={"Idempotency-Key": "k"}).json()["id"] == first["id"]
    assert ask(api, "ben", headers={"Idempotency-Key": "k"}).json()["id"] != first["id"]


def test_others_runs_do_not_exist_but_for_administrators(api):
    run = create(api)
    for method, step in (("GET", ""), ("GET", "/output"), ("POST", "/cancel")):
        assert api(method, f"/api/runs/{run['id']}{step}", "ben").status_code == 404
    assert api("GET", "/api/runs?owner=ada", "ben").json()["total"] == 0
    assert api("GET", "/api/runs", "admin").json()["total"] == 1


def test_only_the_runs_own_server_reports_on_it(app, api, begun):
    run, fence = begun
    other = create(api, "ben")
    turn(app)
    other = read(api, other, "ben")
    for token in (server_of(other), "ada", "admin"):
        assert (
            api("POST", f"/api/runs/{run['id']}/end", token, json={"fence": fence, "state": "failed"}).status_code
            == 403
        )
    assert read(api, run)["state"] == "running"


def test_a_late_report_with_an_old_fence_is_refused(api, begun):
    run, fence = begun
    assert tell(api, run, "end", fence=fence - 1, state="failed").status_code == 409
    assert tell(api, run, "end", fence=fence, state="succeeded").status_code == 200
    assert tell(api, run, "end", fence=fence, state="failed").status_code == 409
    assert read(api, run)["state"] == "succeeded"


def test_a_run_begins_once(api, begun):
    run, _ = begun
    assert tell(api, run, "begin").status_code == 409


def test_a_queued_run_is_cancelled_at_once(api):
    run = create(api)
    assert api("POST", f"/api/runs/{run['id']}/cancel").json()["state"] == "cancelled"
    assert api("POST", f"/api/runs/{run['id']}/cancel").status_code == 409


def test_a_running_run_is_told_to_stop_and_its_server_is_removed(app, api, hub, begun):
    run, fence = begun
    api("POST", f"/api/runs/{run['id']}/cancel")
    assert tell(api, run, "report", fence=fence).json()["wanted"] == "stopped"
    turn(app)
    assert read(api, run)["state"] == "cancelled"
    assert hub.servers == set()


def test_a_silent_run_is_lost_and_says_so(app, api, hub, database, begun):
    run, fence = begun
    expire(database)
    turn(app)
    lost = read(api, run)
    assert (lost["state"], "stopped reporting" in lost["reason"]) == ("lost", True)
    assert tell(api, run, "end", fence=fence, state="succeeded").status_code == 409
    assert hub.servers == set()


def test_a_lease_that_a_clock_gave_that_was_ahead_is_cut(app, api, hub, database, begun):
    ahead = datetime.now(UTC) + timedelta(days=1)
    with database.writing() as connection:
        connection.execute(update(tables.runs).values(lease_until=ahead))
    turn(app)
    assert read(api, begun[0])["state"] == "running"
    with database.reading() as connection:
        assert connection.execute(select(tables.runs.c.lease_until)).scalar_one() < ahead


def test_nobody_is_lost_while_the_hub_is_away(app, api, hub, database, begun):
    run, _ = begun
    expire(database)
    hub.up = False
    app.state.callers._remembered.clear()
    turn(app)
    hub.up = True
    assert read(api, run)["state"] == "running"


def test_a_start_that_the_hub_refuses_says_why(app, api, hub):
    hub.refusal = "no GPU is free"
    run = create(api)
    turn(app)
    failed = read(api, run)
    assert (failed["state"], "no GPU is free" in failed["reason"]) == ("failed", True)


def test_a_run_waits_while_the_hub_is_away(app, api, hub):
    run = create(api)
    hub.up = False
    turn(app)
    hub.up = True
    assert read(api, run)["state"] == "queued"
    turn(app)
    assert read(api, run)["state"] == "starting"


def test_a_run_is_not_claimed_while_a_step_for_it_goes_on(app, api):
    run, other = create(api), create(api, "ben")
    claimed = [taken and taken.id for taken in (app.state.runs.claim(9, (run["id"],)) for _ in range(2))]
    assert claimed == [other["id"], None]


def test_at_most_so_many_run_at_once_and_owners_take_turns(app, api):
    first, second = create(api), create(api)
    third = create(api, "ben")
    turn(app)
    assert [read(api, run, "admin")["state"] for run in (first, second, third)] == ["starting", "queued", "starting"]


def expire(database):
    past = datetime.now(UTC) - timedelta(seconds=1)
    with database.writing() as connection:
        connection.execute(update(tables.runs).values(lease_until=past))

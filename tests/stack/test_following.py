"""What follows a run in the running workspace: chains, notices, and the end of an account."""

import json
import time

import httpx
import pytest

from support.notebooks import notebook
from support.sink import sink

pytestmark = pytest.mark.stack

PATIENCE = 300  # seconds
YEARLY = "0 0 1 1 *"


def wait_for(look):
    """Return what a look finds, once it finds something."""
    until = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < until
        time.sleep(0.3)
    return found


def make(workspace, token, path, **body):
    answer = workspace.api(token, "POST", path, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def runs_of(workspace, token, schedule):
    return workspace.api(token, "GET", f"/api/runs?schedule={schedule}").json()["items"]


def test_a_failure_sets_off_what_waits_for_it_and_is_told_by_a_signed_webhook(the_workspace):
    _, token = the_workspace.person()
    with sink() as hooks:
        rule = {"on": ["failure"], "webhook": hooks.url}
        broken = notebook("a = 1", "raise ValueError('no such day')")
        body = {"notebook": broken, "name": "load", "cron": YEARLY, "notify": [rule]}
        load = make(the_workspace, token, "/api/schedules", **body)
        after = {"schedule": load["id"], "on": "failure"}
        mend = make(the_workspace, token, "/api/schedules", notebook=notebook("a = 1"), name="mend", after=after)
        run = make(the_workspace, token, f"/api/schedules/{load['id']}/run")
        assert the_workspace.ended(token, run)["state"] == "failed"
        (mending,) = wait_for(lambda: runs_of(the_workspace, token, mend["id"]))
        assert mending["caused_by"] == f"run:{run['id']}"
        assert the_workspace.ended(token, mending)["state"] == "succeeded"
        wait_for(lambda: hooks.received)
    ((headers, body),) = hooks.received
    assert headers["webhook-signature"].startswith("v1,")
    assert json.loads(body)["data"]["run"]["id"] == run["id"]


def test_the_work_of_a_deleted_account_stops_and_a_new_one_sees_nothing_of_it(the_workspace):
    name, token = the_workspace.person()
    _, admin = the_workspace.person(admin=True)
    nap = notebook("import time", "time.sleep(600)")
    schedule = make(the_workspace, token, "/api/schedules", notebook=nap, cron=YEARLY)
    run = make(the_workspace, token, "/api/runs", notebook=nap)
    wait_for(lambda: the_workspace.api(token, "GET", f"/api/runs/{run['id']}").json()["state"] == "running")
    headers = {"Authorization": f"token {admin}"}
    gone = httpx.delete(f"{the_workspace.url}/hub/api/users/{name}", headers=headers, timeout=60)
    assert gone.status_code == 204, gone.text
    ended = the_workspace.ended(admin, run)  # told by its server, which the hub stops, or by the service: who is first
    assert ended["state"] == "cancelled", ended["reason"]
    address = f"/api/schedules/{schedule['id']}"
    reason = wait_for(lambda: the_workspace.api(admin, "GET", address).json()["pause_reason"])
    assert reason == f"The account of {name} was deleted."
    again = the_workspace.token(name)
    assert the_workspace.api(again, "GET", "/api/runs").json()["total"] == 0

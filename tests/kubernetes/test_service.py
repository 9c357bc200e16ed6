"""The service as two pods, beside the hub's: one schedule between them, and new versions while people work."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from support.cluster import wait_for
from support.kernels import start_cell
from support.notebooks import notebook, texts
from support.on_cluster import OF_HUB, OF_SERVICE, of
from support.records import template

NUMBER = 4  # schedules that are due at once
TEMPLATE = template("doubled", notebook("top = 1", "print('twice', top * 2)"))
WAITING = "import os, time\nwhile not os.path.exists(os.path.expanduser('~/go.txt')): time.sleep(0.5)"


def soon():
    """Return a minute that comes soon, and not before a test is ready for it."""
    return (datetime.now(UTC) + timedelta(seconds=75)).replace(second=0, microsecond=0)


@pytest.fixture
def scheduled(on_cluster):
    """Schedules of one template, due in the same minute, whose owner has gone; and that minute."""
    _, token = on_cluster.person()
    published = on_cluster.api(on_cluster.token, "POST", "/api/entries", json=[TEMPLATE])
    assert published.status_code == 200, published.text
    due = soon()
    timing = {"cron": f"{due.minute} {due.hour} * * *", "timezone": "UTC"}
    made = [
        on_cluster.api(
            token, "POST", "/api/schedules", json={"template": "doubled", "parameters": {"top": top}, **timing}
        )
        for top in range(NUMBER)
    ]
    assert [answer.status_code for answer in made] == [201] * NUMBER
    assert on_cluster.log_out(token) == 204
    return [answer.json()["id"] for answer in made], due


def test_two_services_share_a_schedule_though_one_of_them_dies(on_cluster, scheduled):
    schedules, due = scheduled
    assert len(on_cluster.uids(**OF_SERVICE)) == 2

    def runs():
        answer = on_cluster.api(on_cluster.token, "GET", "/api/runs?limit=100")  # perhaps of the service that dies
        return [run for run in answer.json()["items"] if run["schedule"] in schedules] if answer.is_success else []

    time.sleep(max(0, (due - datetime.now(UTC)).total_seconds()))
    wait_for(runs, "no schedule was due")
    on_cluster.kill(**OF_SERVICE)
    wait_for(lambda: [run["state"] for run in runs()].count("succeeded") >= NUMBER, "not all runs succeeded")
    assert sorted(run["schedule"] for run in runs()) == sorted(schedules)
    outputs = [on_cluster.api(on_cluster.token, "GET", f"/api/runs/{run['id']}/output").json() for run in runs()]
    assert sorted(map(texts, outputs)) == [f"twice {2 * top}\n" for top in range(NUMBER)]
    on_cluster.answers()


def test_an_upgrade_and_its_rollback_leave_servers_and_runs_alone(on_cluster, lab):
    name, token = on_cluster.person()
    client = lab(name, token)
    kernel = start_cell(client, f"/user/{name}", "kept = 1")
    run = on_cluster.asked(token, notebook=notebook("top = 1", WAITING), name="waiting")
    state = f"/api/runs/{run}"
    wait_for(lambda: on_cluster.api(token, "GET", state).json()["state"] == "running", "the run did not begin")
    people, before = on_cluster.uids(**of(name)), on_cluster.uids(**OF_HUB) | on_cluster.uids(**OF_SERVICE)

    on_cluster.upgrade(LYCEUM_NAME="The next version")
    after = on_cluster.uids(**OF_HUB) | on_cluster.uids(**OF_SERVICE)
    assert not before & after
    assert "The next version" in on_cluster.client(token).get("/hub/login").text

    on_cluster.roll_back()
    assert not after & (on_cluster.uids(**OF_HUB) | on_cluster.uids(**OF_SERVICE))
    assert on_cluster.uids(**of(name)) == people
    assert client.get(f"/user/{name}/api/kernels").json()[0]["id"] == kernel
    assert on_cluster.api(token, "GET", state).json()["state"] == "running"
    start_cell(client, f"/user/{name}", "open('go.txt', 'w').close()")
    assert on_cluster.ended(token, run)["state"] == "succeeded"

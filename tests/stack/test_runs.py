"""Runs in the running workspace: executed as their owners, with nobody logged in, ending in a stated state."""

import json
import os
import pwd
import time

import pytest

from support.notebooks import notebook
from support.processes import await_end
from support.workspace import PATIENCE

pytestmark = pytest.mark.stack

NAP = "import time; time.sleep(60)"


def ask(workspace, token, **body):
    return workspace.api(token, "POST", "/api/runs", json=body)


def run(workspace, token, **body):
    answer = ask(workspace, token, **body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def texts(output):
    return "".join("".join(item.get("text", "")) for cell in output["cells"] for item in cell.get("outputs", []))


@pytest.mark.parametrize("template", ["explore_dataset", "first_steps", "predict_delay"])
def test_every_template_runs_at_the_first_try(the_workspace, template):
    _, token = the_workspace.person()
    small = {"explore_dataset": {"entry": "penguins"}, "predict_delay": {"sample_rows": 5000}}
    ended = the_workspace.ended(token, run(the_workspace, token, template=template, parameters=small.get(template, {})))
    assert ended["state"] == "succeeded", (ended["reason"], ended["error"])
    assert ended["progress"]["done"] == ended["progress"]["total"]


def test_a_run_is_its_owners_in_their_home(the_workspace):
    name, token = the_workspace.person()
    facts = "[os.getuid(), os.getcwd(), oct(os.stat('.').st_mode), top, *sorted(os.environ)]"
    who = f"import os, json; print(json.dumps({facts}))"
    ended = the_workspace.ended(
        token, run(the_workspace, token, notebook=notebook("top = 1", who), parameters={"top": 42}, name="who")
    )
    assert (ended["state"], ended["owner"]) == ("succeeded", name)
    uid, home, mode, top, *environment = json.loads(ended["log"])
    if os.geteuid() == 0:
        assert pwd.getpwuid(uid).pw_name == f"lab-{name}"
        assert mode == "0o40700"
    assert home.endswith(name)
    assert top == 42
    assert "CONFIGPROXY_AUTH_TOKEN" not in environment
    output = the_workspace.api(token, "GET", f"/api/runs/{ended['id']}/output").json()
    assert "42" in texts(output)


@pytest.mark.parametrize(
    ("cells", "state", "name", "says"),
    [
        (["a = 1", "1 / 0", "print('never')"], "failed", "ZeroDivisionError", "Cell 2 raised ZeroDivisionError"),
        (["import os; os.kill(os.getpid(), 9)"], "kernel_died", "KernelDied", "kernel died"),
        (["import no_such_package"], "failed", "ModuleNotFoundError", "no_such_package"),
    ],
)
def test_a_failure_says_which_cell_and_why(the_workspace, cells, state, name, says):
    _, token = the_workspace.person()
    ended = the_workspace.ended(token, run(the_workspace, token, notebook=notebook(*cells)))
    assert (ended["state"], ended["error"]["name"]) == (state, name)
    assert says in ended["reason"]
    assert ended["error"]["source"] in cells
    output = the_workspace.api(token, "GET", f"/api/runs/{ended['id']}/output").json()
    assert len(output["cells"]) >= len(cells)
    assert "never" not in texts(output)


def test_a_run_stops_at_its_timeout(the_workspace):
    _, token = the_workspace.person()
    ended = the_workspace.ended(token, run(the_workspace, token, notebook=notebook(NAP), timeout=2))
    assert (ended["state"], "2 seconds" in ended["reason"]) == ("timed_out", True)


def test_a_cancelled_run_leaves_no_process(the_workspace, tmp_path):
    _, token = the_workspace.person()
    start_child = "import subprocess, os; child = subprocess.Popen(['sleep', '600'], start_new_session=True)"
    cells = [start_child, "print(os.getpid(), child.pid, flush=True)", NAP]
    started = run(the_workspace, token, notebook=notebook(*cells))
    pids = wait_for(lambda: the_workspace.api(token, "GET", f"/api/runs/{started['id']}").json()["log"]).split()
    the_workspace.api(token, "POST", f"/api/runs/{started['id']}/cancel")
    ended = the_workspace.ended(token, started)
    assert ended["state"] == "cancelled"
    for pid in pids:
        await_end(pid)


def wait_for(look):
    """Return what a look finds, once it finds something."""
    until = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < until
        time.sleep(0.3)
    return found


def test_a_schedule_runs_with_nobody_logged_in(the_workspace):
    _, token = the_workspace.person()
    body = {"notebook": notebook("print('tick')"), "name": "tick", "cron": "* * * * *", "timezone": "Asia/Tokyo"}
    made = the_workspace.api(token, "POST", "/api/schedules", json=body).json()
    fired = wait_for(lambda: the_workspace.api(token, "GET", f"/api/runs?schedule={made['id']}").json()["items"])
    assert the_workspace.api(token, "DELETE", f"/api/schedules/{made['id']}").status_code == 204
    ended = the_workspace.ended(token, fired[-1])
    assert (ended["state"], ended["log"]) == ("succeeded", "tick\n")
    assert ended["scheduled_for"].endswith(":00.000Z")


def test_bad_requests_name_the_field_and_queue_nothing(the_workspace):
    _, token = the_workspace.person()
    bad = [
        {"notebook": {"not": "a notebook"}},
        {"notebook": notebook("1", kernel=None)},
        {"notebook": notebook("top = 1"), "parameters": {"tip": 1}},
        {"notebook": notebook("top = 1"), "parameters": {"top": "one"}},
    ]
    for body in bad:
        problem = ask(the_workspace, token, **body).json()
        assert (problem["status"], bool(problem["field"]), bool(problem["remedy"])) == (422, True, True), problem
    assert the_workspace.api(token, "GET", "/api/runs").json()["total"] == 0

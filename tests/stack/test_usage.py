"""What servers of the running workspace use is counted from their real starts and ends, and held to quotas."""

import csv
import io
import time

import httpx
import pytest

from support.locks import alone
from support.notebooks import notebook

pytestmark = pytest.mark.stack
PATIENCE = 300  # seconds


def hub(workspace, token, method, path, **more):
    headers = {"Authorization": f"token {token}"}
    return httpx.request(method, f"{workspace.url}/hub/api{path}", headers=headers, timeout=PATIENCE, **more)


def eventually(ask, is_so):
    """Return what is asked for once it is so."""
    until = time.monotonic() + PATIENCE
    while not is_so(found := ask()):
        assert time.monotonic() < until, found
        time.sleep(0.3)
    return found


def usage(workspace, token):
    return workspace.api(token, "GET", "/api/me/usage").json()


def servers(workspace, token):
    """Return how many servers of somebody's run."""
    (used,) = (one["used"] for one in usage(workspace, token)["quotas"] if one["what"] == "servers")
    return used


def lab_of(workspace, token, name):
    """Return what the hub knows of somebody's JupyterLab."""
    return hub(workspace, token, "GET", f"/users/{name}").json()["servers"].get("", {})


def test_a_run_is_counted_with_what_it_used_and_a_lab_from_its_start_to_its_end(the_workspace):
    name, token = the_workspace.person()
    work = {"notebook": notebook("sum(i * i for i in range(20_000_000))"), "name": "busy"}
    run = the_workspace.api(token, "POST", "/api/runs", json=work).json()
    assert the_workspace.ended(token, run)["state"] == "succeeded"
    used = eventually(lambda: usage(the_workspace, token)["use"], lambda use: use["hours"])
    assert used["servers"] == 1
    assert hub(the_workspace, token, "POST", f"/users/{name}/server").status_code in (201, 202)
    eventually(lambda: servers(the_workspace, token), lambda used: used == 1)
    eventually(lambda: lab_of(the_workspace, token, name), lambda lab: lab.get("ready"))
    hub(the_workspace, token, "DELETE", f"/users/{name}/server")
    eventually(lambda: servers(the_workspace, token), lambda used: used == 0)
    table = the_workspace.api(token, "GET", "/api/usage.csv").text
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [(row["person"], row["servers"]) for row in rows] == [(name, "2")]


def test_who_has_used_up_a_quota_is_told_so_at_the_start_and_may_start_again_later(the_workspace):
    name, token = the_workspace.person()
    quotas = the_workspace.folder / "state" / "quotas.yaml"
    with alone(the_workspace.folder / "quotas.lock"):
        quotas.write_text(f"persons:\n  {name}: {{cpu_hours: 0}}\n")
        refused = hub(the_workspace, token, "POST", f"/users/{name}/server")
        quotas.unlink()
    assert (refused.status_code, refused.json()["message"]) == (
        403,
        "You have no CPU-hours. An administrator can give some. What runs goes on.",
    )
    assert usage(the_workspace, token)["use"]["servers"] == 0
    assert hub(the_workspace, token, "POST", f"/users/{name}/server").status_code in (201, 202)
    hub(the_workspace, token, "DELETE", f"/users/{name}/server")


def test_prometheus_reads_both_with_one_token(the_workspace):
    token = (the_workspace.folder / "state" / "secrets" / "metrics_token").read_text()
    headers = {"Authorization": f"Bearer {token}"}
    ours = httpx.get(f"{the_workspace.service}/metrics", headers=headers, timeout=PATIENCE)
    assert "lyceum_server_starts_total" in ours.text
    hubs = httpx.get(f"{the_workspace.url}/hub/metrics", headers=headers, timeout=PATIENCE)
    assert hubs.status_code == 200
    assert hub(the_workspace, token, "GET", "/users").status_code == 403

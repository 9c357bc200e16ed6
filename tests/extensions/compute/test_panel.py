"""The panel Dask: a cluster started, shown, sized and ended through a person's own server."""

import asyncio
import json
import os
import signal
from pathlib import Path

import httpx
import psutil
import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from support.processes import command


@pytest.fixture(scope="module")
def started(lab):
    """The answer to the panel's button *New*."""
    answer = lab.client.put("/dask/clusters", timeout=120)
    assert answer.status_code == 200, answer.text
    return answer.json()


def listed(lab):
    return lab.client.get("/dask/clusters").json()


def server_of(lab):
    """Return the process of a server, which this test's process started."""
    option = f"--ServerApp.port={lab.client.base_url.port}"
    return next(child for child in psutil.Process().children() if option in command(child))


def test_a_lab_whose_cluster_runs_is_in_use(lab, started):
    told = httpx.get(f"{lab.client.base_url}/lyceum/culler", headers={"X-Lyceum-Culler": "the-key"}, timeout=60)
    assert told.json()["busy"]


def test_what_was_started_is_listed(lab, started):
    assert listed(lab) == [started]
    assert started["workers"] >= 1
    assert started["scheduler_address"].startswith("tls://127.0.0.1:")
    assert started["dashboard_link"] == f"/dask/dashboard/{started['id']}/status"


def test_its_process_imports_no_dask(lab, started):
    maps = Path(f"/proc/{server_of(lab).pid}/maps").read_text()
    assert "jupyter_server" in " ".join(server_of(lab).cmdline())
    assert "/pandas/" not in maps  # what Dask would have brought along


def test_its_charts_are_found(lab, started):
    answer = lab.client.get(f"/dask/dashboard-check/dask%2Fdashboard%2F{started['id']}").json()
    assert answer["isActive"]
    assert "/individual-task-stream" in answer["plots"].values()


@pytest.mark.parametrize("url", ["http%3A%2F%2F127.0.0.1%3A8787", "dask%2Fdashboard%2F1-2-3-4-5"])
def test_of_other_addresses_nothing_is_known(lab, started, url):
    assert lab.client.get(f"/dask/dashboard-check/{url}").json()["isActive"] is False


def test_its_dashboard_is_shown_to_its_owner(lab, started):
    page = lab.client.get(started["dashboard_link"])
    assert page.status_code == 200
    assert "Dask" in page.text


def test_its_dashboard_is_shown_to_nobody_else(lab, started):
    page = httpx.get(lab.client.base_url.join(started["dashboard_link"]), timeout=60)
    assert page.status_code in {302, 403}
    assert "Bokeh" not in page.text


def websocket(lab, path, token):
    url = f"ws://127.0.0.1:{lab.client.base_url.port}{path}"
    headers = {"Authorization": f"token {token}"}
    request = HTTPRequest(url, headers=headers, connect_timeout=60, request_timeout=60)

    async def first_message():
        connection = await websocket_connect(request, subprotocols=["bokeh", "none"])
        said = await connection.read_message()
        connection.close()
        return said

    return asyncio.run(first_message())


def test_its_charts_move_for_its_owner_alone(lab, started):
    path = f"/dask/dashboard/{started['id']}/eventstream"
    assert websocket(lab, path, "mine")
    with pytest.raises(HTTPClientError, match="403"):
        websocket(lab, path, "another's")


def test_a_size_that_does_not_fit_is_refused_with_what_does(lab, started):
    answer = lab.client.patch(f"/dask/clusters/{started['id']}", json={"workers": 1000})
    assert answer.status_code == 422
    assert f"has room for {started['workers']} workers" in answer.json()["message"]


def test_it_takes_another_size(lab, started, eventually):
    lab.client.patch(f"/dask/clusters/{started['id']}", json={"workers": 0})
    assert eventually(lambda: listed(lab)[0]["workers"] == 0)


def test_a_cluster_that_is_not_there_is_not_found(lab):
    for method in ("GET", "PATCH", "DELETE"):
        assert lab.client.request(method, "/dask/clusters/1-2-3-4-5").status_code == 404
    assert lab.client.get("/dask/dashboard/1-2-3-4-5/status").status_code == 404


def test_it_ends_when_asked_to(lab, started, eventually):
    assert lab.client.delete(f"/dask/clusters/{started['id']}").status_code == 204
    assert eventually(lambda: not listed(lab))
    assert eventually(lambda: not server_of(lab).children())


def test_it_ends_with_a_server_that_is_killed(doomed_lab, eventually, family):
    cluster = doomed_lab.client.put("/dask/clusters", timeout=120).json()
    server, *others = family(server_of(doomed_lab).pid)
    assert len(others) > cluster["workers"]
    os.kill(server.pid, signal.SIGKILL)
    assert eventually(lambda: not any(other.is_running() for other in others))


def test_what_a_killed_cluster_left_is_cleared_away(doomed_lab, eventually):
    doomed_lab.client.put("/dask/clusters", timeout=120)
    path = next((doomed_lab.home.parent / ".local/share/jupyter/runtime/dask").glob("*/*.json"))
    door = Path(json.loads(path.read_text())["door"])
    assert (path.stat().st_mode & 0o077, door.stat().st_mode & 0o077, door.parent.stat().st_mode & 0o077) == (0, 0, 0)
    for child in server_of(doomed_lab).children():
        child.kill()
    assert eventually(lambda: listed(doomed_lab) == [])
    assert not path.exists()
    assert not door.exists()

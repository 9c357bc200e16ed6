"""The hub's routes for Labs: the culler may use them, and who keeps the workspace, but nobody else."""

import httpx
import pytest


@pytest.fixture
def person(small_hub):
    """A client with the token of an ordinary person."""
    with small_hub.api() as api:
        api.post("/users/pia")
        token = api.post("/users/pia/tokens", json={}).json()["token"]
    headers = {"Authorization": f"token {token}"}
    with httpx.Client(base_url=f"{small_hub.url}/api", headers=headers, timeout=60) as client:
        yield client


@pytest.fixture
def culler(small_hub):
    headers = {"Authorization": f"token {small_hub.settings.secret('culler_token')}"}
    with httpx.Client(base_url=f"{small_hub.url}/api", headers=headers, timeout=60) as client:
        yield client


def test_the_culler_sees_the_labs_that_run_and_nothing_of_people(culler):
    assert culler.get("/labs").json() == []
    assert culler.get("/users").status_code == 403
    assert culler.post("/users/pia/server").status_code in (403, 404)


def test_people_neither_see_nor_stop_labs_here_their_own_included(small_hub, person):
    assert person.get("/labs").status_code == 403
    assert person.request("DELETE", "/labs/pia/", json={"why": "idle", "seconds": 1}).status_code == 403
    assert httpx.get(f"{small_hub.url}/api/labs", timeout=60).status_code == 403


@pytest.mark.parametrize("body", [{}, [], {"why": "mood", "seconds": 1}, {"why": "idle", "seconds": "x"}])
def test_a_stop_needs_a_reason(culler, person, body):
    assert culler.request("DELETE", "/labs/pia/", json=body).status_code == 400


def test_there_is_nothing_to_stop_where_nothing_runs(culler, person):
    body = {"started": None, "why": "idle", "seconds": 1}
    assert culler.request("DELETE", "/labs/nobody/", json=body).status_code == 404
    assert culler.request("DELETE", "/labs/pia/", json=body).status_code in (404, 409)
    assert culler.request("DELETE", "/labs/pia/run-1", json=body).status_code == 404

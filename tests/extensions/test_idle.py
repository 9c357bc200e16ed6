"""How a Lab tells the culler that it is used, and its person that it will be stopped."""

import time

import httpx
import pytest

from lyceum_lab import idle
from support.kernels import start_cell, start_command

CULLER = {"X-Lyceum-Culler": "the-key"}


@pytest.fixture
def culler(lab):
    """The culler, who holds the key of this Lab and nothing else."""
    with httpx.Client(base_url=lab.client.base_url, headers=CULLER, timeout=60) as client:
        yield client
        client.put("/lyceum/culler", json={"notice": None})


def until(is_so):
    """Return once something is so."""
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)


def busy(culler):
    return culler.get("/lyceum/culler").json()["busy"]


def tell(culler, why="idle", seconds=600):
    return culler.put("/lyceum/culler", json={"notice": {"why": why, "left_seconds": seconds}})


def notice(lab):
    return lab.client.get("/lyceum/idle").json()["notice"]


def test_looking_is_no_use(lab, culler):
    lab.client.post("/lyceum/idle/use")
    for path in ("/api/kernels", "/api/contents", "/lyceum/idle", "/lyceum/secrets"):
        lab.client.get(path)
    first = culler.get("/lyceum/culler").json()["idle_seconds"]
    assert culler.get("/lyceum/culler").json()["idle_seconds"] > first


def test_a_running_cell_is_use_although_it_says_nothing(lab, culler):
    kernel = start_cell(lab.client, "", "import time; time.sleep(600)")
    assert busy(culler)
    lab.client.post(f"/api/kernels/{kernel}/interrupt")
    until(lambda: not busy(culler))
    assert lab.client.delete(f"/api/kernels/{kernel}").status_code == 204


def test_a_terminal_is_use_while_its_shell_has_something_that_goes_on(lab, culler):
    name = start_command(lab.client, "", "sleep 600")
    until(lambda: busy(culler))
    lab.client.delete(f"/api/terminals/{name}")
    until(lambda: not busy(culler))


def test_the_person_is_told_and_use_takes_it_back(lab, culler):
    assert tell(culler).status_code == 204
    assert notice(lab)["why"] == "idle"
    said = lab.client.post("/lyceum/idle/use").json()
    assert (said["notice"], said["kept_seconds"]) == (None, 0)
    assert notice(lab) is None


def test_keep_puts_it_off_by_the_stated_time(lab, culler):
    tell(culler)
    said = lab.client.post("/lyceum/idle/keep").json()
    assert (said["notice"], said["keeps_seconds"]) == (None, 3600)
    assert 3000 < culler.get("/lyceum/culler").json()["kept_seconds"] <= 3600


def test_only_the_key_opens_the_cullers_route(lab):
    for headers in ({}, {"X-Lyceum-Culler": "another"}, {"Authorization": "token mine"}):
        body = {"notice": {"why": "idle", "left_seconds": 1}}
        with httpx.Client(base_url=lab.client.base_url, headers=headers, timeout=60) as other:
            assert other.get("/lyceum/culler").status_code == 403
            assert other.put("/lyceum/culler", json=body).status_code == 403
    assert notice(lab) is None


def test_the_key_opens_nothing_else(culler):
    for path in ("/lyceum/idle", "/api/contents", "/api/kernels", "/lyceum/secrets"):
        assert culler.get(path).status_code == 403
    assert culler.post("/lyceum/idle/keep").status_code == 403


@pytest.mark.parametrize(
    "said", [{}, [], {"notice": {"why": "<b>", "left_seconds": 1}}, {"notice": {"why": "idle", "left_seconds": "1"}}]
)
def test_what_is_no_notice_is_refused(culler, said):
    assert culler.put("/lyceum/culler", json=said).status_code == 422


def test_a_lab_without_a_key_answers_no_culler(lonely_lab):
    url, headers = f"{lonely_lab.client.base_url}/lyceum/culler", {"X-Lyceum-Culler": ""}
    assert httpx.get(url, headers=headers, timeout=60).status_code == 403


class Kernels:
    """The settings of a kernel manager."""

    cull_idle_timeout = 0
    cull_busy = cull_connected = True


def test_kernels_that_rest_are_ended_unless_they_work_or_somebody_is_connected(monkeypatch):
    monkeypatch.setenv("LYCEUM_KERNEL_IDLE_TIMEOUT", "14400")
    kernels = Kernels()
    idle.end_idle_kernels(kernels)
    assert (kernels.cull_idle_timeout, kernels.cull_busy, kernels.cull_connected) == (14400, False, False)

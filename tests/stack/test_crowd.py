"""Twenty people who come at the same moment: each gets their JupyterLab, and a kernel that runs their cell."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from support.kernels import start_cell

pytestmark = pytest.mark.stack

CROWD = 20
PATIENCE = 300  # seconds
CELL = "import pathlib\npathlib.Path('answer').write_text(str(6 * 7))"


@pytest.fixture
def hub(the_workspace):
    """The hub's API, as an administrator uses it."""
    _, token = the_workspace.person(admin=True)
    headers = {"Authorization": f"token {token}"}
    with httpx.Client(base_url=f"{the_workspace.url}/hub/api", headers=headers, timeout=PATIENCE) as client:
        yield client


@pytest.fixture
def crowd(hub):
    """The names and tokens of twenty people, whose servers are stopped in the end."""
    names = [f"c{uuid.uuid4().hex[:8]}" for _ in range(CROWD)]
    hub.post("/users", json={"usernames": names}).raise_for_status()
    yield {name: hub.post(f"/users/{name}/tokens", json={}).json()["token"] for name in names}
    with ThreadPoolExecutor(CROWD) as together:
        list(together.map(lambda name: hub.delete(f"/users/{name}/server"), names))


def until(found):
    """Return what is found once it is there."""
    end = time.monotonic() + PATIENCE
    while not (there := found()):
        assert time.monotonic() < end
        time.sleep(0.2)
    return there


def written(answer):
    """Return what the file holds, or nothing before the cell has written it."""
    return answer.json()["content"] if answer.is_success else ""


def test_twenty_people_at_once_run_a_cell(the_workspace, hub, crowd):
    def works(person):
        name, token = person
        assert hub.post(f"/users/{name}/server").status_code in (201, 202)
        until(lambda: hub.get(f"/users/{name}").json()["servers"].get("", {}).get("ready"))
        at, host = the_workspace.lab(name)
        headers = {"Authorization": f"token {token}"} | host
        with httpx.Client(base_url=at, headers=headers, timeout=PATIENCE) as lab:
            start_cell(lab, "", CELL)
            return until(lambda: written(lab.get("/api/contents/answer")))

    with ThreadPoolExecutor(CROWD) as together:
        assert list(together.map(works, crowd.items())) == ["42"] * CROWD

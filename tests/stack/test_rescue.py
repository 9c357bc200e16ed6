"""A full home: a small JupyterLab starts all the same, shows what fills it and deletes that; then work goes on."""

import subprocess
import time
from pathlib import Path

import httpx
import pytest

from faults.disk import Disk
from lyceum_hub.servers.os_accounts import ensure_account
from support.rescue import is_as_ever, make_room
from support.root import need_root

pytestmark = pytest.mark.stack
PATIENCE = 300  # seconds


@pytest.fixture
def person(the_workspace):
    """Somebody whose home is a small disk that is full, their name, and a client of the hub."""
    need_root()
    name, token = the_workspace.person()
    account = ensure_account(name, the_workspace.folder / "homes")
    home = Path(account.pw_dir)
    home.rmdir() if not any(home.iterdir()) else subprocess.run(["rm", "-r", home], check=True)
    disk = Disk(home, "64m")
    subprocess.run(["chown", account.pw_name, home], check=True)
    disk.fill()
    headers = {"Authorization": f"token {token}"}
    with httpx.Client(base_url=f"{the_workspace.url}/hub/api", headers=headers, timeout=PATIENCE) as hub:
        yield name, hub, home
        hub.delete(f"/users/{name}/server")
        wait_until(lambda: not server_of(hub, name))
    disk.remove()


def wait_until(condition):
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.2)


def server_of(hub, name):
    return hub.get(f"/users/{name}").json()["servers"].get("")


def start(hub, name):
    """Start somebody's JupyterLab."""
    assert hub.post(f"/users/{name}/server").status_code in (201, 202)
    wait_until(lambda: (server_of(hub, name) or {}).get("ready"))


def test_a_full_home_is_put_right_in_a_lab_of_its_own(the_workspace, person):
    name, hub, home = person
    at, host = the_workspace.lab(name)
    with httpx.Client(base_url=at, headers=dict(hub.headers) | host, timeout=PATIENCE) as lab:
        start(hub, name)
        make_room(lab, home)
        left = set(Path("/dev/shm").glob("lyceum-rescue-*"))
        assert left
        hub.delete(f"/users/{name}/server")
        wait_until(lambda: not server_of(hub, name))
        start(hub, name)
        is_as_ever(lab)
    assert not left & set(Path("/dev/shm").glob("lyceum-rescue-*"))

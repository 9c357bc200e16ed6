"""A workspace that root did not start: people in sandboxes read nobody else's files, and put a full home right."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import httpx
import psutil
import pytest

from faults.disk import Disk
from support.kernels import start_cell
from support.rescue import is_as_ever, make_room
from support.root import need_root
from support.workspace import LYCEUM, Workspace, environment

pytestmark = pytest.mark.stack
PATIENCE = 300  # seconds
NOBODY = 65534
AS_NOBODY = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if os.geteuid() == 0 else []
SECRET = "only for me"
READ = """
import os, pathlib
try:
    found = pathlib.Path({path!r}).read_text()
except OSError as error:
    found = type(error).__name__
pathlib.Path('answer').write_text(found)
"""


@pytest.fixture(scope="module")
def workspace():
    """A workspace in sandbox mode, started by somebody who may do nothing special on this machine."""
    folder = Path(tempfile.mkdtemp(prefix="lyceum-sandbox-"))
    folder.chmod(0o755)
    (folder / "state").mkdir(mode=0o700)
    (folder / "state" / "samples").touch()
    settings = environment(folder) | {"LYCEUM_ISOLATION": "sandbox", "HOME": str(folder)}
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY) if AS_NOBODY else None
    with (folder / "up.log").open("wb") as log:
        up = subprocess.Popen([*AS_NOBODY, LYCEUM, "up"], env=settings, stdout=log, stderr=log, start_new_session=True)
    wait_until(lambda: (folder / "state" / "run.json").exists() or up.poll() is not None)
    assert up.poll() is None, (folder / "up.log").read_text()
    yield Workspace(folder)
    up.send_signal(signal.SIGTERM)
    up.wait(PATIENCE)
    shutil.rmtree(folder)


def wait_until(found):
    """Return what is found once it is there."""
    end = time.monotonic() + PATIENCE
    while not (there := found()):
        assert time.monotonic() < end
        time.sleep(0.2)
    return there


class Person:
    """Somebody with a JupyterLab."""

    def __init__(self, workspace, name):
        command = [*AS_NOBODY, LYCEUM, "token", "--user", name]
        settings = workspace.environment(LYCEUM_ISOLATION="sandbox")
        token = subprocess.run(command, env=settings, check=True, capture_output=True, text=True).stdout.strip()
        at, host = workspace.lab(name)
        headers = {"Authorization": f"token {token}"}
        self.home = workspace.folder / "homes" / name
        self.lab = httpx.Client(base_url=at, headers=headers | host, timeout=PATIENCE)
        self.account = f"{workspace.url}/hub/api/users/{name}"
        self.hub = httpx.Client(headers=headers, timeout=PATIENCE)

    def start(self):
        """Start the JupyterLab."""
        assert self.hub.post(f"{self.account}/server").status_code in (201, 202)
        wait_until(lambda: self.server.get("ready"))
        return self

    def stop(self):
        """Stop the JupyterLab."""
        self.hub.delete(f"{self.account}/server")
        wait_until(lambda: not self.server)

    @property
    def server(self):
        """What the hub knows of the JupyterLab."""
        return self.hub.get(self.account).json()["servers"].get("", {})

    def read(self, path):
        """Return what a cell reads from a file, or why it does not."""
        start_cell(self.lab, "", READ.format(path=str(path)))
        answer = wait_until(lambda: self.lab.get("/api/contents/answer").json().get("content"))
        assert self.lab.delete("/api/contents/answer").status_code == 204
        return answer


def test_two_people_work_beside_each_other_and_do_not_read_each_others_files(workspace):
    ada, eve = Person(workspace, "ada").start(), Person(workspace, "eve").start()
    secret = ada.home / "secret"
    assert ada.lab.put("/api/contents/secret", json={"type": "file", "format": "text", "content": SECRET}).is_success
    assert ada.read(secret) == SECRET
    assert eve.read(secret) in ("PermissionError", "FileNotFoundError")
    supervisor = psutil.Process(workspace.note["pid"])
    assert {supervisor.uids().real, secret.stat().st_uid} == {NOBODY if AS_NOBODY else os.geteuid()}


@pytest.fixture
def full(workspace):
    """Somebody whose home is a small disk that is full."""
    need_root()
    person = Person(workspace, "full")
    person.home.parent.mkdir(exist_ok=True)
    disk = Disk(person.home, "64m")
    for folder in (person.home.parent, person.home):
        os.chown(folder, NOBODY, NOBODY)
    disk.fill()
    yield person
    person.stop()
    disk.remove()


def test_a_full_home_is_put_right_in_a_sandbox(workspace, full):
    full.start()
    make_room(full.lab, full.home)
    (own,) = (workspace.folder / "state" / "tmp").glob("*/lyceum-rescue-*")
    full.stop()
    assert not own.exists()
    full.start()
    is_as_ever(full.lab)

"""People's servers start and end again and again while what starts them is killed; nothing of them is left over."""

import json
import os
import pwd
import signal
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import httpx
import psutil
import pytest

from faults.nemesis import Nemesis, say
from support import fake_nvml, workspace
from support.processes import command

pytestmark = pytest.mark.faults

CYCLES = int(os.environ.get("LYCEUM_CYCLES", "100"))  # a thousand take half an hour
PEOPLE = 6
PATIENCE = 600  # seconds
FAULT_EVERY = 30  # cycles
PROGRAMS = ("hub", "proxy", "prefork", "service")
PROFILES = "standard:\n  title: A part of a GPU\n  gpus: 0.25\n"
PASSING = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))


class Lab:
    """Somebody's JupyterLab, started and stopped over the hub's API, however often that has to be said."""

    def __init__(self, running, client, name):
        self.running = running
        self.client = client
        self.name = name
        self.path = f"/hub/api/users/{name}"

    def start(self):
        """Have it started, and wait until it is there."""
        self.until(lambda: self.said("POST") in (201, 202, 400) and self.is_there())

    def stop(self):
        """Have it stopped, and wait until nothing of it is left."""
        self.until(lambda: self.said("DELETE") in (202, 204, 400, 404) and not self.told() and not self.processes())

    def kill(self):
        """End its processes, as a lack of memory would."""
        for process in self.processes():
            with suppress(psutil.Error):
                process.send_signal(signal.SIGKILL)

    def said(self, method):
        """Return how the hub answers; None where it does not."""
        with suppress(httpx.HTTPError):
            return self.client.request(method, f"{self.path}/server").status_code
        return None

    def told(self):
        """Return what the hub knows of the server; something where nobody answers."""
        with suppress(httpx.HTTPError, ValueError, KeyError):
            return self.client.get(self.path).json()["servers"]
        return "unknown"

    def is_there(self):
        """Tell whether the hub says that it is ready."""
        told = self.told()
        return isinstance(told, dict) and told.get("", {}).get("ready")

    def processes(self):
        """Return the processes of this person's servers."""
        return [process for process in offspring(self.running) if f"/user/{self.name}/" in command(process)]

    def until(self, done):
        """Try again and again."""
        end = time.monotonic() + PATIENCE
        while not done():
            assert time.monotonic() < end, f"{self.name}: {self.told()}, {self.processes()}"
            time.sleep(0.1)


def offspring(running):
    """Return what the workspace started and what came of it."""
    return psutil.Process(running.note["pid"]).children(recursive=True)


@pytest.fixture
def running(session_folder):
    """A workspace of this test's own."""
    session = session_folder / "servers"
    folder = workspace.without_samples(session)
    profiles = folder / "profiles.yaml"
    profiles.write_text(PROFILES)
    workspace.begin(folder, LYCEUM_PROFILES=str(profiles), LYCEUM_NVML=fake_nvml.__file__)
    try:
        yield workspace.Workspace(folder)
    finally:
        workspace.stop(session)


@pytest.fixture
def earlier():
    """Temporary files that were there before: an account may get the number of one that is gone."""
    return set(temporary_files())


@pytest.fixture
def labs(running):
    """Some people's JupyterLabs, none of them started."""
    _, token = running.person(admin=True)
    names = [running.person()[0] for _ in range(PEOPLE)]
    headers = {"Authorization": f"token {token}"}
    with httpx.Client(base_url=running.url, headers=headers, timeout=60) as client:
        yield [Lab(running, client, name) for name in names]


def test_nothing_is_left_of_servers_whatever_was_killed(earlier, running, labs):
    nemesis = Nemesis("servers")
    cycles, ended = threading.Semaphore(CYCLES), []
    for name in PROGRAMS:
        nemesis.knows(f"kill -9 of the {name}", killing(running, name))
    nemesis.knows("kill -9 of a server", lambda: nemesis.random.choice(labs).kill(), weight=4)
    began = time.monotonic()
    with ThreadPoolExecutor(PEOPLE) as pool:
        people = [pool.submit(come_and_go, lab, cycles, ended) for lab in labs]
        while not all(person.done() for person in people):
            nemesis.strike(pause=3)
            await_programs(running)
            await_some(ended, people)
        for person in people:
            person.result()
    say(f"{len(ended)} cycles in {time.monotonic() - began:.0f} s, {nemesis}")
    assert len(ended) == CYCLES
    assert nemesis.faults >= CYCLES / FAULT_EVERY
    for lab in labs:  # a server that was killed leaves files to the next, which removes them
        lab.start()
        assert f"{lab.name}/" in leases(running)
        lab.stop()
        lab.until(lambda name=lab.name: f"{name}/" not in leases(running))
    assert not left_over(running, earlier), nemesis


def come_and_go(lab, cycles, ended):
    """Start and stop a server again and again, and note each time."""
    while cycles.acquire(blocking=False):
        lab.start()
        lab.stop()
        ended.append(lab.name)


def killing(running, name):
    """Return what kills a program of the workspace."""

    def kill():
        pid = running.note["programs"][name]["pid"]  # none while it is started again
        with suppress(ProcessLookupError, TypeError):
            os.kill(pid, signal.SIGKILL)

    return kill


def await_programs(running):
    """Wait until the hub and the service answer through the proxy again."""
    end = time.monotonic() + PATIENCE
    while not all(map(answers, (f"{running.url}/hub/api/", f"{running.service}/health"))):
        assert time.monotonic() < end, "The workspace does not come back."
        time.sleep(0.2)


def await_some(ended, people):
    """Wait for some more cycles, so that on a slow machine faults leave people the time for one."""
    wanted = len(ended) + PEOPLE
    while len(ended) < wanted and not all(person.done() for person in people):
        time.sleep(0.1)


def answers(url):
    """Tell whether somebody answers at an address."""
    with suppress(httpx.HTTPError):
        return httpx.get(url, timeout=2, verify=False).is_success
    return False


def temporary_files():
    """Return what is in folders for passing things, whoever made it."""
    return [path for folder in PASSING for path in folder.iterdir()]


def left_over(running, earlier):
    """Return what servers left behind that have ended."""
    programs = {about["pid"] for about in running.note["programs"].values()}
    processes = [command(process) for process in offspring(running) if process.pid not in programs]
    homes = str(running.folder / "homes")
    accounts = {account.pw_uid for account in pwd.getpwall() if account.pw_dir.startswith(homes)}
    runtime = [str(path) for path in running.folder.glob("homes/*/.local/share/jupyter/runtime/*-*")]
    return {
        kind: found
        for kind, found in {
            "processes": [found for found in processes if "/user/" in found],
            "routes": [route for route in routes(running) if "/user/" in route],
            "leases": leases(running),
            "files in homes": runtime,
            "temporary files": [
                str(path) for path in temporary_files() if path not in earlier and owner(path) in accounts
            ],
            "processes of accounts": [
                command(process) for process in psutil.process_iter() if home_of(process).startswith(homes)
            ],
        }.items()
        if found
    }


def leases(running):
    """Return who holds a GPU or a part of one."""
    with closing(sqlite3.connect(running.folder / "state" / "lyceum.sqlite", timeout=30)) as database:
        return [server for (server,) in database.execute("SELECT server FROM gpu_leases")]


def owner(path):
    """Return whose a file is; nobody's when it is gone."""
    with suppress(FileNotFoundError):
        return path.lstat().st_uid
    return None


def home_of(process):
    """Return where a process works; nothing when it is gone."""
    try:
        return process.cwd()
    except (psutil.Error, OSError):
        return ""


def routes(running):
    """Return the addresses that the proxy leads somewhere."""
    state = running.folder / "state"
    port = json.loads((state / "ports.json").read_text())["proxy_port"]
    headers = {"Authorization": f"token {(state / 'secrets' / 'proxy_token').read_text().strip()}"}
    return list(httpx.get(f"http://127.0.0.1:{port}/api/routes", headers=headers, timeout=60).json())

"""The whole running workspace, harmed while it executes real notebooks: hub, service, run servers and kernels."""

import inspect
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass

import httpx
import psutil
import pytest

from faults import ledger
from faults.arena import PATIENCE, STATE
from faults.checker import FINAL, Evidence, complaints
from faults.clients import Client, Crowd
from faults.databases import Sqlite
from faults.disk import Disk
from faults.nemesis import Nemesis, say
from faults.timers import flood, later, wake
from support import workspace
from support.notebooks import notebook
from support.processes import command

pytestmark = pytest.mark.faults

FAULTS = 50
PARAMETERS = "seconds: float = 1.0\nledger: str = ''"
WORK = """
note("begin")
until = time.monotonic() + seconds
while time.monotonic() < until:
    time.sleep(0.2)
    note("beat")
note("end")
"""
NOTE = f"""
import os, time
{inspect.getsource(ledger.write)}
def note(what):
    write(ledger, os.environ["RUN_ID"], os.environ["ATTEMPT"], what)
"""
NOTEBOOK = notebook(PARAMETERS, NOTE, WORK)


@dataclass
class Stack:
    """A running workspace, its programs and its small disk."""

    running: workspace.Workspace
    disk: Disk | None
    ledger: object

    @property
    def database(self):
        return Sqlite(self.running.folder / "state" / "lyceum.sqlite")

    def client(self):
        """Return somebody new, who reaches the service through the proxy."""
        _, token = self.running.person()
        return Client([self.running.url.removeprefix("http://")], token)

    def await_service(self):
        """Wait until the service answers through the proxy, and the hub that it asks."""
        until = time.monotonic() + PATIENCE
        while not all(map(answers, (f"{self.running.service}/health", f"{self.running.url}/hub/api/"))):
            assert time.monotonic() < until, "The service does not come back."
            time.sleep(0.2)

    def rows(self):
        """Return the rows of all runs, by plain SQL."""
        return self.database.rows(f"SELECT {', '.join(STATE)} FROM runs")

    def program(self, name):
        """Return the pid of the hub or the service."""
        return self.running.note["programs"][name]["pid"]

    def servers(self):
        """Return the servers of runs, among what this workspace started."""
        ours = psutil.Process(self.running.note["pid"]).children(recursive=True)
        return [process for process in ours if "lyceum-run" in command(process)]

    def kernels(self):
        """Return the kernels of runs."""
        return [child for server in self.servers() for child in children(server)]


def answers(url):
    """Tell whether somebody answers at an address."""
    with suppress(httpx.HTTPError):
        return httpx.get(url, timeout=2, verify=False).is_success
    return False


def children(process):
    """Return what a process started; nothing when it is gone."""
    try:
        return process.children()
    except psutil.Error:
        return []


@pytest.fixture
def stack(session_folder):
    """A workspace of this test's own, whose files lie on a small disk."""
    session = session_folder / "faults"
    folder = workspace.without_samples(session)
    disk = Disk(folder / "state" / "files", "16m") if os.geteuid() == 0 else None
    book = folder / "ledger"
    book.touch()
    book.chmod(0o666)
    workspace.begin(folder, LYCEUM_MAX_RUNS="6")
    try:
        yield Stack(workspace.Workspace(folder), disk, book)
    finally:
        workspace.stop(session)
        if disk:
            disk.remove()


def test_every_promise_is_kept_by_the_whole_workspace(stack):
    nemesis = Nemesis("stack")
    teach(nemesis, stack)
    with Crowd(stack.client(), nemesis.random, asking(stack)) as crowd:
        while nemesis.faults < FAULTS:
            nemesis.strike(pause=0.5)
            stack.await_service()
    recover(stack)
    evidence = Evidence(crowd.promised, stack.rows(), ledger.read(stack.ledger), files_of(stack), crowd.read)
    say(f"{evidence}, {nemesis}")
    found = [*complaints(evidence), *crowd.trouble]
    assert not found, "\n".join([str(nemesis), *found])
    assert evidence.states.keys() >= {"succeeded", "kernel_died"}, nemesis
    assert not stack.servers()


def asking(stack):
    """Return how a client asks for a run: short or long, some tried again."""

    def ask(client, number, chance):
        retries = {"most": 2, "delay": chance.choice([0, 1])} if chance.random() < 0.5 else None
        parameters = {"seconds": round(chance.uniform(0.2, 6.0), 2), "ledger": str(stack.ledger)}
        return client.run(f"key-{number}", parameters, retries, NOTEBOOK)

    return ask


def teach(nemesis, stack):
    """Teach the nemesis what it can do here."""

    def choose(found):
        return nemesis.random.choice(found).pid if found else None

    nemesis.knows("kill a kernel", lambda: hit(choose(stack.kernels())), 20)
    nemesis.knows("kill a run's server", lambda: hit(choose(stack.servers())), 6)
    nemesis.knows("kill the service", lambda: hit(stack.program("service")), 2)
    nemesis.knows("kill the hub", lambda: hit(stack.program("hub")))
    nemesis.knows("pause the service", lambda: pause(stack.program("service"), nemesis.random.uniform(1, 15)))
    nemesis.knows("pause a run's server", lambda: pause(choose(stack.servers()), nemesis.random.uniform(1, 15)), 3)
    nemesis.knows("pause a kernel", lambda: pause(choose(stack.kernels()), 3), 3)
    nemesis.knows("lock the database", lambda: stack.database.lock(nemesis.random.choice([0.5, 2, 8])), 3)
    if stack.disk:
        nemesis.knows("fill the disk", lambda: flood(stack.disk), 3)
    else:
        say("The disk is not filled: only root can mount a small one.")


def hit(pid, number=signal.SIGKILL):
    """Send a signal; tell whether anybody was there."""
    with suppress(ProcessLookupError, TypeError):
        os.kill(pid, number)
        return True
    return False


def pause(pid, seconds):
    """Stop a process's world for a while; tell whether it was there."""
    if not hit(pid, signal.SIGSTOP):
        return False
    later(seconds, wake, pid)
    return True


def recover(stack):
    """Give back what was taken, and wait until every run has ended and nothing is left of it."""
    if stack.disk:
        stack.disk.free()
    until = time.monotonic() + 2 * PATIENCE
    while time.monotonic() < until:
        if all(row["state"] in FINAL and not row["server"] for row in stack.rows()) and not stack.servers():
            return
        time.sleep(0.5)


def files_of(stack):
    """Return the folder that outputs are named in."""
    return stack.running.folder / "state" / "files"

"""The prompt against the running workspace: what one does in Lab is done there too, and its exit codes tell."""

import json
import os
import signal
import subprocess
import time

import pytest

from support import workspace
from support.notebooks import notebook
from support.workspace import LYCEUM, PATIENCE

pytestmark = pytest.mark.stack


class Person:
    """Somebody new, and the command line as theirs."""

    def __init__(self, workspace):
        self._workspace = workspace
        self.name, self._token = workspace.person()

    def __call__(self, *arguments, **more):
        return self._workspace.lyceum(*arguments, LYCEUM_TOKEN=self._token, **more)

    def begin(self, *arguments, **more):
        """Start a command and return its process."""
        return subprocess.Popen(
            [LYCEUM, *map(str, arguments)],
            env=self._workspace.environment(LYCEUM_TOKEN=self._token),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **more,
        )


@pytest.fixture
def lyceum(the_workspace):
    return Person(the_workspace)


@pytest.fixture
def written(tmp_path):
    """Write a notebook of these cells, and return where."""

    def write(*cells):
        path = tmp_path / "work.ipynb"
        path.write_text(json.dumps(notebook(*cells)))
        return path

    return write


def texts(output):
    return "".join("".join(item.get("text", "")) for cell in output["cells"] for item in cell.get("outputs", []))


def test_a_notebook_is_run_and_its_exit_code_tells(lyceum, written, tmp_path):
    output = tmp_path / "out.ipynb"
    done = lyceum("run", written("n: int = 1", "print(n * 2)"), "-p", "n=21", "--output", output)
    assert "work: succeeded" in done.stdout
    assert "3 of 3 cells" in done.stderr  # with the one that sets the parameters
    assert "42" in texts(json.loads(output.read_text()))
    bad = lyceum("run", written("n: int = 1"), "-p", "n=many", check=False)
    assert (bad.returncode, "parameters.n" in bad.stderr) == (1, True)
    failed = lyceum("run", written("1 / 0"), check=False)
    assert failed.returncode == 1
    assert "ZeroDivisionError" in failed.stdout


def test_the_owner_of_the_state_folder_acts_for_anybody(the_workspace, lyceum, written):
    name = lyceum.name
    made = json.loads(the_workspace.lyceum("run", written("1"), "--user", name, "--no-wait", "--json").stdout)
    assert made["owner"] == name
    assert made["id"] in the_workspace.lyceum("runs", "--user", name).stdout


def test_a_run_is_logged_shown_and_run_again(lyceum, written):
    first = json.loads(lyceum("run", written("n: int = 1", "print('n is', n)"), "--json").stdout)
    assert lyceum("logs", first["id"]).stdout == "n is 1\n"
    again = json.loads(lyceum("run", "--again", first["id"], "-p", "n=2", "--json").stdout)
    assert lyceum("logs", "-f", again["id"]).stdout == "n is 2\n"
    assert again["name"] == first["name"] == "work"
    assert "Parameter n: its default → 2" in lyceum("compare", first["id"], again["id"]).stdout
    assert "Every cell was executed." in lyceum("show", again["id"]).stdout


def test_a_sweep_waits_for_all_its_runs(lyceum, written):
    done = lyceum("run", written("n: int = 1", "1 / n"), "--sweep", "n=0..1", check=False)
    assert done.returncode == 1
    assert "work: 1 failed, 1 succeeded" in done.stdout or "work: 1 succeeded, 1 failed" in done.stdout


def test_a_secret_of_the_home_reaches_the_run_and_is_not_shown(the_workspace, lyceum, written):
    name = lyceum.name
    kept = subprocess.run(
        [LYCEUM, "secret", "set", "WEATHER_KEY", "--user", name],
        env=the_workspace.environment(),
        input="kept unseen\n",
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    assert "kept unseen" not in kept.stdout + kept.stderr
    assert the_workspace.lyceum("secret", "list", "--user", name).stdout == "WEATHER_KEY\n"
    cells = ("from lyceum_catalog import secret", "value = secret('WEATHER_KEY')", "print(len(value), value)")
    made = json.loads(lyceum("run", written(*cells), "--secret", "WEATHER_KEY", "--json").stdout)
    log = lyceum("logs", made["id"]).stdout
    assert log.startswith("11 ")
    assert "kept unseen" not in log


@pytest.fixture
def mortal(session_folder):
    """A workspace of the test's own, whose service nobody else works with."""
    session = session_folder / "prompt"
    running = workspace.Workspace(workspace.without_samples(session))
    workspace.begin(running.folder)
    yield running
    workspace.stop(session)


def test_a_run_is_followed_through_the_death_of_the_service(mortal, written):
    lyceum, gate = Person(mortal), mortal.folder / "gate"
    path = written("import pathlib, time", f"while not pathlib.Path({str(gate)!r}).exists(): time.sleep(0.2)")
    waiting = lyceum.begin("run", path)
    wait_until(lambda: '"running"' in lyceum("runs", "--json").stdout)
    service = mortal.note["programs"]["service"]["pid"]
    os.kill(service, signal.SIGKILL)
    wait_until(lambda: mortal.note["programs"]["service"]["pid"] not in (service, None))
    gate.touch()
    told, said = waiting.communicate(timeout=PATIENCE)
    assert (waiting.returncode, "work: succeeded" in told) == (0, True), said
    assert json.loads(lyceum("runs", "--json").stdout)["total"] == 1


def wait_until(condition):
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.3)


def test_a_schedule_is_added_shown_changed_and_deleted(lyceum, written):
    rules = ("--cron", "0 6 * * 1", "--timezone", "Asia/Tokyo", "--overlap", "replace", "--retries", "1")
    made = json.loads(lyceum("schedule", "add", written("n: int = 1"), *rules, "--json").stdout)
    assert lyceum("schedule", "show", made["id"]).stdout.count("06:00 JST") == 5
    changed = json.loads(lyceum("schedule", "change", made["id"], "-p", "n=2", "--every", "1h", "--json").stdout)
    assert (changed["every"], changed["cron"], changed["parameters"]) == (3600, None, {"n": 2})
    assert "is deleted" in lyceum("schedule", "delete", made["id"]).stdout
    gone = lyceum("schedule", "show", made["id"], check=False)
    assert (gone.returncode, gone.stderr.startswith("There is no schedule")) == (1, True)

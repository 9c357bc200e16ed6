"""What runs promise while they execute: little memory, little lost, secrets kept, figures shown."""

import json
import os
import signal
import time

import httpx
import psutil
import pytest

from support.notebooks import code, notebook
from support.processes import command
from support.workspace import PATIENCE

pytestmark = pytest.mark.stack

MIB = 1024 * 1024
NAP = "import time; time.sleep(120)"


@pytest.fixture
def someone(the_workspace):
    return Someone(the_workspace)


class Someone:
    """A person of their own, who runs notebooks."""

    def __init__(self, workspace):
        self.workspace = workspace
        self.name, self.token = workspace.person()

    def api(self, method, path, **more):
        return self.workspace.api(self.token, method, path, **more)

    def run(self, *sources, **more):
        body = {"notebook": notebook(*sources), **more}
        answer = self.api("POST", "/api/runs", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def ended(self, run):
        return self.workspace.ended(self.token, run)

    def output(self, run):
        return self.api("GET", f"/api/runs/{run['id']}/output").json()

    def wait_for(self, run, condition):
        until = time.monotonic() + PATIENCE
        while not condition(found := self.api("GET", f"/api/runs/{run['id']}").json()):
            assert time.monotonic() < until, found
            time.sleep(0.2)
        return found

    def server(self, run):
        """Return the process that executes a run."""
        ours = psutil.Process(self.workspace.note["pid"]).children(recursive=True)
        return next(process for process in ours if f"run-{run['id']}-1" in command(process))

    def parts(self, run):
        """Return what is kept of a run's parts."""
        folder = self.workspace.folder / "state" / "files" / "parts" / run["id"]
        return b"".join(path.read_bytes() for path in sorted(folder.rglob("*.ndjson")))


def texts(output):
    return "".join("".join(item.get("text", "")) for cell in output["cells"] for item in cell.get("outputs", []))


WAIT = """
import pathlib, time
print("begun", flush=True)
while not pathlib.Path({!r}).exists():
    time.sleep(0.1)
"""
LARGE = {
    "many small prints": "for _ in range(2_000_000): print('x' * 99)",
    "one large print": "print('x' * 200_000_000)",
    "one large display": "display({'text/plain': 'x' * 200_000_000}, raw=True)",
}


@pytest.mark.parametrize("source", LARGE.values(), ids=LARGE)
def test_an_output_of_200_mb_is_cut_and_the_runs_server_stays_small(someone, source):
    gate = someone.workspace.folder / f"gate-{someone.name}"
    run = someone.run(WAIT.format(str(gate)), source, "print('the end')")
    someone.wait_for(run, lambda found: "begun" in found["log"])
    process = someone.server(run)
    sizes = [size_of(process)]
    gate.touch()
    someone.wait_for(run, lambda found: (sizes.append(size_of(process)), found["state"] != "running")[1])
    ended = someone.ended(run)
    assert ended["state"] == "succeeded", ended["reason"]
    assert sizes[0] < 60 * MIB, f"{sizes[0] / MIB:.0f} MiB beside its kernel"
    assert max(sizes) < 150 * MIB, f"{max(sizes) / MIB:.0f} MiB at most"
    assert "left out" in texts(someone.output(run))


def size_of(process):
    try:
        return process.memory_full_info().uss  # what it shares with the process it was forked from is there anyway
    except psutil.NoSuchProcess:
        return 0


def test_a_killed_server_is_noticed_and_what_came_out_is_kept(someone):
    run = someone.run("print('kept')", "print('begun', flush=True)\n" + NAP, "print('never')")
    someone.wait_for(run, lambda found: "begun" in found["log"])
    someone.wait_for(run, lambda found: b"begun" in someone.parts(run))
    os.kill(someone.server(run).pid, signal.SIGKILL)
    ended = someone.ended(run)
    assert (ended["state"], "Its server is gone" in ended["reason"]) == ("lost", True)
    output = someone.output(run)
    assert texts(output) == "kept\nbegun\n"
    assert [cell["metadata"]["papermill"]["status"] for cell in output["cells"]] == ["completed", "running", "pending"]
    assert someone.parts(run) == b""


def test_a_run_that_ends_leaves_no_parts(someone):
    ended = someone.ended(run := someone.run("print('whole')"))
    assert (ended["state"], texts(someone.output(run)), someone.parts(run)) == ("succeeded", "whole\n", b"")


def test_figures_and_entries_are_the_runs(someone):
    source = """
        import lyceum_catalog
        lyceum_catalog.record("rows", len(lyceum_catalog.open_entry("penguins").read()))
        lyceum_catalog.wrote("penguins_clean")
        open(__import__("os").environ["LYCEUM_RUN_FACTS"], "a").write('no json\\n{"figure": "bad", "value": "x"}\\n')
    """
    ended = someone.ended(someone.run("\n".join(line.strip() for line in source.splitlines())))
    assert (ended["state"], ended["figures"]) == ("succeeded", {"rows": 344}), ended["log"]
    assert ended["entries"] == [
        {"entry": "penguins", "version": 1, "role": "read"},
        {"entry": "penguins_clean", "version": None, "role": "written"},
    ]
    assert "figure 'bad': not a finite number" in ended["log"]


def test_a_secret_reaches_the_notebook_and_shows_nowhere(someone):
    value = "canary-3f9a-77"
    keep = f"from lyceum_catalog import secrets; secrets.keep('DOOR', {value!r})"
    assert someone.ended(someone.run(keep.replace(value[3:], "' + 'ary-3f9a-77")))["state"] == "succeeded"
    use = "import lyceum_catalog; door = lyceum_catalog.secret('DOOR')"
    show = "print(door, flush=True); display({'text/plain': door}, raw=True); print(len(door))"
    ended = someone.ended(run := someone.run(use, show, "raise ValueError(door)", secrets=["DOOR"]))
    seen = json.dumps(ended, ensure_ascii=False) + json.dumps(someone.output(run), ensure_ascii=False)
    assert (ended["state"], value in seen) == ("failed", False)
    assert ended["error"]["message"] == "••••"
    assert f"••••\n{len(value)}\n" in ended["log"]


def test_a_secret_that_is_not_there_is_named(someone):
    ended = someone.ended(someone.run("1", secrets=["NOWHERE"]))
    assert (ended["state"], "'NOWHERE'" in ended["reason"]) == ("failed", True)


def test_a_failed_run_is_resumed_at_the_cell_that_failed(someone):
    cells = [
        code("marker = 'a'", "parameters"),
        code("import os; print('ready', marker)", "setup", number=1),
        code("open('count', 'a').write('x'); print('once')", number=2),
        code("open('there'); print('done', len(open('count').read()))", number=3),
    ]
    book = {**notebook(), "cells": cells}
    body = {"notebook": book, "parameters": {"marker": "b"}}
    failed = someone.ended(someone.api("POST", "/api/runs", json=body).json())
    assert (failed["state"], failed["resume"]) == ("failed", {"cell": 4})
    someone.ended(someone.run("open('there', 'w').close()"))
    resumed = someone.ended(someone.api("POST", f"/api/runs/{failed['id']}/resume").json())
    assert (resumed["state"], resumed["resumes"]) == ("succeeded", failed["id"]), resumed["error"]
    assert texts(someone.output(resumed)) == "ready b\nonce\ndone 1\n"
    assert someone.api("POST", f"/api/runs/{resumed['id']}/resume").status_code == 409


def test_a_runs_token_ends_with_it(someone):
    who = "import os; print(os.environ['JUPYTERHUB_API_TOKEN'], os.environ['LYCEUM_SERVICE_URL'], flush=True)"
    run = someone.run(f"{who}\n{NAP}")
    token, service = someone.wait_for(run, lambda found: "http" in found["log"])["log"].split()

    def status():
        headers = {"Authorization": f"token {token}"}
        return httpx.get(f"{service}/api/entries", headers=headers, timeout=PATIENCE).status_code

    assert status() == 200
    someone.api("POST", f"/api/runs/{run['id']}/cancel")
    someone.ended(run)
    someone.wait_for(run, lambda _: status() == 401)

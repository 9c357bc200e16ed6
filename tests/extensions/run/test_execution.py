"""Executing a notebook: every ending has its state, and nothing is left running."""

import os
import subprocess
import threading

import pytest

from lyceum_lab.run.execution import Execution, Outcome
from support.notebooks import KERNEL, code, notebook
from support.processes import await_end


class Heard:
    """Keeps what an execution tells."""

    def __init__(self):
        self.text = ""
        self.done = 0
        self.began = threading.Event()

    def cell_started(self, index, total, source):
        pass

    def cell_ended(self, index, total):
        self.done = index + 1

    def text_written(self, text):
        self.text += text
        self.began.set()

    def outputs_changed(self):
        pass


def execute(tmp_path, monkeypatch, *sources, parameters=None, timeout=60, **more):
    monkeypatch.chdir(tmp_path)
    execution = Execution(notebook(*sources, **more), parameters or {}, heard := Heard())
    return execution.run(tmp_path, timeout), execution, heard


def statuses(execution):
    return [cell.metadata.papermill.status for cell in execution.notebook.cells]


def test_parameters_are_injected_and_the_text_is_told(tmp_path, monkeypatch):
    outcome, execution, heard = execute(tmp_path, monkeypatch, "top = 1", "print(top)", parameters={"top": "a'\n{x}"})
    assert outcome == Outcome("succeeded")
    assert heard.text == "a'\n{x}\n"
    assert heard.done == 3
    assert "injected-parameters" in execution.notebook.cells[1].metadata.tags


@pytest.mark.parametrize(
    ("source", "state", "name"),
    [
        ("1 / 0", "failed", "ZeroDivisionError"),
        ("import sys; sys.exit(3)", "failed", "SystemExit"),
        ("import os; os.kill(os.getpid(), 9)", "kernel_died", "KernelDied"),
        ("1 +", "failed", "SyntaxError"),
    ],
)
def test_the_failing_cell_is_told_and_the_rest_is_skipped(tmp_path, monkeypatch, source, state, name):
    outcome, execution, heard = execute(tmp_path, monkeypatch, "a = 1", source, "print('never')")
    assert (outcome.state, outcome.error["name"], outcome.error["cell"]) == (state, name, 1)
    assert outcome.error["source"] == source
    assert "\x1b" not in outcome.error["traceback"]
    assert statuses(execution) == ["completed", "failed", "skipped"]
    assert "never" not in heard.text


def test_a_dead_kernel_is_told_with_the_signal_that_ended_it(tmp_path, monkeypatch):
    outcome, _, _ = execute(tmp_path, monkeypatch, "import os; os.kill(os.getpid(), 9)")
    assert outcome.error["signal"] == 9


def test_secrets_are_in_the_kernels_environment_and_nowhere_else(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    source = "import os; print(os.environ['DOOR'], len(os.environ['DOOR'])); raise ValueError(os.environ['DOOR'])"
    execution = Execution(notebook(source), {}, heard := Heard(), {"DOOR": "open sesame"})
    outcome = execution.run(tmp_path, 60)
    assert heard.text == "•••• 11\n"
    assert outcome.reason == "Cell 1 raised ValueError: ••••"
    assert "sesame" not in str(execution.notebook) + str(outcome)
    assert "DOOR" not in os.environ


def test_a_resumed_run_keeps_the_cells_before_but_for_those_that_make_ready(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    book = notebook("a = 1")
    book["cells"] += [code("print('set up', a)", "setup", number=1), code("print('no more')", number=2)]
    book["cells"] += [code("print('here')", number=3)]
    kept = {"output_type": "stream", "name": "stdout", "text": "from before\n"}
    book["cells"][2]["outputs"] = [kept]
    execution = Execution(book, {}, heard := Heard(), resume_from=3)
    assert execution.run(tmp_path, 60) == Outcome("succeeded")
    assert heard.text == "set up 1\nhere\n"
    assert execution.notebook.cells[2].outputs == [kept]


def test_a_cell_that_may_raise_does_not_end_the_run(tmp_path, monkeypatch):
    book = notebook("a = 1")
    book["cells"] += [code("1 / 0", "raises-exception", number=1), code("print(a)", number=2)]
    monkeypatch.chdir(tmp_path)
    heard = Heard()
    assert Execution(book, {}, heard).run(tmp_path, 60).state == "succeeded"
    assert heard.text == "1\n"


def test_time_runs_out(tmp_path, monkeypatch):
    outcome, _, _ = execute(tmp_path, monkeypatch, "import time; time.sleep(60)", timeout=2)
    assert outcome == Outcome("timed_out", "It was stopped after 2 seconds.")


def test_a_stop_ends_the_kernel_and_its_children(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    child = "import subprocess, time; child = subprocess.Popen(['sleep', '600']); print(child.pid, flush=True)"
    execution = Execution(notebook(child + "\ntime.sleep(60)"), {}, heard := Heard())
    asked = threading.Thread(target=lambda: heard.began.wait(60) and execution.stop(Outcome("cancelled", "By ada.")))
    asked.start()
    assert execution.run(tmp_path, 60) == Outcome("cancelled", "By ada.")
    asked.join()
    await_end(int(heard.text))


def test_processes_that_were_there_before_are_left_alone(tmp_path, monkeypatch):
    with subprocess.Popen(["sleep", "60"]) as before:
        execute(tmp_path, monkeypatch, "a = 1")
        assert before.poll() is None
        before.kill()


def test_a_kernel_that_is_not_there_is_named_with_the_remedy(tmp_path, monkeypatch):
    outcome, execution, _ = execute(tmp_path, monkeypatch, "1", kernel={**KERNEL, "name": "no_such_kernel"})
    assert outcome.state == "failed"
    assert "no_such_kernel" in outcome.reason
    assert "choose a kernel" in outcome.reason
    assert statuses(execution) == ["skipped"]


def test_it_runs_in_the_folder_it_is_given(tmp_path, monkeypatch):
    (tmp_path / "data.txt").write_text("hello")
    _, _, heard = execute(tmp_path, monkeypatch, "print(open('data.txt').read())")
    assert heard.text == "hello\n"

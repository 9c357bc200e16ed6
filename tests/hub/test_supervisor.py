"""The supervisor: starts, restarts and stops programs, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest

from lyceum_hub.errors import Unavailable
from lyceum_hub.supervisor import Child, Program, Supervisor, last_line, turn_over

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
DIES = [sys.executable, "-c", "print('the reason why'); raise SystemExit(3)"]


def program(name: str, command: list[str], **more: object) -> Program:
    return Program(name, command, dict(os.environ), **more)


def silent(_what: str) -> None:
    """Say nothing."""


def await_true(condition, seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_program_that_dies_is_started_again_and_said_to_be(tmp_path: Path):
    said: list[str] = []
    child = Child(program("sleeper", SLEEPS), tmp_path / "sleeper.log")
    child.start()
    first = child.pid
    os.kill(first, signal.SIGKILL)
    await_true(lambda: child.look(said.append) or (child.pid and child.pid != first))
    child.stop()
    assert "sleeper ended (signal SIGKILL)" in said[0]
    assert not psutil.pid_exists(first)


def test_a_program_that_keeps_dying_is_started_ever_more_slowly(tmp_path: Path):
    child = Child(program("dier", DIES), tmp_path / "dier.log")
    child.start()
    for deaths in (1, 2, 3):
        await_true(lambda: child.process is None or child.process.poll() is not None)
        child.again_at = 0
        child.look(silent)
        assert child.deaths == deaths
        child.again_at = 0
        child.look(silent)
    child.stop()


def test_a_program_that_cannot_start_is_named_with_its_last_words(tmp_path: Path):
    supervisor = Supervisor([program("dier", DIES, health="http://127.0.0.1:9/")], tmp_path, silent)
    with pytest.raises(Unavailable, match=r"The dier ended while it started: the reason why .*dier\.log"):
        supervisor.start()
    supervisor.stop()


def test_last_words_are_a_sentence_without_the_name_of_a_class(tmp_path: Path):
    (tmp_path / "hub.log").write_text("Traceback:\nlyceum_hub.errors.SettingError: LYCEUM_SPAWNER is 'docker'.\n\n")
    assert last_line(tmp_path / "hub.log") == "LYCEUM_SPAWNER is 'docker'."


def test_what_a_restarted_program_lacks_is_given_until_it_is_taken(tmp_path: Path):
    answers = iter([False, False, True])
    child = Child(program("proxy", SLEEPS, after_restart=lambda: next(answers)), tmp_path / "proxy.log")
    child.start()
    os.kill(child.pid, signal.SIGKILL)
    child.process.wait()
    for _ in range(5):
        child.look(silent)
    child.stop()
    assert list(answers) == []


def test_a_large_log_is_turned_over(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("lyceum_hub.supervisor.LARGEST_LOG", 10)
    log = tmp_path / "hub.log"
    log.write_text("x" * 11)
    with log.open("a") as writer:
        turn_over(log)
        assert (log.read_text(), log.with_suffix(".before").read_text()) == ("", "x" * 11)
        writer.write("more")
    assert log.read_text() == "more"


WORKSPACE = """
import os, sys
from pathlib import Path
from lyceum_hub.supervisor import Program, Supervisor

starts_another = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'],"
starts_another += " start_new_session=True); time.sleep(60)"
sleeps = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
programs = [
    Program("plain", [sys.executable, "-c", starts_another], dict(os.environ)),
    Program("stubborn", [sys.executable, "-c", sleeps], dict(os.environ), grace=0.5),
]
supervisor = Supervisor(programs, Path(sys.argv[1]), print)
supervisor.listen()
supervisor.start()
print("started", flush=True)
supervisor.watch(changed=lambda: None)
supervisor.stop()
print("stopped", flush=True)
"""


@pytest.fixture
def workspace(tmp_path: Path):
    command = [sys.executable, "-c", textwrap.dedent(WORKSPACE), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "started\n"
        family = psutil.Process(process.pid)
        await_true(lambda: len(family.children(recursive=True)) == 3)
        yield process, family.children(recursive=True)
        process.kill()


def are_gone(processes: list[psutil.Process]) -> bool:
    return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_leaves_nothing_behind(workspace, number: int):
    process, family = workspace
    process.send_signal(number)
    assert process.stdout.readline() == "stopped\n"
    assert process.wait(10) == 0
    assert are_gone(family)


def test_what_a_killed_program_leaves_behind_is_stopped_too(workspace):
    process, family = workspace
    os.kill(family[0].pid, signal.SIGKILL)
    process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    assert process.stdout.readline() == "stopped\n"
    process.wait(10)
    assert are_gone(family)


def test_the_programs_end_when_the_supervisor_is_killed(workspace):
    process, family = workspace
    process.kill()
    process.wait()
    plain = [child for child in family if child.pid == family[0].pid]
    await_true(lambda: are_gone(plain))
    for child in family:
        if child.is_running():
            child.kill()

"""Kernels as forks: what people notice of them is that they start sooner."""

import os
import signal
import sys
import time
from types import SimpleNamespace

import psutil
import pytest

from lyceum_lab.kernels import newborn, order
from lyceum_lab.kernels.order import born_with, order_of

COMMAND = [sys.executable, "-m", "ipykernel_launcher", "-f", "kernel.json"]


def wait_for(look):
    """Return what a look finds, once it finds something."""
    until = time.monotonic() + 60
    while not (found := look()):
        assert time.monotonic() < until, "It never came."
        time.sleep(0.02)
    return found


def test_a_kernel_is_a_fork_at_home_in_its_folder_with_its_environment(lab, tmp_path):
    folder = tmp_path / "deep"
    folder.mkdir()
    lab.do(f"start(cwd={str(folder)!r}, env={{**os.environ, 'OF_THE_KERNEL': 'yes'}})")
    about = lab.say(
        "import os, sys; print([os.getpid(), os.getppid(), os.getsid(0), os.getcwd(), os.environ['OF_THE_KERNEL'],"
        " os.environ['JPY_PARENT_PID'], sys.argv[0], __name__])"
    )
    pid, parent, session, cwd, mine, told, program, name = eval(about)
    assert (parent, session, cwd, mine, told) == (lab.nursery.pid, pid, str(folder), "yes", str(parent))
    assert (program, name) == ("ipykernel_launcher", "__main__")
    assert psutil.Process(pid).cmdline()[1:3] == ["-m", "ipykernel_launcher"]


def test_it_holds_no_file_of_the_server(lab):
    lab.do("start()")
    files = lab.say("import os; print([os.readlink(f'/proc/self/fd/{n}') for n in (0, 1, 2)])")
    assert eval(files)[0] == os.devnull
    theirs = {file.path for file in psutil.Process(lab.process.pid).open_files()}
    kernel = psutil.Process(int(lab.say("import os; print(os.getpid())")))
    assert not {file.path for file in kernel.open_files()} & (theirs - {str(lab.log)})


def test_two_kernels_do_not_share_their_chances(lab):
    code = "import random, multiprocessing; print(random.random(), bytes(multiprocessing.current_process().authkey))"
    lab.do("start()")
    first = lab.say(code)
    lab.do("manager.restart_kernel(now=True)")
    lab.do("connect()")
    assert lab.say(code).split()[0] != first.split()[0]
    assert lab.say(code).split()[1:] != first.split()[1:]


def test_an_interrupt_ends_a_cell_and_keeps_the_rest(lab):
    lab.do("start()")
    lab.say("kept = 5")
    assert lab.do("interrupted()") == "KeyboardInterrupt"
    assert lab.say("print(kept)") == "5"


def test_a_restart_is_another_process(lab):
    lab.do("start()")
    first = int(lab.say("import os; kept = 5; print(os.getpid())"))
    lab.do("manager.restart_kernel()")
    lab.do("connect()")
    second = int(lab.say("import os; print(os.getpid())"))
    assert first != second
    assert lab.say("print(kept)") == "NameError"
    wait_for(lambda: not psutil.pid_exists(first))
    assert psutil.Process(second).ppid() == lab.nursery.pid


def test_a_kernel_that_is_shut_down_is_gone(lab):
    lab.do("start()")
    pid = int(lab.say("import os; print(os.getpid())"))
    lab.do("manager.shutdown_kernel()")
    assert not psutil.pid_exists(pid)


def test_a_crash_is_seen_and_the_kernel_started_again(lab):
    lab.do("start()")
    first = int(lab.say("import os; print(os.getpid())"))
    lab.do("watched()")
    os.kill(first, signal.SIGKILL)
    assert lab.do("restarted()") == -signal.SIGKILL
    lab.do("connect()")
    assert int(lab.say("import os; print(os.getpid())")) != first


def test_without_the_nursery_kernels_start_the_ordinary_way_and_it_is_said(lab):
    lab.do("start()")
    pid = int(lab.say("import os; print(os.getpid())"))
    lab.nursery.kill()
    wait_for(lambda: not psutil.pid_exists(pid))
    assert lab.do("manager.is_alive()") is False
    lab.do("manager.restart_kernel(now=True)")
    lab.do("connect()")
    assert lab.say("import os; print(os.getppid())") == str(lab.process.pid)
    assert "started the ordinary way, which takes longer" in lab.log.read_text()


def test_nothing_is_left_when_the_server_is_killed(lab):
    lab.do("start()")
    kernel = psutil.Process(int(lab.say("import os; print(os.getpid())")))
    nursery = lab.nursery
    lab.process.kill()
    lab.process.wait()
    wait_for(lambda: not kernel.is_running() and not nursery.is_running())


def test_a_kernel_of_this_python_can_be_forked():
    environment = born_with() | {"A": "b"}
    made = order_of(COMMAND, {"env": environment, "cwd": "/", "kernel_id": "1"})
    assert (made.arguments, made.folder, made.environment) == (["-f", "kernel.json"], "/", environment)


@pytest.mark.parametrize(
    ("command", "about"),
    [
        (["/usr/bin/python3", *COMMAND[1:]], {}),
        (["Rscript", "-e", "IRkernel::main()"], {}),
        ([sys.executable, "-O", *COMMAND[1:]], {}),
        (COMMAND, {"env": {"PYTHONPATH": "/elsewhere"}}),
        (COMMAND, {"env": {"LD_LIBRARY_PATH": "/elsewhere"}}),
        (COMMAND, {"stdout": 1}),
        (COMMAND, {"independent": True}),
    ],
)
def test_what_a_fork_would_not_be_is_left_to_jupyter(command, about):
    assert order_of(command, {**about, "env": born_with() | about.get("env", {})}) is None


def test_a_locale_that_the_machine_lacks_keeps_no_kernel_from_starting(monkeypatch):
    monkeypatch.setenv("LC_ALL", "xx_XX.UTF-8")
    newborn.take_locale()


def test_packages_at_home_come_first(monkeypatch, tmp_path):
    here = SimpleNamespace(ENABLE_USER_SITE=True, getusersitepackages=lambda: str(tmp_path))
    monkeypatch.setattr(order, "site", here)
    assert order_of(COMMAND, {"env": born_with()}) is None
    here.ENABLE_USER_SITE = False
    assert order_of(COMMAND, {"env": born_with()})

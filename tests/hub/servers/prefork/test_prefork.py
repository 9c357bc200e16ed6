"""Prefork: children are somebody's own before they read anything, and outlive the parent."""

import asyncio
import os
import signal
import socket
import subprocess

import psutil
import pytest

from lyceum_hub.servers.os_accounts import ensure_account
from lyceum_hub.servers.prefork.forked import Forked
from support.memory import memory_of
from support.root import need_root

from .conftest import wait_for


def test_a_child_has_its_own_session_environment_and_files(nest):
    said = nest.say(
        "print(os.getsid(0) == os.getpid(), sorted(os.environ), oct(os.umask(0)), os.getcwd(), sys.stdin.read())"
        ";print(sorted(os.listdir('/proc/self/fd')), file=sys.stderr)",
        WHO="ada",
    )
    about, files = said.splitlines()
    assert about == f"True ['LYCEUM_READY', 'WHO'] 0o77 {nest.folder} "
    assert len(eval(files)) == 5  # 0, 1, 2, its readiness and the listing itself


def test_a_child_stands_in_the_list_of_processes_as_what_it_is(nest):
    child = nest.fork("import time; time.sleep(600)")
    wait_for(lambda: True if psutil.Process(child.pid).name() == "child" else None)
    assert psutil.Process(child.pid).cmdline()[0] == "child"


def test_children_do_not_share_their_chances(nest):
    assert nest.say("print(random.random())") != nest.say("print(random.random())")


def test_the_end_of_a_child_is_told(nest):
    assert wait_for(nest.fork("sys.exit(7)").poll) == 7
    sleeping = nest.fork("import time; time.sleep(600)")
    assert sleeping.poll() is None
    os.kill(sleeping.pid, signal.SIGKILL)
    assert wait_for(sleeping.poll) == -9
    assert not psutil.pid_exists(sleeping.pid)


def test_a_child_says_that_it_answers_and_nothing_else_counts_as_its_word(nest):
    speaking = nest.fork("os.write(int(os.environ['LYCEUM_READY']), b'1'); import time; time.sleep(600)")
    silent, gone = nest.fork("import time; time.sleep(600)"), nest.fork("pass")
    assert asyncio.run(speaking.readiness.is_told_within(60))
    assert not asyncio.run(gone.readiness.is_told_within(60))
    assert not asyncio.run(silent.readiness.is_told_within(0.1))


def test_a_child_becomes_the_account_for_good(nest, request):
    need_root()
    account = ensure_account("prefork", nest.folder / "homes")
    request.addfinalizer(lambda: subprocess.run(["userdel", account.pw_name], check=False))
    said = nest.say(
        "print(os.getresuid(), os.getresgid(), os.getgroups(), len(os.listdir('/proc/self/fd'))); os.setuid(0)",
        account=account.pw_name,
    )
    assert f"{(account.pw_uid,) * 3} {(account.pw_gid,) * 3} [{account.pw_gid}] 5" in said
    assert "PermissionError" in said


def test_children_outlive_the_parent(nest):
    child = nest.fork("import time; time.sleep(600)")
    nest.parent.kill()
    nest.parent.wait()
    assert (child.poll(), psutil.pid_exists(child.pid)) == (None, True)
    with pytest.raises(ConnectionError):
        nest.fork("pass")
    nest.start()
    assert nest.say("print('again')") == "again"


def test_the_parent_begins_anew_when_packages_changed(nest):
    child = nest.fork("import time; time.sleep(600)")
    began = psutil.Process(nest.parent.pid).cmdline()
    nest.outdated.touch()
    with pytest.raises(ConnectionError):
        nest.fork("pass")
    nest.outdated.unlink()
    wait_for(nest.answer)
    assert psutil.Process(nest.parent.pid).cmdline() == began
    assert psutil.Process(child.pid).ppid() == nest.parent.pid
    os.kill(child.pid, signal.SIGKILL)
    wait_for(lambda: None if psutil.pid_exists(child.pid) else True)


@pytest.mark.parametrize("message", [b"", b"{", b"[]", b'{"program": "x"}', b"\xff" * 1000])
def test_nonsense_does_not_end_the_parent(nest, message):
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    connection.connect(str(nest.address))
    connection.send(message)
    assert connection.recv(10) == b""
    connection.close()
    assert nest.say("print('here')") == "here"


def test_nothing_is_left_of_a_hundred_children(nest):
    files = psutil.Process(nest.parent.pid).num_fds()
    children = [nest.fork("pass") for _ in range(100)]
    assert {wait_for(child.poll) for child in children} == {0}
    wait_for(lambda: True if psutil.Process(nest.parent.pid).num_fds() == files else None)
    assert psutil.Process(nest.parent.pid).children() == []


def test_what_one_child_was_told_is_in_the_memory_of_no_other_and_not_in_the_parents(nest):
    tokens = [f"token-of-{number}-{os.urandom(12).hex()}" for number in range(3)]
    *_, last = [nest.fork("import time; time.sleep(600)", TOKEN=token) for token in tokens]
    wait_for(lambda: True if psutil.Process(last.pid).cmdline()[:1] == ["child"] else None)
    known = [[token for token in tokens if token.encode() in memory_of(pid)] for pid in (nest.parent.pid, last.pid)]
    assert known == [[], tokens[-1:]]


def test_where_nobody_listens_it_is_said(tmp_path):
    with pytest.raises(FileNotFoundError):
        Forked.ask(tmp_path / "socket", None, 0)

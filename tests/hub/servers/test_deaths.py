"""Real deaths of servers while they start: each is told in a sentence, with the end of the log."""

import asyncio
import signal
import socket
import sys
from pathlib import Path

import pytest

from faults.disk import Disk
from lyceum_hub.servers.deaths import how, why
from lyceum_hub.servers.refusals import DidNotStart
from support.root import need_root
from support.servers import server

TOO_MUCH = "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29)); bytearray(2**30)"
DEATHS = {
    "import nothing_like_it.at_all": "The package nothing_like_it is missing in its environment",
    "from json import nothing_like_it": "The package json in its environment does not fit with the others",
    "import ctypes; ctypes.CDLL('libnothing.so.1')": "The library libnothing.so.1 is missing in its environment",
    "import ctypes; ctypes.string_at(0)": "A program in its environment crashed",
    "import os; os.kill(os.getpid(), 9)": "It was killed, most likely because memory ran out",
    "import os; os.abort()": "A program in its environment gave up",
    TOO_MUCH: "It ran out of memory: choose a profile with more",
    "from jupyter_client.kernelspec import get_kernel_spec as get; get('julia-9')": "The kernel julia-9 is missing",
    "raise SystemExit('The moon is <b>full</b>.')": "The last that it wrote (status 1): The moon is <b>full</b>.",
    "raise SystemExit(7)": "The last that it wrote (status 7): nothing",
}


def death(folder: Path, code: str) -> DidNotStart:
    with pytest.raises(DidNotStart) as died:
        asyncio.run(server(folder, sys.executable, "-c", code).start())
    return died.value


@pytest.mark.parametrize("code", DEATHS)
def test_a_death_is_told_in_a_sentence_with_the_end_of_the_log(tmp_path: Path, code: str):
    died = death(tmp_path, code)
    assert died.jupyterhub_message.startswith(f"JupyterLab ended while it started. {DEATHS[code]}")
    assert "<b>" not in died.jupyterhub_html_message
    said = (tmp_path / "logs" / "ada.log").read_text().strip()
    assert ("The end of its log" in died.jupyterhub_html_message) == bool(said)


def test_a_port_that_was_taken_meanwhile_is_told(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        died = death(tmp_path, f"import socket; socket.create_server(('127.0.0.1', {taken.getsockname()[1]}))")
    assert "The port that it was to listen on was taken meanwhile: start again." in died.jupyterhub_message


@pytest.fixture
def small_disk(tmp_path: Path):
    """A folder on a disk of its own with room for very little."""
    need_root()
    disk = Disk(tmp_path / "small", "64k")
    yield disk.folder
    disk.remove()


def test_a_full_disk_is_told(tmp_path: Path, small_disk: Path):
    died = death(tmp_path, f"open({str(small_disk / 'much')!r}, 'wb').write(bytes(2**20))")
    assert "The disk is full: delete files" in died.jupyterhub_message


@pytest.mark.parametrize(
    ("log", "told"),
    [
        ("OSError: [Errno 122] Disk quota exceeded: 'x'", "You have used up your room on the disk"),
        ("RuntimeError: can't start new thread", "It may start no more processes"),
        ("bash: fork: retry: Resource temporarily unavailable", "It may start no more processes"),
        ("OSError: [Errno 24] Too many open files: 'x'", "It has too many files open"),
        ("PermissionError: [Errno 13] Permission denied: '/home/ada/.local'", "It may not use /home/ada/.local"),
        ("/usr/bin/env: 'python3.9': No such file or directory", "Its environment is broken"),
        ("No module named 'a'\n…\nModuleNotFoundError: No module named 'b'", "The package b is missing"),
        ("No module named 'a'\nOSError: [Errno 28] No space left on device", "The disk is full"),
    ],
)
def test_what_logs_say_of_a_death(log: str, told: str):
    assert why(1, log).startswith(told)


def test_how_a_process_ended_has_a_name():
    assert [how(status) for status in (0, 7, -signal.SIGHUP, -99)] == ["status 0", "status 7", "SIGHUP", "signal 99"]
    assert why(-signal.SIGHUP, "Bye.\n\n") == "The last that it wrote (SIGHUP): Bye."

"""A child: becomes somebody's server before it reads anything of theirs, and keeps nothing of the parent's."""

import ctypes
import importlib
import multiprocessing
import os
import pwd
import random
import signal
import site
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from lyceum_hub.servers.prefork.readiness import VARIABLE
from lyceum_hub.servers.prefork.request import Request

PROGRAMS = {"jupyterhub-singleuser": "lyceum_lab.forked:lab", "lyceum-run": "lyceum_lab.forked:run"}
PR_SET_DUMPABLE = 4
PR_SET_NAME = 15
libc = ctypes.CDLL(None)


def become(request: Request, log: int, readiness: int) -> None:
    """Take the session, account, folder, environment and files that a request asks for."""
    os.setsid()
    for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    take_files(log)
    os.environ.clear()
    os.environ.update(request.environment, **{VARIABLE: str(readiness)})
    time.tzset()
    tempfile.tempdir = None  # it was looked for in another environment
    take_chances()
    os.umask(0o077)
    take_name(request)
    request.confinement.enter()
    if request.account:
        drop_to(request.account)
    request.confinement.close()
    os.chdir(request.folder)
    site.USER_SITE = site.USER_BASE = None  # they were looked for in another home


def take_files(log: int) -> None:
    """Read from nothing and write to the log, line by line."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    for spare in {nothing, log} - {0, 1, 2}:
        os.close(spare)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]


def take_chances() -> None:
    """Share no random number with others, nor the key by which processes of one program know each other."""
    random.seed()
    multiprocessing.current_process().authkey = os.urandom(32)


def take_name(request: Request) -> None:
    """Stand in the list of processes as what one is, in the room that the parent's command took."""
    about = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    start, end = int(about[45]), int(about[46])  # arg_start and arg_end of proc(5)
    whose = request.environment.get("JUPYTERHUB_SERVICE_PREFIX", "")
    command = "\0".join((request.program, *request.arguments, whose)).encode()
    ctypes.memmove(start, command[: end - start - 1].ljust(end - start, b"\0"), end - start)
    libc.prctl(PR_SET_NAME, request.program.encode()[:15])


def drop_to(account: str) -> None:
    """Become an account of the operating system, with its groups, for good."""
    found = pwd.getpwnam(account)
    os.initgroups(account, found.pw_gid)
    os.setresgid(found.pw_gid, found.pw_gid, found.pw_gid)
    os.setresuid(found.pw_uid, found.pw_uid, found.pw_uid)
    libc.prctl(PR_SET_DUMPABLE, 1)  # as after exec: else one's own /proc/self is closed to oneself


def program(request: Request) -> Callable[[], int | None]:
    """Return what a child runs, as its script would: by its name, with its arguments."""
    module, _, function = PROGRAMS[request.program].partition(":")
    sys.argv = [request.program, *request.arguments]
    main: Callable[[], int | None] = getattr(importlib.import_module(module), function)
    return main

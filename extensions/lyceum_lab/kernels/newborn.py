"""A forked kernel before it begins: it becomes what a new interpreter with its command would be."""

import ctypes
import locale
import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from lyceum_lab.kernels.order import LAUNCHER, Order

HIGHEST = 2**20  # no file has a higher number
PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15
libc = ctypes.CDLL(None)


def become(order: Order, nursery: int) -> NoReturn:
    """Be the kernel of an order, to its end."""
    os.setsid()
    die_with(nursery)
    take_signals()
    take_files()
    os.environ.clear()
    os.environ.update(order.environment, JPY_PARENT_PID=str(nursery))
    time.tzset()
    take_locale()
    take_chances()
    os.chdir(order.folder)
    take_name([Path(sys.executable).name, *LAUNCHER, *order.arguments])
    sys.argv = [LAUNCHER[-1], *order.arguments]
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(parent_handle=nursery)  # whose default is what was so when it was imported
    sys.exit()


def take_locale() -> None:
    """Write text as the environment says; as interpreters do, leave it where this machine lacks that locale."""
    with suppress(locale.Error):
        locale.setlocale(locale.LC_CTYPE, "")


def die_with(process: int) -> None:
    """End when the process that forked this one ends, even if it did meanwhile."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != process:
        os._exit(1)


def take_signals() -> None:
    """Heed signals as a new interpreter does."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def take_chances() -> None:
    """Share no random number with other forks, nor the key by which processes of one program know each other."""
    random.seed()
    multiprocessing.current_process().authkey = os.urandom(32)


def take_files() -> None:
    """Read from nothing, write where the server writes, and hold no other file."""
    os.closerange(3, HIGHEST)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.closerange(3, HIGHEST)


def take_name(command: Sequence[str]) -> None:
    """Stand in the list of processes as a command, in the room that the first one's command took."""
    about = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    start, end = int(about[45]), int(about[46])  # arg_start and arg_end of proc(5)
    ctypes.memmove(start, "\0".join(command).encode()[: end - start - 1].ljust(end - start, b"\0"), end - start)
    libc.prctl(PR_SET_NAME, command[0].encode()[:15])

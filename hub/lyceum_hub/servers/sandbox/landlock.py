"""Landlock: a process gives up, for itself and all that it starts, every file but those it names.

It also gives up tracing, reading and (from version 6 on) signalling whatever is not within the same enclosure.
See https://docs.kernel.org/userspace-api/landlock.html.
"""

import ctypes
import os
import stat
import struct
from collections.abc import Iterable

CREATE, ADD, RESTRICT = 444, 445, 446  # the same numbers on every architecture
VERSION, PATH_BENEATH = 1, 1
EXECUTE, WRITE, READ, LIST, TRUNCATE, IOCTL = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14, 1 << 15
READING = EXECUTE | READ | LIST
ON_FILES = EXECUTE | WRITE | READ | TRUNCATE | IOCTL  # what files can be allowed; folders know more
LAST = {1: 12, 2: 13, 3: 14, 4: 14, 5: 15}  # the last bit that a version of Landlock knows
SOCKETS, SIGNALS = 1 << 0, 1 << 1  # of others: sockets without a file, and signals to their processes
SCOPES_SINCE = 6
PR_SET_NO_NEW_PRIVS = 38
libc = ctypes.CDLL(None, use_errno=True)


def version() -> int:
    """Return which version of Landlock the kernel has; 0: none."""
    return max(0, int(libc.syscall(CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(VERSION))))


def restrict(reading: Iterable[str], writing: Iterable[str]) -> None:
    """Leave this process what lies below these paths, to read and execute, or to do anything with; for good."""
    known = version()
    everything = (1 << LAST.get(known, 15) + 1) - 1
    rules = ruleset(known, everything, SOCKETS | SIGNALS if known >= SCOPES_SINCE else 0)
    for paths, allowed in ((reading, READING), (writing, everything)):
        for path in paths:
            allow(rules, path, allowed & everything)
    no_new_privileges()
    enforce(rules)


def leave_sockets() -> None:
    """Give up the abstract sockets of others, which no account protects, where the kernel knows how; for root."""
    if (known := version()) >= SCOPES_SINCE:
        enforce(ruleset(known, 0, SOCKETS))


def ruleset(known: int, files: int, scopes: int) -> int:
    """Return a new set of rules for a version of Landlock."""
    about = struct.pack("=QQQ", files, 0, scopes)[: 8 if known < 4 else 16 if known < SCOPES_SINCE else 24]
    return call(CREATE, about, len(about), 0)


def enforce(rules: int) -> None:
    """Live by a set of rules from now on."""
    call(RESTRICT, rules, 0)
    os.close(rules)


def allow(rules: int, path: str, allowed: int) -> None:
    """Add a path to what is left; one that is not there is left out."""
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(os.fstat(opened).st_mode):
        allowed &= ON_FILES
    call(ADD, rules, PATH_BENEATH, struct.pack("=Qi", allowed, opened), 0)
    os.close(opened)


def no_new_privileges() -> None:
    """Gain nothing by executing a program, whatever its owner says: what Landlock asks for."""
    check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))


def call(number: int, *arguments: int | bytes) -> int:
    """Call the kernel; raise OSError with what it says."""
    passed = [ctypes.c_long(value) if isinstance(value, int) else ctypes.c_char_p(value) for value in arguments]
    return check(libc.syscall(number, *passed))


def check(answer: int) -> int:
    """Return an answer of the kernel's that is no error."""
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return answer

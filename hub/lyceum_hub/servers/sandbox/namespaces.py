"""Namespaces: a root folder that holds only what a server may see, and a list of processes that holds only its own."""

import ctypes
import os
import signal
import struct
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lyceum_hub.servers.sandbox.landlock import check

FILES, PROCESSES = 0x00020000, 0x20000000
MOUNTS = FILES | 0x08000000 | 0x10000000  # with the user's own and System V's
BIND, RECURSIVE, PRIVATE, FOLLOWING, NO_SETUID, NO_DEVICES, DETACH = 4096, 16384, 1 << 18, 1 << 19, 2, 4, 2
MOUNT_SETATTR, READ_ONLY, ALL_BELOW, HERE = 442, 1, 0x8000, -100  # the same numbers on every architecture
PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_DUMPABLE = 1, 24, 4
CAPABILITIES_3 = 0x20080522
STREAMS = {"fd": "fd", "stdin": "fd/0", "stdout": "fd/1", "stderr": "fd/2"}
BUILDING = Path("/tmp")  # noqa: S108 - where the new root is built: nothing is written to what lies there
libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class View:
    """The paths that are seen, those in them that are empty, those that may be written wherever they are, `/tmp`."""

    seen: Sequence[str]
    hidden: Sequence[str] = ()
    writable: Sequence[str] = ()
    temporary: str = ""


def enter(view: View, *, own_processes: bool) -> None:
    """See only this; return in the process that does.

    With processes of one's own that is a new one, the first of its kind: all others end with it. The process that
    called stays outside, waits, and ends as it ended.
    """
    uid, gid = os.geteuid(), os.getegid()
    check(libc.unshare(MOUNTS | (PROCESSES if own_processes else 0)))
    for name, told in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        Path("/proc/self", name).write_text(told)
    if own_processes:
        step_inside()
    build(view, own_processes=own_processes)
    drop_capabilities()


def close_files(paths: Iterable[str]) -> None:
    """See nothing in these files any more; for root, who stays in the namespaces of everybody but that of mounts."""
    check(libc.unshare(FILES))
    mount("none", "/", "", RECURSIVE | FOLLOWING)
    for path in paths:
        mount(os.devnull, path, "", BIND)


def step_inside() -> None:
    """Return in a child, which is the first process inside."""
    if not (inside := os.fork()):
        check(libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL))
        return
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda number, _: os.kill(inside, number))
    os.closerange(0, os.sysconf("SC_OPEN_MAX"))
    _, status = os.waitpid(inside, 0)
    end_like(os.waitstatus_to_exitcode(status))


def end_like(status: int) -> None:
    """End with a status, or by a signal where it is negative."""
    if status < 0:
        with suppress(OSError):  # SIGKILL has no handler
            signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    os._exit(status)


def build(view: View, *, own_processes: bool) -> None:
    """Make a root folder of what may be seen, and go there; the old one is nowhere any more."""
    mount("none", "/", "", RECURSIVE | PRIVATE)
    mount("lyceum", BUILDING, "tmpfs", NO_SETUID | NO_DEVICES, "mode=0755")
    old, new = BUILDING / "old", BUILDING / "new"
    for folder in (old, new):
        folder.mkdir()
    check(libc.pivot_root(bytes(BUILDING), bytes(old)))
    os.chdir("/")
    mount("lyceum", "/new", "tmpfs", NO_SETUID | NO_DEVICES, "mode=0755")
    furnish(view, own_processes=own_processes)
    os.chdir("/new")
    check(libc.pivot_root(b".", b"."))
    check(libc.umount2(b".", DETACH))
    os.chdir("/")


def furnish(view: View, *, own_processes: bool) -> None:
    """Put into the new root what may be seen of the old one, and what everybody has of their own."""
    for name in ("dev/pts", "dev/shm", "proc", "run", "tmp", "var"):
        Path("/new", name).mkdir(parents=True, exist_ok=True)
    show(view.temporary, "/tmp")  # noqa: S108 - it is private
    Path("/new/var/tmp").symlink_to("../tmp")  # before what is seen, which may lie there
    kept = [path for path in view.seen if path not in view.writable]
    for path in view.seen:
        show(path, path)
    for path in kept:
        keep(path)
    for path in view.hidden:
        mount("lyceum", f"/new{path}", "tmpfs", NO_SETUID | NO_DEVICES, "mode=0755")
    for path in view.writable:
        if any(Path(path).is_relative_to(outer) for outer in (*view.hidden, *kept)):
            show(path, path)
    if own_processes:
        mount("proc", "/new/proc", "proc", NO_SETUID | NO_DEVICES)
    else:
        show("/proc", "/proc")
    mount("devpts", "/new/dev/pts", "devpts", NO_SETUID, "newinstance,ptmxmode=0666,mode=0600")
    mount("lyceum", "/new/dev/shm", "tmpfs", NO_SETUID | NO_DEVICES, "mode=1777")
    Path("/new/dev/ptmx").symlink_to("pts/ptmx")
    for name, target in STREAMS.items():
        Path("/new/dev", name).symlink_to(f"/proc/self/{target}")


def show(path: str, where: str) -> None:
    """Have a file, folder or link of the old root in the new one; what is not there is left out."""
    source, target = Path(f"/old{path}"), Path(f"/new{where}")
    if source.is_symlink() and not target.is_symlink():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(source.readlink())
    elif source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        mount(source, target, "", BIND | RECURSIVE)
    elif source.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
        mount(source, target, "", BIND)


def keep(path: str) -> None:
    """Have nobody write to what is seen at a path, which may lie in a folder that one may write to, as `/tmp`."""
    place = Path(f"/new{path}")
    if place.exists() and not place.is_symlink():
        wanted = struct.pack("=QQQQ", READ_ONLY, 0, 0, 0)
        check(libc.syscall(MOUNT_SETATTR, HERE, bytes(place), ALL_BELOW, wanted, ctypes.c_size_t(len(wanted))))


def mount(source: str | Path, target: str | Path, kind: str, flags: int, options: str = "") -> None:
    """Mount something."""
    check(libc.mount(bytes(Path(source)), bytes(Path(target)), kind.encode(), ctypes.c_ulong(flags), options.encode()))


def drop_capabilities() -> None:
    """Give up all power over the new namespaces."""
    for capability in range(64):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)  # an unknown one is refused, which is as good
    header, none = (ctypes.c_uint32 * 2)(CAPABILITIES_3, 0), (ctypes.c_uint32 * 6)()
    check(libc.capset(header, none))
    check(libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0))  # else one's own /proc/self is closed to oneself

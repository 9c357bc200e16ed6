"""The parent: one thread, no secret; it forks whoever is asked for, and tells how that ended."""

import gc
import os
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from lyceum_hub.servers.prefork.request import LONGEST, Request, unpack

AT_ONCE = 128
PATIENCE = 5.0  # seconds for whoever asks to say what for


class Parent:
    """Listens for requests; in each child that it forks, `serve` returns what that child is to be."""

    def __init__(self, address: Path, is_outdated: Callable[[], bool]) -> None:
        self._address = address
        self._is_outdated = is_outdated
        self._of: dict[int, socket.socket] = {}  # who asked for each child

    def serve(self) -> tuple[Request, list[int]]:
        """Fork whatever is asked for; return only in a child, with its request, log and readiness."""
        reading, writing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        listener = listen(self._address)
        gc.collect()
        gc.freeze()  # else the first collection in a child would copy every page
        while True:
            ready, _, _ = select.select([listener.fileno(), reading], [], [])
            if reading in ready:
                os.read(reading, 4096)
                self._bury()
            if listener.fileno() in ready and (found := self._accept(listener)):
                for unused in (listener.fileno(), reading, writing):
                    os.close(unused)
                return found

    def _accept(self, listener: socket.socket) -> tuple[Request, list[int]] | None:
        """Fork a child for whoever asks; return in the child, which is told what it is to be."""
        if self._is_outdated():
            listener.close()
            os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - the children stay ours
        asker, _ = listener.accept()
        asker.settimeout(PATIENCE)
        if is_confined(asker):
            asker.close()
            return None
        if (child := os.fork()) == 0:
            signal.set_wakeup_fd(-1)
            for connection in self._of.values():
                connection.close()
            return hear(asker)
        self._of[child] = asker
        return None

    def _bury(self) -> None:
        """Tell how children ended to those who asked for them."""
        with suppress(ChildProcessError):
            while (dead := os.waitpid(-1, os.WNOHANG))[0]:
                child, status = dead
                if asker := self._of.pop(child, None):
                    with suppress(OSError):
                        asker.send(str(os.waitstatus_to_exitcode(status)).encode())
                    asker.close()


def hear(asker: socket.socket) -> tuple[Request, list[int]]:
    """Return, in a child, what it is asked to be, and tell its number; exit where nothing is that makes sense.

    The parent never reads it: all later children would find in their memory what is left of it, as tokens.
    """
    try:
        message, files, _, _ = socket.recv_fds(asker, LONGEST, 2)
        request = unpack(message)
        asker.send(str(os.getpid()).encode())
    except (OSError, ValueError, TypeError):
        with suppress(OSError):
            asker.shutdown(socket.SHUT_RDWR)  # the parent holds it too, and would tell how we ended
        os._exit(1)
    asker.close()
    return request, files


def is_confined(asker: socket.socket) -> bool:
    """Tell whether who asks has given up privileges for good: then it is no hub, but in a sandbox that shows us.

    Root has none in sandboxes.
    """
    if os.geteuid() == 0:
        return False
    (pid,) = struct.unpack_from("i", asker.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    try:
        return "NoNewPrivs:\t0" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return True


def listen(address: Path) -> socket.socket:
    """Return the socket that only this account can reach, in place of one that a dead parent left."""
    address.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(str(address))
    address.chmod(0o600)
    listener.listen(AT_ONCE)
    return listener

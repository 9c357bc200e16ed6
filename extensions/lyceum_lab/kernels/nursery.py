"""The nursery: one thread, begun before a server has any; it forks kernels and tells how they end.

It ends with the server, and its kernels end with it, however either ends.
"""

import os
import select
import signal
import socket
from contextlib import suppress

from lyceum_lab.kernels.newborn import HIGHEST, become, die_with, take_name
from lyceum_lab.kernels.order import LONGEST, Order

PATIENCE = 5.0  # seconds for a fork
at: socket.socket | None = None  # where the nursery of this process listens


def begin() -> None:
    """Fork the nursery of this process, which must have one thread; where it cannot be, kernels start as ever."""
    global at
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    server = os.getpid()
    if os.fork() == 0:
        ours.close()
        die_with(server)
        keep_only(its)
        take_name(["nursery"])
        serve(its)
    its.close()
    ours.settimeout(PATIENCE)
    at = ours


def serve(orders: socket.socket) -> None:
    """Fork what is ordered, until nobody can order any more; exit with a kernel's status in a kernel."""
    reading, writing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    of: dict[int, socket.socket] = {}  # whom to tell how each kernel ends
    while True:
        ready, _, _ = select.select([orders.fileno(), reading], [], [])
        if reading in ready:
            os.read(reading, 4096)
            bury(of)
        if orders.fileno() in ready:
            fork(orders, of)


def fork(orders: socket.socket, of: dict[int, socket.socket]) -> None:
    """Take an order; in the child, be the kernel."""
    message, files, _, _ = socket.recv_fds(orders, LONGEST, 1)
    if not message:
        os._exit(0)
    asker = socket.socket(fileno=files[0])
    nursery, child = os.getpid(), os.fork()
    if child == 0:
        become(Order.unpack(message), nursery)
    of[child] = asker
    with suppress(OSError):
        asker.send(str(child).encode())


def bury(of: dict[int, socket.socket]) -> None:
    """Tell how kernels ended to those who ordered them."""
    with suppress(ChildProcessError):
        while (dead := os.waitpid(-1, os.WNOHANG))[0]:
            child, status = dead
            asker = of.pop(child)
            with suppress(OSError):
                asker.send(str(os.waitstatus_to_exitcode(status)).encode())
            asker.close()


def keep_only(connection: socket.socket) -> None:
    """Close all files but the standard ones and a connection."""
    os.closerange(3, connection.fileno())
    os.closerange(connection.fileno() + 1, HIGHEST)

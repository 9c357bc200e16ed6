"""A kernel that the nursery forked, as its server sees it: like a `subprocess.Popen`."""

import os
import select
import socket
from subprocess import TimeoutExpired

from lyceum_lab.kernels import nursery
from lyceum_lab.kernels.order import Order

KILLED = -9


class Forked:
    """A process of the nursery's, which tells here how it ended."""

    stdin = stdout = stderr = None

    def __init__(self, told: socket.socket, pid: int) -> None:
        self._told = told
        self.pid = pid
        self.returncode: int | None = None

    @classmethod
    def ask(cls, order: Order) -> "Forked":
        """Have a kernel forked; raise OSError where no nursery does it."""
        if nursery.at is None:
            raise ConnectionError("there is no nursery")
        told, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with its:
            socket.send_fds(nursery.at, [order.pack()], [its.fileno()])
        told.settimeout(nursery.PATIENCE)
        if not (pid := told.recv(64)):
            raise ConnectionResetError("the nursery ended")
        told.setblocking(False)
        return cls(told, int(pid))

    def poll(self) -> int | None:
        """Return the status that the kernel ended with; None while it runs. Without its nursery it was killed."""
        if self.returncode is None:
            try:
                self.returncode = int(self._told.recv(64) or KILLED)
            except BlockingIOError:
                return None
            self._told.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Return the status once the kernel has ended."""
        if self.returncode is None and not select.select([self._told], [], [], timeout)[0]:
            raise TimeoutExpired("ipykernel", timeout or 0)
        status = self.poll()
        assert status is not None
        return status

    def send_signal(self, number: int) -> None:
        """Send a signal, if the kernel is there to take it."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(9)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(15)

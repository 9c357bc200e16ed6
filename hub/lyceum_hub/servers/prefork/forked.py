"""A server that the prefork parent forked, as the hub sees it."""

import os
import socket
from pathlib import Path

from lyceum_hub.servers.prefork.readiness import Readiness
from lyceum_hub.servers.prefork.request import Request, pack

PATIENCE = 5.0  # seconds for the parent to fork


class Forked:
    """A process of the parent's, which tells here how it ended."""

    def __init__(self, connection: socket.socket, pid: int, readiness: Readiness) -> None:
        self._connection = connection
        self.pid = pid
        self.readiness = readiness

    @classmethod
    def ask(cls, address: Path, request: Request, log: int) -> "Forked":
        """Have a server forked that writes to an open file; raise OSError where no parent does it."""
        connection, readiness = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET), Readiness()
        try:
            connection.settimeout(PATIENCE)
            connection.connect(str(address))
            socket.send_fds(connection, [pack(request)], [log, readiness.its])
            if not (told := connection.recv(64)):
                raise ConnectionResetError("the prefork parent ended")
            connection.setblocking(False)
            return cls(connection, int(told), readiness)
        except BaseException:
            connection.close()
            readiness.close()
            raise
        finally:
            os.close(readiness.its)

    def poll(self) -> int | None:
        """Return the status that the process ended with; None while it runs, or where nobody can tell any more."""
        try:
            told = self._connection.recv(64)
        except OSError:
            return None
        return int(told) if told else None

    def close(self) -> None:
        """Listen no more."""
        self._connection.close()
        self.readiness.close()

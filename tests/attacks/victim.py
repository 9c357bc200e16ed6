"""A person's server as an attacker finds it: with secrets in each place that others might reach."""

import atexit
import contextlib
import ctypes
import json
import os
import pty
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

libc = ctypes.CDLL(None)
SECRET = b"ada's secret"
PR_SET_PTRACER, ANYBODY = 0x59616D61, -1
IPC_CREATE, IPC_REMOVE = 0o1600, 0


def main(club: str) -> None:
    """Lay secrets out, say where they are, and stay."""
    libc.prctl(PR_SET_PTRACER, ctypes.c_long(ANYBODY), 0, 0, 0)  # or Yama alone would refuse some of it
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    held = ctypes.create_string_buffer(SECRET)
    home = Path.home()
    notebook = lay(home / "notebook.ipynb")
    runtime = home / ".local/share/jupyter/runtime"
    runtime.mkdir(parents=True)
    with tempfile.NamedTemporaryFile() as passing, notebook.open("rb") as opened, segment() as key:
        passing.write(SECRET)
        passing.flush()
        where = {
            "address": ctypes.addressof(held),
            "home": str(home),
            "notebook": str(notebook),
            "connection": str(lay(runtime / "kernel-1.json")),
            "passing": passing.name,
            "shared_memory": in_memory(),
            "opened": opened.fileno(),
            "terminal": terminal(),
            "socket": answer(str(home / "socket")),
            "abstract": answer(f"\0lyceum-{os.getpid()}-{os.urandom(4).hex()}"),
            "segment": key,
            "paper": str(lay(Path(club) / "paper")),
        }
        sys.stdout.write(json.dumps(where) + "\n")
        sys.stdout.flush()
        listener = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
        threading.Event().wait()
        listener.close()


def lay(path: Path) -> Path:
    """Write a file with the secret."""
    path.write_bytes(SECRET)
    return path


def answer(address: str) -> str:
    """Tell the secret to whoever connects to a socket."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen()

    def serve() -> None:
        while True:
            connection, _ = listener.accept()
            with contextlib.suppress(OSError):
                connection.sendall(SECRET)
            connection.close()

    threading.Thread(target=serve, daemon=True).start()
    return address


def terminal() -> str:
    """Open a terminal and return its name; empty where there can be none."""
    with contextlib.suppress(OSError):
        return os.ttyname(pty.openpty()[1])
    return ""


def in_memory() -> str:
    """Lay the secret out in memory that has a name; empty where there can be none."""
    with contextlib.suppress(OSError):
        number, name = tempfile.mkstemp(dir="/dev/shm")
        atexit.register(os.remove, name)
        os.write(number, SECRET)
        return name
    return ""


@contextlib.contextmanager
def segment() -> Iterator[int]:
    """Keep the secret in a segment of memory as System V has them, and give its key."""
    key = int.from_bytes(os.urandom(3), "big") + 1
    number = libc.shmget(key, 4096, IPC_CREATE)
    libc.shmat.restype = ctypes.c_void_p
    ctypes.memmove(libc.shmat(number, None, 0), SECRET, len(SECRET))
    try:
        yield key
    finally:
        libc.shmctl(number, IPC_REMOVE, None)


if __name__ == "__main__":
    main(*sys.argv[1:])

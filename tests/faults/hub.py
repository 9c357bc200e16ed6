"""A hub that can be killed: it knows people by their names, and starts and ends the servers of runs.

`python -m faults.hub PORT FOLDER LEDGER SERVICE…`. It remembers nothing but its folder, where each server has its pid.
"""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from lyceum_hub.scopes import RUNS_REPORT, scopes_of

ARGUMENTS = sys.argv[2:]  # folder, ledger and services, handed to each server


class Hub(BaseHTTPRequestHandler):
    """The part of JupyterHub's API that the service uses."""

    def do_GET(self):
        """Say whose a token is, who somebody is, or that we are up."""
        if self.path == "/hub/api/user":
            self.answer(200, holder_of(self.headers["Authorization"].removeprefix("token ")))
        elif self.path.startswith("/hub/api/users/"):
            self.answer(200, person(self.path.rpartition("/")[2].partition("?")[0]))
        else:
            self.answer(200, {})

    def do_POST(self):
        """Start a server."""
        server = self.path.rpartition("/")[2]
        if pid_of(server):
            return self.answer(400, {"message": f"{server} is already running"})
        folder, ledger, *services = ARGUMENTS
        file_of(server).unlink(missing_ok=True)
        command = [sys.executable, "-S", "-m", "faults.server", server, ledger, folder, *services]
        subprocess.Popen(command, start_new_session=True)
        return self.answer(201, {})

    def do_DELETE(self):
        """End a server, and return once it is gone."""
        server = self.path.rpartition("/")[2]
        while pid := pid_of(server):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.01)
        file_of(server).unlink(missing_ok=True)
        self.answer(204, None)

    def answer(self, status, body):
        """Send JSON, once what was asked has been read."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        content = b"" if body is None else json.dumps(body).encode()
        with suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, format, *args):
        """Keep quiet."""


def holder_of(token):
    """Return who holds a token: a run's server, or the person of that name."""
    if not token.startswith("run-"):
        return {"name": token, "admin": False, "scopes": scopes_of("user")}
    return {"name": OWNER, "admin": False, "scopes": [RUNS_REPORT, f"access:servers!server={OWNER}/{token}"]}


def person(name):
    """Return somebody's account, with the servers that run."""
    running = {file.name: {"name": file.name, "ready": True} for file in Path(ARGUMENTS[0]).iterdir()}
    servers = {server: about for server, about in running.items() if pid_of(server)}
    return {"name": name, "created": "2026-01-01T00:00:00Z", "groups": [], "servers": servers}


def file_of(server):
    """Return where a server's pid stands."""
    return Path(ARGUMENTS[0], server)


def pid_of(server):
    """Return the pid of a server that runs, else None."""
    with suppress(OSError, ValueError):
        pid = int(file_of(server).read_text())
        if server.encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
            return pid
    return None


OWNER = "ada"

if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead need no burial
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Hub).serve_forever()

"""Servers in name only, for a hub that shall have many: one small server in the hub answers for all of them.

The site's file of a workspace that has them is what `SITE` says.
"""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from lyceum_hub.servers.spawner import LocalSpawner

SITE = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from bench.stub import StubSpawner
c.JupyterHub.spawner_class = StubSpawner
c.JupyterHub.trusted_downstream_ips = ["127.0.0.1"]
"""


class Answer(BaseHTTPRequestHandler):
    """Says that everybody's server is there."""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


answering = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
threading.Thread(target=answering.serve_forever, daemon=True).start()


class StubSpawner(LocalSpawner):
    """Starts nothing, and says that it runs."""

    runs = False

    async def start(self) -> tuple[str, int]:
        """Be there at once."""
        self.runs = True
        self.port = answering.server_port
        return "127.0.0.1", self.port

    async def poll(self) -> int | None:
        """Tell whether it was stopped."""
        return None if self.runs else 0

    async def stop(self, now: bool = False) -> None:
        """Be gone at once."""
        self.runs = False

    def load_state(self, state: dict[str, Any]) -> None:
        """Have nothing to adopt."""

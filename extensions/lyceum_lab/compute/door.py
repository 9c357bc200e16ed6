"""Asking a cluster through its Unix socket; without Dask, so that JupyterLab starts without it."""

import socket
from typing import Any

from tornado.httpclient import HTTPResponse
from tornado.netutil import Resolver
from tornado.simple_httpclient import SimpleAsyncHTTPClient

from lyceum_lab.compute.records import Record

PATIENCE = 3.0  # seconds; a notebook that computes keeps its cluster from answering at once


class DoorResolver(Resolver):
    """Finds every host behind one socket."""

    def initialize(self, door: str) -> None:
        """Take the socket's path."""
        self.door = door

    async def resolve(self, *_: Any, **__: Any) -> list[tuple[int, Any]]:
        """Return the socket."""
        return [(socket.AF_UNIX, self.door)]


async def ask(record: Record, path: str, **request: Any) -> HTTPResponse:
    """Return what a cluster answers, whatever the status; raise OSError or HTTPError where it does not."""
    client = SimpleAsyncHTTPClient(force_instance=True, resolver=DoorResolver(door=record.door))
    try:
        return await client.fetch(f"http://cluster/{path}", raise_error=False, request_timeout=PATIENCE, **request)
    finally:
        client.close()

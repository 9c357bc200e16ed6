"""A cluster's dashboard, brought from its Unix socket to its owner's browser."""

from typing import Any

from jupyter_server_proxy.handlers import ProxyHandler

from lyceum_lab.compute.panel import the


class DashboardHandler(ProxyHandler):
    """Passes requests and websockets on; ProxyHandler lets only the server's owner through."""

    SUPPORTED_METHODS = ("GET",)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, update_last_activity=False, **options)

    async def prepare(self) -> None:
        """Find the cluster's socket once it is known who asks."""
        await super().prepare()
        if not self._finished:
            self.unix_socket = the(self.path_kwargs["cluster_id"]).door

    async def http_get(self, cluster_id: str, path: str) -> None:
        """Pass a request on."""
        await self.proxy("localhost", 0, path)

    async def open(self, cluster_id: str, path: str) -> None:
        """Pass a websocket on."""
        await self.proxy_open("localhost", 0, path)

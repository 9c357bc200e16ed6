"""Clusters that nobody else on the machine can reach: TLS between processes, a Unix socket for the dashboard."""

import os
from io import FileIO
from math import inf
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from dask.utils import format_bytes, parse_timedelta
from distributed import LocalCluster, Scheduler, Worker
from distributed.http.routing import RoutingApplication
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_unix_socket

from lyceum_lab.compute.control import ControlHandler
from lyceum_lab.compute.records import Record, clear
from lyceum_lab.compute.share import Share


class UnixScheduler(Scheduler):
    """A scheduler whose pages are served on a Unix socket instead of a port.

    Its file is removed at once, so that nothing is left of it, however this process ends. Who may look into this
    process finds it there, by the number of `door`.
    """

    door: FileIO

    def start_http_server(self, routes: list[Any], dashboard_address: str, **_: Any) -> None:
        """Serve on a socket of a name; called by Scheduler itself."""
        self.http_application = RoutingApplication(routes)
        self.http_server = HTTPServer(self.http_application)
        with TemporaryDirectory(prefix="lyceum-dask-") as folder:
            path = os.path.join(folder, dashboard_address)
            self.http_server.add_socket(bind_unix_socket(path, 0o600))
            self.door = FileIO(path, opener=lambda path, _: os.open(path, os.O_PATH | os.O_CLOEXEC))
        self.http_server.port = 0  # Bokeh and clients ask for one
        self.services["dashboard"] = self.http_server

    async def close(self, *arguments: Any, **options: Any) -> None:
        """Close the door, too."""
        self.door.close()
        await super().close(*arguments, **options)


class WorkerWithoutPages(Worker):
    """A worker that serves no pages: everybody on the machine could read them."""

    def start_http_server(self, *_: Any, **__: Any) -> None:
        """Serve nothing; called by Worker itself."""


class PrivateCluster(LocalCluster):
    """A LocalCluster that is its owner's alone; among the bases of a class, it makes those after it so."""

    share: Share
    scheduler_spec: Any
    most: float = inf

    def __init__(self, *, share: Share, idle: str | float, **options: Any) -> None:
        self.id = str(uuid4())
        self.share = share
        apart = {"security": True, "protocol": "tls", "host": "127.0.0.1", "dashboard_address": self.id[:8]}
        super().__init__(**{"name": f"dask-{self.id[:4]}", **options, **apart})
        self.most = len(self.worker_spec)
        self.scheduler.idle_timeout = parse_timedelta(idle)  # only now: it would not wait for the first worker
        keys = self.security.get_tls_config_for_role("client")
        door = f"/proc/{os.getpid()}/fd/{self.scheduler.door.fileno()}"
        Record(self.id, self.scheduler_address, door, keys["cert"], keys["key"], self.model()).write()

    async def _start(self) -> None:
        self.scheduler_spec = {**self.scheduler_spec, "cls": UnixScheduler}
        for spec in (self.new_spec, *self.worker_spec.values()):
            spec["options"]["worker_class"] = WorkerWithoutPages
        await super()._start()
        self.scheduler.http_application.add_handlers(".*$", [("/lyceum", ControlHandler, {"cluster": self})])
        self.loop.add_callback(self.end_with_scheduler)

    async def end_with_scheduler(self) -> None:
        """End with the scheduler, which ends by itself when it is idle."""
        await self.scheduler.finished()
        await self._close()

    async def _close(self) -> None:
        clear(self.id)
        await super()._close()

    @property
    def dashboard_link(self) -> str:
        """Where the owner's own JupyterLab shows the dashboard."""
        return f"{os.environ.get('JUPYTERHUB_SERVICE_PREFIX', '/')}dask/dashboard/{self.id}/status"

    def model(self) -> dict[str, Any]:
        """Return what the panel shows."""
        workers = [options for spec in self.worker_spec.values() if (options := spec["options"])]
        return {
            "id": self.id,
            "name": self.name,
            "scheduler_address": self.scheduler_address,
            "dashboard_link": self.dashboard_link,
            "workers": len(workers),
            "cores": sum(options["nthreads"] for options in workers),
            "memory": format_bytes(sum(options["memory_limit"] for options in workers)),
        }

    def scale(self, n: int = 0, *, memory: Any = None, cores: Any = None) -> Any:
        """Run so many workers; raise ValueError where they do not fit into what a cluster may take here."""
        if n > self.most:
            raise ValueError(f"{self.name} has room for {self.most} workers, {n} do not fit into {self.share}.")
        return super().scale(n, memory=memory, cores=cores)

    def adapt(self, *, minimum: int = 0, maximum: int | None = None, **options: Any) -> Any:
        """Run as many workers as the work needs, and no more than fit."""
        return super().adapt(minimum=minimum, maximum=min(self.most, maximum or self.most), **options)

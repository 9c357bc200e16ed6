"""What the panel Dask in JupyterLab asks: the owner's clusters, wherever they were started, and their dashboards."""

import asyncio
import json
import os
import re
import sys
from asyncio.subprocess import PIPE, Process
from typing import Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado.httpclient import HTTPClientError
from tornado.web import HTTPError, authenticated

from lyceum_lab.compute import records
from lyceum_lab.compute.door import ask
from lyceum_lab.compute.records import Record

ID = r"(?P<cluster_id>\w+(?:-\w+){4})"
COMMAND = (sys.executable, "-m", "lyceum_lab.compute")
SECONDS = 60  # for a cluster to start
started: set[Process] = set()  # their inputs stay open as long as this server lives


class PanelHandler(APIHandler):
    """A handler for the panel, which looks every few seconds: that keeps no idle server alive."""

    _track_activity = False

    async def show(self, status: int, said: Any) -> None:
        """Send an answer, or a problem as `message`, where the panel looks for it."""
        self.set_status(status)
        await self.finish(json.dumps(said))


class ClustersHandler(PanelHandler):
    """Lists clusters, and starts one."""

    @authenticated
    async def get(self) -> None:
        """Send the clusters that run."""
        found = await asyncio.to_thread(records.running)
        await self.show(200, await asyncio.gather(*(model(record) for record in found)))

    @authenticated
    async def put(self) -> None:
        """Start a cluster that ends with this server."""
        said = await start()
        await self.show(200 if "id" in said else 500, said)


class ClusterHandler(PanelHandler):
    """Shows a cluster, changes its size, ends it."""

    @authenticated
    async def get(self, cluster_id: str) -> None:
        """Send how the cluster stands."""
        await self.show(200, await model(the(cluster_id)))

    @authenticated
    async def patch(self, cluster_id: str) -> None:
        """Have the cluster take another size."""
        await self.pass_on(cluster_id, method="PATCH", body=self.request.body)

    @authenticated
    async def delete(self, cluster_id: str) -> None:
        """End the cluster."""
        await self.pass_on(cluster_id, method="DELETE")

    async def pass_on(self, cluster_id: str, **request: Any) -> None:
        """Send what the cluster answers, or that it does not."""
        try:
            answer = await ask(the(cluster_id), "lyceum", **request)
        except (OSError, HTTPClientError):
            await self.show(503, {"message": "The cluster is busy. Try again once its notebook's cell has run."})
        else:
            self.set_status(answer.code)
            await self.finish(answer.body or None)


class DashboardCheckHandler(PanelHandler):
    """Tells which charts the dashboard of a cluster has."""

    @authenticated
    async def get(self, url: str) -> None:
        """Answer for one of the owner's clusters; of other addresses nothing is known."""
        named = re.search(f"dask/dashboard/{ID}", url)
        plots = await charts(named["cluster_id"]) if named else {}
        await self.show(200, {"url": url, "isActive": bool(plots), "plots": plots})


class DashboardRoute(PanelHandler):
    """Gives way to the dashboards' handler, which is imported when the first one is opened."""

    def __new__(cls, *arguments: Any, **options: Any) -> Any:
        """Return the other handler."""
        from lyceum_lab.compute.dashboard import DashboardHandler

        return DashboardHandler(*arguments, **options)


def the(cluster_id: str) -> Record:
    """Return a running cluster by its id; raise HTTPError."""
    for record in records.records():
        if record.id == cluster_id and record.is_alive():
            return record
    raise HTTPError(404, "This cluster does not run any more.")


async def model(record: Record) -> dict[str, Any]:
    """Return how a cluster stands, or stood when it started where it is too busy to say."""
    try:
        found: dict[str, Any] = json.loads((await ask(record, "lyceum")).body)
    except (OSError, HTTPClientError, ValueError):
        return record.model
    return found


async def charts(cluster_id: str) -> dict[str, str]:
    """Return the charts of a cluster's dashboard, by name."""
    try:
        found: dict[str, str] = json.loads((await ask(the(cluster_id), "individual-plots.json")).body)
    except (OSError, HTTPClientError, HTTPError, ValueError):
        return {}
    return found


async def start() -> dict[str, Any]:
    """Start a cluster in a process of its own; return what the panel shows of it, or a message why it did not start."""
    process = await asyncio.create_subprocess_exec(*COMMAND, stdin=PIPE, stdout=PIPE, env=os.environ)
    started.difference_update([each for each in started if each.returncode is not None])
    started.add(process)
    try:
        async with asyncio.timeout(SECONDS):
            line = await process.stdout.readline()  # type: ignore[union-attr]
        said: dict[str, Any] = json.loads(line)
    except (TimeoutError, ValueError):
        process.stdin.close()  # type: ignore[union-attr]
        return {"message": "The cluster did not start. The reason stands in the log of your server."}
    return said


def routes(base_url: str) -> list[tuple[str, type[PanelHandler]]]:
    """Return our routes under a server's base URL."""
    return [
        (url_path_join(base_url, "dask/clusters/?"), ClustersHandler),
        (url_path_join(base_url, f"dask/clusters/{ID}"), ClusterHandler),
        (url_path_join(base_url, "dask/dashboard-check/(?P<url>.+)"), DashboardCheckHandler),
        (url_path_join(base_url, f"dask/dashboard/{ID}(?P<path>/.*)"), DashboardRoute),
    ]

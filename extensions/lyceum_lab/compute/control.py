"""What a cluster's owner asks of it through its Unix socket: how it stands, to take another size, to end."""

import json
from inspect import isawaitable
from typing import Any

from tornado.web import RequestHandler


class ControlHandler(RequestHandler):
    """Answers on the cluster's event loop."""

    def initialize(self, cluster: Any) -> None:
        """Take the cluster from the route."""
        self.cluster = cluster

    def get(self) -> None:
        """Tell how the cluster stands."""
        self.finish(self.cluster.model())

    async def patch(self) -> None:
        """Take another size: a number of workers, or bounds that the work moves them in."""
        wanted = json.loads(self.request.body)
        try:
            if bounds := wanted.get("adapt"):
                self.cluster.adapt(minimum=int(bounds["minimum"]), maximum=int(bounds["maximum"]))
            elif isawaitable(done := self.cluster.scale(int(wanted["workers"]))):
                await done
        except (KeyError, TypeError, ValueError) as error:
            self.set_status(422)
            await self.finish({"message": str(error)})
        else:
            await self.finish(self.cluster.model())

    def delete(self) -> None:
        """End the cluster, once the answer is on its way."""
        self.set_status(204)
        self.finish()
        self.cluster.loop.add_callback(self.cluster._close)

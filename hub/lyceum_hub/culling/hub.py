"""What the culler asks of the hub: which Labs run, and to stop one of them."""

from typing import Any
from urllib.parse import quote

import httpx

from lyceum_hub.culling.labs import Lab
from lyceum_hub.culling.reasons import Reason
from lyceum_hub.errors import Conflict, Unavailable


class Hub:
    """The hub's routes for Labs (`handlers`), with the culler's own token."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def labs(self) -> list[Lab]:
        """Return the Labs that run; runs are none of them. Raises Unavailable."""
        answer = await self._send("GET", "/labs")
        return [Lab(**described) for described in answer.json()]

    async def stop(self, lab: Lab, reason: Reason) -> None:
        """Stop a Lab, unless it has been started anew since it was looked at: raises Conflict then."""
        path = f"/labs/{quote(lab.owner, safe='')}/{quote(lab.name, safe='')}"
        body = {"started": lab.started, "why": reason.why, "seconds": reason.seconds}
        answer = await self._send("DELETE", path, json=body)
        if answer.status_code in (404, 409):
            raise Conflict(f"{lab} has ended, or was started anew.")

    async def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        try:
            answer = await self._http.request(method, path, **more)
        except httpx.HTTPError as error:
            raise Unavailable(f"The hub does not answer: {error}") from error
        if answer.status_code not in (200, 202, 204, 404, 409):
            raise Unavailable(f"The hub answers {answer.status_code}: {answer.text[:200]}")
        return answer

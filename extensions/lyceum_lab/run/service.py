"""The service as a run's server reaches it: begin, report, deliver, end."""

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

PATIENCE_SECONDS = 60


class Refused(Exception):
    """The service does not let this server go on with the run."""


@dataclass
class Service:
    """The service's API for one run; what fails for a passing reason is tried again for a while."""

    http: httpx.Client
    run: str
    fence: int = 0

    @classmethod
    def from_environment(cls) -> "Service":
        """Return the service that the hub's environment names."""
        token = os.environ["JUPYTERHUB_API_TOKEN"]
        http = httpx.Client(
            base_url=os.environ["LYCEUM_SERVICE_URL"], headers={"Authorization": f"token {token}"}, timeout=30
        )
        return cls(http, os.environ["JUPYTERHUB_SERVER_NAME"].split("-")[1])

    def begin(self) -> dict[str, Any]:
        """Take the run up, and return what to execute."""
        job: dict[str, Any] = self._send("POST", "begin", json={}).json()
        self.fence = job["fence"]
        return job

    def report(self, progress: Mapping[str, Any] | None, log: str, patience: float = 0) -> str:
        """Tell where the run stands, and return what is wanted of it."""
        body = {"fence": self.fence, "progress": progress, "log": log}
        return str(self._send("POST", "report", patience, json=body).json()["wanted"])

    def deliver(self, notebook: Mapping[str, Any]) -> None:
        """Hand in the executed notebook."""
        content = json.dumps(notebook, ensure_ascii=False, separators=(",", ":")).encode()
        self._send("PUT", "output", content=content, params={"fence": self.fence})

    def end(self, state: str, reason: str | None, error: Mapping[str, Any] | None) -> None:
        """Tell how the run ended."""
        self._send("POST", "end", json={"fence": self.fence, "state": state, "reason": reason, "error": error})

    def _send(self, method: str, step: str, patience: float = PATIENCE_SECONDS, **more: Any) -> httpx.Response:
        """Return the answer to a step; raise Refused for a 4xx, httpx.HTTPError when patience ends."""
        until = time.monotonic() + patience
        while True:
            try:
                answer = self.http.request(method, f"/api/runs/{self.run}/{step}", **more)
                if 400 <= answer.status_code < 500:
                    raise Refused(answer.text[:1000])
                return answer.raise_for_status()
            except httpx.HTTPError:
                if time.monotonic() >= until:
                    raise
                time.sleep(1)

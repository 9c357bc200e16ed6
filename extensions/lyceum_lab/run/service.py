"""The service as a run's server reaches it: begin, report, hand in parts and output, end."""

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import OpenerDirector, ProxyHandler, Request, build_opener

PATIENCE_SECONDS = 60
TIMEOUT_SECONDS = 30


class Refused(Exception):
    """The service does not let this server go on with the run."""


class Unreachable(Exception):
    """The service does not answer, or not well."""


@dataclass
class Service:
    """The service's API for one run; what fails for a passing reason is tried again for a while."""

    url: str
    token: str
    run: str
    fence: int = 0

    @classmethod
    def from_environment(cls) -> "Service":
        """Return the service that the hub's environment names."""
        run = os.environ["JUPYTERHUB_SERVER_NAME"].split("-")[1]
        return cls(os.environ["LYCEUM_SERVICE_URL"], os.environ["JUPYTERHUB_API_TOKEN"], run)

    def begin(self, environment: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Take the run up, telling what it meets here, and return what to execute."""
        job = self._post("begin", {"environment": environment})
        self.fence = job["fence"]
        return job

    def report(self, told: Mapping[str, Any], patience: float = 0) -> str:
        """Tell where the run stands, and return what is wanted of it."""
        return str(self._post("report", {"fence": self.fence, **told}, patience)["wanted"])

    def hand_in_part(self, number: int, lines: bytes, patience: float = 0) -> None:
        """Hand in what came out since the part before."""
        self._send("PUT", f"parts/{number}?{urlencode({'fence': self.fence})}", lines, patience)

    def deliver(self, notebook: IO[bytes]) -> None:
        """Hand in the executed notebook."""
        self._send("PUT", f"output?{urlencode({'fence': self.fence})}", notebook)

    def end(self, state: str, reason: str | None, error: Mapping[str, Any] | None) -> None:
        """Tell how the run ended."""
        self._post("end", {"fence": self.fence, "state": state, "reason": reason, "error": error})

    def _post(self, step: str, body: Mapping[str, Any], patience: float = PATIENCE_SECONDS) -> dict[str, Any]:
        """Return the answer to a step."""
        answer: dict[str, Any] = json.loads(self._send("POST", step, json.dumps(body).encode(), patience))
        return answer

    def _send(self, method: str, step: str, body: bytes | IO[bytes], patience: float = PATIENCE_SECONDS) -> bytes:
        """Return the answer to a request; raise Refused for a 4xx, Unreachable when patience ends."""
        until = time.monotonic() + patience
        while True:
            try:
                return self._once(method, step, body)
            except (OSError, HTTPException) as error:
                if isinstance(error, HTTPError) and 400 <= error.code < 500:
                    raise Refused(error.read(1000).decode(errors="replace")) from error
                if time.monotonic() >= until:
                    raise Unreachable(str(error)) from error
                time.sleep(1)

    def _once(self, method: str, step: str, body: bytes | IO[bytes]) -> bytes:
        """Make a request once."""
        request = Request(f"{self.url}/api/runs/{self.run}/{step}", method=method)  # noqa: S310 - our own service
        request.add_header("Authorization", f"token {self.token}")
        request.add_header("Content-Type", "application/json")
        if isinstance(body, bytes):
            request.data = body
        else:
            body.seek(0, os.SEEK_END)
            request.add_header("Content-Length", str(body.tell()))
            body.seek(0)
            request.data = body
        with opener().open(request, timeout=TIMEOUT_SECONDS) as answer:
            return bytes(answer.read())


def opener() -> OpenerDirector:
    """Return what makes requests past any proxy that people set for the internet: the service is inside."""
    return build_opener(ProxyHandler({}))

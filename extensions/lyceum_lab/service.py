"""The Lyceum service as a person's server reaches it: with the server's own token."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import responses
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPError, HTTPRequest

NO_ANSWER = 599  # tornado's own status for a request that nobody answered
PATIENCE = 60  # seconds; outputs of runs are large


class Unreachable(Exception):
    """The Lyceum service does not answer."""


@dataclass(frozen=True)
class Answer:
    """What the service said."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Service:
    """Where the service answers, and the token to show."""

    url: str
    token: str = field(repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Service":
        """Read what the hub's spawner gave to this server; without it nothing is reachable."""
        url = environment.get("LYCEUM_SERVICE_URL", "").rstrip("/")
        return cls(url, environment.get("JUPYTERHUB_API_TOKEN", ""))

    async def request(self, method: str, path: str, query: str = "", body: bytes = b"", language: str = "en") -> Answer:
        """Ask the service, for words in a language; raise Unreachable when nobody answers."""
        if not self.url:
            raise Unreachable("This Lab was started without a Lyceum service.")
        request = HTTPRequest(
            f"{self.url}/{path}" + (f"?{query}" if query else ""),
            method=method,
            headers={
                "Authorization": f"token {self.token}",
                "Content-Type": "application/json",
                "Accept-Language": language,
            },
            body=body or None,
            allow_nonstandard_methods=True,
            follow_redirects=False,
            connect_timeout=5,
            request_timeout=PATIENCE,
        )
        try:
            response = await AsyncHTTPClient().fetch(request, raise_error=False)
        except (OSError, HTTPError) as error:
            raise Unreachable("The Lyceum service does not answer just now.") from error
        if response.code == NO_ANSWER:
            raise Unreachable("The Lyceum service does not answer just now.")
        return Answer(response.code, response.headers, response.body)


def is_forwardable(path: str) -> bool:
    """Whether a path leads to the service's API and nowhere else."""
    return bool(re.fullmatch(r"api(/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)+", path, re.ASCII))


def problem(status: int, detail: str, **more: Any) -> dict[str, Any]:
    """Return a problem as RFC 9457 describes them, the way the service words its own."""
    return {"type": "about:blank", "title": responses[status], "status": status, "detail": detail, **more}

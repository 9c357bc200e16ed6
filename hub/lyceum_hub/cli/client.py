"""The service as the command line reaches it: an address, a token, and errors in the service's own words."""

import json
import os
import time
import uuid
from collections.abc import Callable
from typing import Any

import click
import httpx

from lyceum_hub.errors import Conflict, Forbidden, Invalid, LyceumError, NotFound, TooMany, Unauthenticated, Unavailable
from lyceum_hub.language import of_terminal
from lyceum_hub.settings import Settings

whose = click.option("--user", help="As whom; for the owner of the state folder.")
PROBLEM = "application/problem+json"
ERRORS: dict[int, type[LyceumError]] = {
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    422: Invalid,
    429: TooMany,
    502: Unavailable,
    503: Unavailable,
    504: Unavailable,
}
PATIENCE_SECONDS = 120.0
RESTART_SECONDS = 15.0  # in which a service that was not there when it was called comes back, or does not


class NotReached(Unavailable):
    """The service was not reached, so that it knows nothing of the request."""


class Client:
    """The service's API with one token."""

    def __init__(self, url: str, token: str) -> None:
        self._http = httpx.Client(
            base_url=url.rstrip("/"),
            headers={"Authorization": f"token {token}", "Accept-Language": of_terminal(os.environ)},
            timeout=httpx.Timeout(120, connect=5),
        )
        self.url = url

    def get(self, path: str, **query: Any) -> Any:
        """Return the JSON at a path; what is empty in the query is left out."""
        return self.send("GET", path, params={name: value for name, value in query.items() if value}).json()

    def find(self, path: str, **query: Any) -> Any:
        """Return the JSON at a path; None when there is nothing."""
        try:
            return self.get(path, **query)
        except NotFound:
            return None

    def watch(self, path: str) -> Any:
        """Return the JSON at a path that was there; what it tells of goes on without the service, so wait for that."""
        return patiently(lambda: self.get(path))

    def post(self, path: str, body: object = None) -> Any:
        """Send JSON to a path and return the answer's."""
        return self.send("POST", path, json=body).json()

    def create(self, path: str, body: object) -> Any:
        """Send JSON to a path that makes one thing of it, however often it is sent: again when the answer is lost."""
        asked = {"json": body, "headers": {"Idempotency-Key": str(uuid.uuid4())}}
        try:
            return self.send("POST", path, **asked).json()
        except Unavailable as error:
            seconds = RESTART_SECONDS if isinstance(error, NotReached) else PATIENCE_SECONDS
            return patiently(lambda: self.send("POST", path, **asked).json(), seconds)

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Return an answer; raise LyceumError with what a problem+json answer says."""
        try:
            answer = self._http.request(method, path, **more)
        except httpx.HTTPError as error:
            kind = NotReached if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout) else Unavailable
            said = f"The service at {self.url} does not answer ({error})."
            raise kind(said, remedy="Is the workspace running? See `lyceum status`.") from error
        if answer.is_success:
            return answer
        raise ERRORS.get(answer.status_code, LyceumError)(words_of(answer))


def patiently(call: Callable[[], Any], seconds: float = PATIENCE_SECONDS) -> Any:
    """Return what a call returns, made again for so long while the service does not answer."""
    until = time.monotonic() + seconds
    while True:
        try:
            return call()
        except Unavailable:
            if time.monotonic() > until:
                raise
            time.sleep(1)


def words_of(answer: httpx.Response) -> str:
    """Return every problem that an answer names, one a line."""
    if answer.headers.get("content-type") != PROBLEM:
        return f"The service answered {answer.status_code} {answer.reason_phrase}."
    said = answer.json()
    found = said.get("errors") or [{"message": said["detail"], "remedy": said.get("remedy", "")}]
    return "\n".join(line_of(item) for item in found)


def line_of(problem: dict[str, Any]) -> str:
    """Return one problem as a line: where, what, and what to do."""
    place = ":".join(str(problem[key]) for key in ("file", "line") if problem.get(key))
    text = " ".join(problem[key] for key in ("message", "remedy") if problem.get(key))
    return ": ".join(part for part in (place, problem.get("field", ""), text) if part)


def service_url(settings: Settings) -> str:
    """Return the service's address: as set, or as the running workspace noted it in its state folder."""
    if given := os.environ.get("LYCEUM_SERVICE_URL"):
        return given
    try:
        return str(json.loads((settings.state / "run.json").read_text())["service_url"])
    except (OSError, KeyError, ValueError) as error:
        raise Unavailable(
            f"No workspace runs on the state folder {settings.state}.",
            remedy="Start it with `make up`, or set LYCEUM_SERVICE_URL and LYCEUM_TOKEN to reach another.",
        ) from error


def client_for(user: str | None) -> Client:
    """Return the service as the person whose runs it is about."""
    settings = Settings.from_environment()
    if user:
        from lyceum_hub.cli.token import token_for  # needs the hub's packages, which a person's server lacks

        return Client(service_url(settings), token_for(settings, user, seconds=86400))
    if not (token := own_token()):
        raise Invalid(
            "Who are you?",
            remedy="Set LYCEUM_TOKEN to a token of yours, or say --user NAME as the owner of the state folder.",
        )
    return Client(service_url(settings), token)


def own_token() -> str:
    """Return the token that the environment gives; empty when it gives none."""
    return os.environ.get("LYCEUM_TOKEN") or os.environ.get("JUPYTERHUB_API_TOKEN", "")

"""The hub's API as the command line reaches it, with the token of the state folder's owner."""

from typing import Any

import httpx

from lyceum_hub.errors import LyceumError, Unavailable
from lyceum_hub.notes import RUN, read_note
from lyceum_hub.settings import Settings


class HubApi:
    """The running hub of a state folder, or of a cluster."""

    def __init__(self, settings: Settings) -> None:
        url = settings.hub_api_url if settings.on_cluster else read_note(settings, RUN).get("hub_api_url")
        if not url:
            remedy = "Start it with `make up`."
            raise Unavailable(f"No workspace runs on the state folder {settings.state}.", remedy=remedy)
        token = settings.secret("cli_token")
        self.http = httpx.Client(base_url=url, headers={"Authorization": f"token {token}"}, timeout=30)

    def get(self, path: str) -> Any:
        """Return the JSON at a path; None when there is nothing."""
        answer = self.send("GET", path)
        return None if answer.status_code == 404 else checked(answer).json()

    def post(self, path: str, body: object) -> Any:
        """Send JSON to a path and return the answer's."""
        return checked(self.send("POST", path, json=body)).json()

    def patch(self, path: str, body: object) -> Any:
        """Change what is at a path."""
        return checked(self.send("PATCH", path, json=body)).json()

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Return an answer."""
        try:
            return self.http.request(method, path, **more)
        except httpx.HTTPError as error:
            raise Unavailable(f"The hub does not answer ({error}).", remedy="See `lyceum status`.") from error


def checked(answer: httpx.Response) -> httpx.Response:
    """Return a good answer; raise LyceumError with the hub's own words for another."""
    if answer.is_success:
        return answer
    try:
        raise LyceumError(str(answer.json()["message"]))
    except (ValueError, KeyError):
        raise LyceumError(f"The hub answered {answer.status_code} {answer.reason_phrase}.") from None

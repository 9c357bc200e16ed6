"""The language of a request, in which it is answered; what the service keeps is in English."""

from contextvars import ContextVar
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from lyceum_catalog.phrasebooks import asked_for
from lyceum_hub import language

HEADER = b"accept-language"
asked: ContextVar[str] = ContextVar("asked", default="en")


class Listen:
    """Middleware that notes in which language a request wants to be answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http":
            asked.set(asked_for(dict(scope["headers"]).get(HEADER, b"").decode("latin-1")))
        await self._app(scope, receive, send)


def said(text: str) -> str:
    """Return a text in the language of the request."""
    return language.said(text, asked.get())


def spoken(told: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return what is told, the fields of some names in the language of the request."""
    return {**told, **{name: said(told[name]) for name in names if told.get(name)}}

"""The workspace itself: its health, its profiles, and who asks."""

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import text

from lyceum_hub import __version__
from lyceum_hub.servers.profiles import PROFILES
from lyceum_hub.service.callers import EntriesReader, RunsReader
from lyceum_hub.service.routes.parts import KeysPart, instant

router = APIRouter(tags=["workspace"])


@router.get("/health")
def health(request: Request) -> dict[str, Any]:
    """Tell that the service and its database answer."""
    with request.app.state.database.reading() as connection:
        connection.execute(text("SELECT 1"))
    started = instant(request.app.state.started_at)
    return {"status": "ok", "version": __version__, "started_at": started, "database": "ok"}


@router.get("/api/me")
def me(caller: EntriesReader) -> dict[str, Any]:
    """Tell the caller who they are here."""
    scopes, groups = sorted(caller.scopes), sorted(caller.groups or ())
    return {"name": caller.name, "admin": caller.admin, "scopes": scopes, "groups": groups}


@router.get("/api/me/webhook-key")
def webhook_key(caller: RunsReader, keys: KeysPart) -> dict[str, Any]:
    """Return the key that the caller's webhooks are signed with."""
    return {"key": keys.shown(caller.name)}


@router.get("/api/profiles")
def profiles(caller: RunsReader) -> dict[str, Any]:
    """List the profiles that runs can have."""
    items = [
        {"name": name, "title": profile.title, "description": profile.description} for name, profile in PROFILES.items()
    ]
    return {"items": items}

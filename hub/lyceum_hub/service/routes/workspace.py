"""The workspace itself: its health, its profiles, and who asks."""

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import text

from lyceum_hub import __version__
from lyceum_hub.servers.profiles import Profile
from lyceum_hub.service.callers import EntriesReader, RunsReader
from lyceum_hub.service.routes.parts import KeysPart, ServerProfilesPart, instant

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
def profiles(caller: RunsReader, profiles: ServerProfilesPart) -> dict[str, Any]:
    """List the profiles that the caller's runs can have; the first is what they have without a choice."""
    offered = profiles.offered(caller.groups or ())
    return {"items": [{"name": name, **shown_profile(profile)} for name, profile in offered.items()]}


def shown_profile(profile: Profile) -> dict[str, Any]:
    """Return what people choose a profile by; `memory` is in bytes, `price` that of an hour."""
    return {name: getattr(profile, name) for name in ("title", "description", "cpus", "memory", "gpus", "mig", "price")}

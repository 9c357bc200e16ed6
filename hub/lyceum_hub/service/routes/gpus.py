"""The GPUs of this machine, who holds them, and what is free."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from lyceum_hub.servers.gpus.gpus import Holding
from lyceum_hub.servers.gpus.leases import Lease
from lyceum_hub.service.callers import RunsReader
from lyceum_hub.service.routes.parts import GpusPart, instant

router = APIRouter(tags=["workspace"])


@router.get("/api/gpus")
def gpus(caller: RunsReader, gpus: GpusPart) -> dict[str, Any]:
    """List the GPUs and MIG instances with who holds them since when; `free` tells what is free by model and memory."""
    return {
        "items": [shown(holding) for holding in gpus.holders()],
        "free": [asdict(kind) for kind in gpus.free()],
    }


def shown(holding: Holding) -> dict[str, Any]:
    """Return a device as JSON."""
    about = {name: getattr(holding.device, name) for name in ("index", "uuid", "model", "memory", "mig")}
    others = {"used_outside_of_workspace": holding.is_used_by_others}
    return {**about, **others, "held_by": [held(lease) for lease in holding.leases]}


def held(lease: Lease) -> dict[str, Any]:
    """Return who holds a device as JSON."""
    times = {name: instant(getattr(lease, name)) for name in ("since", "until", "used_at")}
    return {"person": lease.person, "server": lease.server, "share": lease.share, **times}

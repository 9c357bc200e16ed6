"""One's own GPUs: what NVML tells of the devices that this server was given, and of no others."""

import asyncio
import json
import os
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any

from jupyter_server.utils import url_path_join
from tornado.web import authenticated

from lyceum_lab.handlers import LyceumHandler
from lyceum_lab.service import Service

VISIBLE = "CUDA_VISIBLE_DEVICES"
SHARE = "LYCEUM_GPU_SHARE"
LIBRARY = "LYCEUM_NVML"


class GpusHandler(LyceumHandler):
    """Tells how one's own GPUs are used just now."""

    @authenticated
    async def get(self) -> None:
        """List them; nothing where this server has none."""
        await self.finish(json.dumps({"items": await asyncio.to_thread(own_gpus)}))


def own_gpus(environment: Mapping[str, str] = os.environ) -> list[dict[str, Any]]:
    """Return each device of this server with its use; what does not answer is left out. It blocks."""
    uuids = [uuid for uuid in environment.get(VISIBLE, "").split(",") if uuid.startswith(("GPU-", "MIG-"))]
    nvml = opened(environment.get(LIBRARY, "pynvml")) if uuids else None
    if nvml is None:
        return []
    share = float(environment.get(SHARE) or 1)
    return [{**found, "share": share} for uuid in uuids if (found := described(nvml, uuid))]


def described(nvml: Any, uuid: str) -> dict[str, Any] | None:
    """Return a device with its use: `busy` is in percent, None where it does not tell, `memory` in bytes."""
    try:
        device = nvml.nvmlDeviceGetHandleByUUID(uuid)
        memory = nvml.nvmlDeviceGetMemoryInfo(device)
        about = {"model": nvml.nvmlDeviceGetName(device), "memory": {"used": memory.used, "total": memory.total}}
    except nvml.NVMLError:
        return None
    try:
        return {**about, "busy": nvml.nvmlDeviceGetUtilizationRates(device).gpu}
    except nvml.NVMLError:  # as of MIG instances
        return {**about, "busy": None}


@cache
def opened(library: str) -> Any:
    """Return NVML, ready to be asked; None where it is not there."""
    try:
        nvml = load(library)
    except ImportError:
        return None
    try:
        nvml.nvmlInit()
    except nvml.NVMLError:
        return None
    return nvml


def load(library: str) -> Any:
    """Return a module by its name, or what a file of Python holds."""
    if not library.endswith(".py"):
        return import_module(library)
    spec = spec_from_file_location("nvml", library)
    if spec is None or spec.loader is None:
        raise ImportError(f"{library} is no file of Python")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def routes(base_url: str) -> list[tuple[str, type[LyceumHandler], dict[str, Service]]]:
    """Return our route under a server's base URL."""
    return [(url_path_join(base_url, "lyceum/gpus"), GpusHandler, {"service": Service.from_environment()})]

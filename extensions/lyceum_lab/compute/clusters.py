"""Which cluster computes here: the gateway's, one on the leased GPUs, or one on the CPUs."""

import os
import warnings
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import dask
from distributed import Security
from distributed.core import Status

from lyceum_lab.compute import records
from lyceum_lab.compute.share import share

IDLE = "1 hour"
NO_GPU = {"", "-1", "none", "void", "NoDevFiles"}  # what CUDA_VISIBLE_DEVICES says where none may be used
of_this_process: dict[int, Any] = {}  # by process: a fork of a process with a cluster has none


def running_or_new(workers: int | None, idle: str | float | None, options: Mapping[str, Any]) -> Any:
    """Return the cluster of this process, made if none runs."""
    found = of_this_process.get(os.getpid())
    if found is not None and found.status == Status.running:
        if workers:
            found.scale(workers)
        return found
    made = new(workers, idle, options)
    of_this_process.clear()
    of_this_process[os.getpid()] = made
    return made


def new(workers: int | None, idle: str | float | None, options: Mapping[str, Any]) -> Any:
    """Return a new cluster of the kind that this server computes on."""
    options = {**options}
    workers = workers or options.pop("n_workers", None)
    if gateway_address():
        return gateway_cluster(workers, options)
    say_what_runs()
    set_up = (idle, dask.config.get("distributed.scheduler.idle-timeout"), IDLE)
    options["idle"] = next(each for each in set_up if each is not None)
    return (cuda_cluster if has_gpus() else cpu_cluster)(workers, options)


def cpu_cluster(workers: int | None, options: Mapping[str, Any]) -> Any:
    """Return a cluster on the CPUs, within this server's share of them and of the memory."""
    from lyceum_lab.compute.private import PrivateCluster

    ours = share()
    count, threads, memory = ours.workers(workers)
    size = {"n_workers": count, "threads_per_worker": threads, "memory_limit": memory}
    return PrivateCluster(share=ours, **{**size, **options})


def cuda_cluster(workers: int | None, options: Mapping[str, Any]) -> Any:
    """Return a cluster with a worker on each leased GPU."""
    from lyceum_lab.compute.private import PrivateCluster

    leased = gpus()
    if workers and workers > len(leased):
        raise ValueError(f"{workers} workers do not fit on {len(leased)} GPUs. Ask for 1 to {len(leased)}.")
    ours, count = share(), workers or len(leased)
    kind = type("PrivateCUDACluster", (PrivateCluster, import_module("dask_cuda").LocalCUDACluster), {})
    return kind(share=ours, **{"n_workers": count, "memory_limit": ours.memory // count, **options})


def gateway_cluster(workers: int | None, options: Mapping[str, Any]) -> Any:
    """Return the person's cluster on the gateway, made if none runs there; the gateway ends it when it is idle."""
    try:
        gateway = import_module("dask_gateway").Gateway()
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"This workspace computes on the Dask Gateway at {gateway_address()}, "
            "but this environment has no package dask-gateway. Install it, and restart the kernel."
        ) from error
    found = gateway.list_clusters()
    made = gateway.connect(found[0].name) if found else gateway.new_cluster(**options)
    if workers:
        made.scale(workers)
    return made


def gateway_address() -> str | None:
    """Return where the workspace's Dask Gateway is, None where it has none."""
    found: str | None = dask.config.get("gateway.address", None)
    return found or None


def gpus() -> list[str]:
    """Return the GPUs that are leased to this server."""
    named = (name.strip() for name in os.environ.get("CUDA_VISIBLE_DEVICES", "").split(","))
    return [name for name in named if name not in NO_GPU]


def has_gpus() -> bool:
    """Return whether to compute on GPUs; warn where they are leased and the package for them is missing."""
    if gpus() and not find_spec("dask_cuda"):
        warnings.warn(
            "GPUs are leased to this server, but this environment has no package dask-cuda: the cluster is on CPUs.",
            stacklevel=5,
        )
        return False
    return bool(gpus())


def say_what_runs() -> None:
    """Warn of the owner's other clusters, which share this server's memory with the new one."""
    for other in records.running():
        warnings.warn(
            f"Your cluster {other.model['name']} is running too, and takes CPUs and memory from this one. Close it in "
            f'the panel Dask, or use it here instead: Client("{other.address}")',
            stacklevel=5,
        )


def security_of(about: Mapping[str, Any]) -> Security | None:
    """Return the keys to one of the owner's clusters; Dask asks for them when a Client is given an address."""
    for record in records.records():
        if record.address == about["address"]:
            # else a Client names a port that is not there
            dask.config.set({"distributed.dashboard.link": record.model["dashboard_link"]})
            return Security(
                tls_ca_file=record.certificate,
                tls_client_cert=record.certificate,
                tls_client_key=record.key,
                require_encryption=True,
            )
    return None

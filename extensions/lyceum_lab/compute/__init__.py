"""Computing in parallel: a Dask cluster within what this server was given, for its owner alone."""

from typing import Any


def cluster(workers: int | None = None, *, idle: str | float | None = None, **options: Any) -> Any:
    """Return this notebook's cluster, started where none runs: on the gateway, the leased GPUs or the CPUs.

    `workers`: how many; as many as fit where it is not said. `idle`: end after so long without a task, in seconds or as
    "30 minutes". More options go to the cluster's own class. It ends with the notebook's kernel.
    """
    from lyceum_lab.compute import clusters  # here, so that a server that computes nothing never imports Dask

    return clusters.running_or_new(workers, idle, options)

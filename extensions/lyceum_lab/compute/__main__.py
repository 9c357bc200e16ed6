"""Run a cluster that the panel asked for: tell of it in one line, end with the server, which holds our input open."""

import json
import sys
from select import select
from typing import Any

from lyceum_lab.compute import clusters

IN_A_NOTEBOOK = "Clusters on the gateway are made in a notebook: from lyceum_lab.compute import cluster; cluster()"


def main() -> None:
    """Start, tell, and stay until the cluster or the server ends."""
    try:
        made = start()
    except Exception as error:
        tell({"message": str(error)})
        return
    tell(made.model())
    while made.status.name == "running" and not select([sys.stdin], [], [], 1)[0]:
        pass
    made.close()


def start() -> Any:
    """Return a cluster; raise an error that says why there is none."""
    if clusters.gateway_address():
        raise ValueError(IN_A_NOTEBOOK)
    return clusters.new(None, None, {})


def tell(said: dict[str, Any]) -> None:
    """Write a line for the server that waits for it."""
    print(json.dumps(said), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()

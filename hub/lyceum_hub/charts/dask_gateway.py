"""The values for dask-gateway's chart: people's own Dask clusters, of the image that their servers are started from."""

from typing import Any

from lyceum_hub.charts.told import SECRET, Told, parts
from lyceum_hub.scopes import DASK_GATEWAY
from lyceum_hub.servers.kubernetes.cluster import ACCOUNT, RESTRICTED

# It asks the hub whose a token is, and takes only those that may reach it.
TOKEN = {"apiTokenFromSecretName": SECRET, "apiTokenFromSecretKey": "dask_gateway_token"}
CONTAINER = {"securityContext": {**RESTRICTED, "allowPrivilegeEscalation": False, "runAsUser": ACCOUNT}}
POD = {"enableServiceLinks": False}


def values(told: Told) -> dict[str, Any]:
    """Return the values; what they do not say is as the chart has it."""
    hub = {"apiUrl": f"{told.environment['LYCEUM_HUB_ADDRESS']}/hub/api", "jupyterhubServiceName": DASK_GATEWAY}
    idle = f"c.KubeClusterConfig.idle_timeout = {told.settings.cluster_idle_timeout}\n"
    return {
        "gateway": {
            "auth": {"type": "jupyterhub", "jupyterhub": {**TOKEN, **hub}},
            "backend": backend(told),
            "extraConfig": {"10-lyceum": idle},
        },
        "traefik": {"service": {"type": "ClusterIP"}},  # only from within: its dashboards ask nobody who looks
    }


def backend(told: Told) -> dict[str, Any]:
    """Return what schedulers and workers are: our image, and each worker as large as the first profile."""
    first = next(iter(told.profiles.values()), None)
    wanted = {"cores": first.cpus, "memory": first.memory} if first else {}
    size = {name: {"request": amount, "limit": amount} for name, amount in wanted.items() if amount}
    part = {"extraContainerConfig": CONTAINER, "extraPodConfig": POD}
    return {
        "image": parts(told.images[0]),
        "environment": {"INTAKE_ALLOW_IMPORT": "False"},
        "scheduler": part,
        "worker": {**part, **size},
    }

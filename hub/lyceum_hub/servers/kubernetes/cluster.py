"""Settings → what the hub needs on a cluster alone. Where hub and proxy answer is for their chart to say."""

from typing import Any

from lyceum_hub.errors import SettingError
from lyceum_hub.settings import Settings

START_PATIENCE = 600  # seconds: machines are added and images fetched meanwhile
ACCOUNT = 1000  # of our images
RESTRICTED = {  # what the strictest of Kubernetes' standards for pods demands
    "capabilities": {"drop": ["ALL"]},
    "runAsNonRoot": True,
    "seccompProfile": {"type": "RuntimeDefault"},
}
POD = {
    "restartPolicy": "Never",  # a server that ended is started by the hub, which tells its person why it ended
    "enableServiceLinks": False,  # else the cluster puts names as LYCEUM_PORT into the environment
}


def set_cluster(c: Any, settings: Settings) -> None:
    """Set how people's servers are started as pods."""
    if not settings.image:
        raise SettingError("LYCEUM_IMAGE is not set; it must name the image that people's servers are started from.")
    c.JupyterHub.cleanup_servers = False  # a hub that is replaced leaves them alone
    c.Spawner.start_timeout = max(START_PATIENCE, settings.gpu_wait)
    c.KubernetesSpawner.standard_image = settings.image
    c.KubernetesSpawner.shared = settings.shared
    c.KubernetesSpawner.shared_claim = settings.shared_claim
    c.KubernetesSpawner.extra_pod_config = POD
    set_home(c, settings)
    set_account(c)


def set_home(c: Any, settings: Settings) -> None:
    """Give each person a volume of their own, which their servers share."""
    c.KubernetesSpawner.storage_pvc_ensure = True
    c.KubernetesSpawner.pvc_name_template = "home-{username}"
    c.KubernetesSpawner.storage_capacity = settings.home_size
    c.KubernetesSpawner.storage_class = settings.home_class or None
    c.KubernetesSpawner.storage_access_modes = ["ReadWriteOnce"]


def set_account(c: Any) -> None:
    """Have pods be what the strictest of Kubernetes' standards allows: without root, and without a way to it."""
    c.KubernetesSpawner.uid = c.KubernetesSpawner.gid = c.KubernetesSpawner.fs_gid = ACCOUNT
    c.KubernetesSpawner.allow_privilege_escalation = False
    c.KubernetesSpawner.container_security_context = RESTRICTED

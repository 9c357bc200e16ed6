"""What the site of the tests says of its cluster, as LYCEUM_HUB_CONFIG."""

from typing import Any

c: Any = get_config()  # noqa: F821
c.KubernetesSpawner.image_pull_policy = "IfNotPresent"
# the volumes of small clusters are folders of root's, which fsGroup does not change
own = {
    "name": "own-home",
    "image": c.KubernetesSpawner.standard_image,
    "command": ["chown", "1000:1000", "/home/lyceum"],
}
as_root = {"runAsUser": 0, "runAsNonRoot": False}
mount = {"name": "home", "mountPath": "/home/lyceum"}
c.KubernetesSpawner.init_containers = [{**own, "securityContext": as_root, "volumeMounts": [mount]}]

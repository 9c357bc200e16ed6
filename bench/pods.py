"""People's servers as pods of the cluster that KUBECONFIG names: how soon one answers, and what a start costs the hub.

The image has to be there already: on the cluster, and for Docker or podman on this machine, which reaches the pods.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from bench.figures import Figure, in_turns
from bench.servers import LOOK_EVERY, Hub
from lyceum_hub.charts.told import parts
from support import containers
from support.on_cluster import HUB_IMAGE, IMAGE, OF_HUB, Workspace, of, running

PORT = 8888
SITE = "c.KubernetesSpawner.image_pull_policy = 'IfNotPresent'\n"
TICKS = os.sysconf("SC_CLK_TCK")
USER_TIME, SYSTEM_TIME = 11, 12  # of what /proc tells of a process, behind its name
STOCK_TOKEN = "a-token-of-the-benchmark"
STOCK = f"""\
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "kubespawner.KubeSpawner"
c.JupyterHub.services = [{{"name": "bench", "api_token": "{STOCK_TOKEN}", "admin": True}}]
c.KubeSpawner.image = "{IMAGE}"
c.KubeSpawner.image_pull_policy = "IfNotPresent"
c.KubeSpawner.cmd = ["jupyterhub-singleuser"]
c.KubeSpawner.uid = c.KubeSpawner.gid = c.KubeSpawner.fs_gid = 1000
c.KubeSpawner.storage_pvc_ensure = True
c.KubeSpawner.storage_capacity = "1Gi"
c.KubeSpawner.pvc_name_template = "home-{{username}}"
c.KubeSpawner.volumes = [{{"name": "home", "persistentVolumeClaim": {{"claimName": "home-{{username}}"}}}}]
c.KubeSpawner.volume_mounts = [{{"name": "home", "mountPath": "/home/lyceum"}}]
c.Spawner.start_timeout = c.Spawner.http_timeout = 300
"""


class Stock(Workspace):
    """JupyterHub with KubeSpawner as they come, a pod of the same image."""

    token = STOCK_TOKEN

    def start(self) -> None:
        """Start the hub, and return once it answers."""
        self.start_database()
        self.start_proxy()
        hub = {"image": parts(HUB_IMAGE), "extraConfig": {"10-stock": STOCK}}
        told = {"extraEnv": {"LYCEUM_HUB_ADDRESS": self.told.given["LYCEUM_HUB_ADDRESS"]}, "extraFiles": {}}
        self.hubs.install({"hub": {**hub, **told}, **self.made()})
        self.answers("/hub/api/")


def measure(times: int, everything: bool) -> list[Figure]:
    """Our server in a pod beside a container of its image; what a start costs our hub, and stock's."""
    if "KUBECONFIG" not in os.environ:
        sys.stderr.write("pods are left out: KUBECONFIG names no cluster\n")
        return []
    with both_hubs() as (us, them):
        hub = Hub(us.url, us.token, os.getpid(), number=1)
        us.make_volume(f"home-{hub.people[0]}")
        told = environment(us, hub.people[0])
        soon = in_turns(times, hub.time_one, lambda: time_container(told))
        costs = in_turns(times, starter(us), starter(them))
    return [
        Figure("request → Lab in a pod; container", most=1.5, **soon),
        Figure("hub's CPU for a start; KubeSpawner", most=1.0, **costs),
    ]


@contextmanager
def both_hubs() -> Iterator[tuple[Workspace, Workspace]]:
    """Yield our workspace and stock's hub, both on the cluster."""
    with TemporaryDirectory(prefix="lyceum-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        site = folder / "site.py"
        site.write_text(SITE)
        with running(Workspace, folder, LYCEUM_HUB_CONFIG=str(site)) as us, running(Stock, folder) as them:
            yield us, them


def environment(place: Workspace, name: str) -> dict[str, str]:
    """Return what somebody's server is told in its pod, with a token that stays."""
    place.ask_for_lab(name)
    place.started(name)
    (pod,) = place.pods(**of(name))
    told = {one.name: one.value for one in pod.spec.containers[0].env if one.value}
    place.stop_lab(name)
    return {**told, "JUPYTERHUB_API_TOKEN": place.hub("POST", f"/users/{name}/tokens", json={}).json()["token"]}


def time_container(told: dict[str, str]) -> float:
    """Return the seconds until the same server answers in a container that is started without hub and cluster."""
    given = [part for name, value in told.items() for part in ("--env", f"{name}={value}")]
    options = ["--detach", "--network", "host", *containers.ASKED, *containers.WRITABLE, *given]
    began = time.perf_counter()
    container = containers.call("run", *options, IMAGE, "jupyterhub-singleuser").stdout.strip()
    try:
        while not answers(f"http://127.0.0.1:{PORT}{told['JUPYTERHUB_SERVICE_PREFIX']}api"):
            time.sleep(LOOK_EVERY)
        return time.perf_counter() - began
    finally:
        containers.call("rm", "--force", "--volumes", container)


def answers(address: str) -> bool:
    """Tell whether a server answers."""
    try:
        return httpx.get(address).is_success
    except httpx.HTTPError:
        return False


def starter(place: Workspace) -> Callable[[], float]:
    """Return a function that starts somebody's server, and returns the hub's seconds of CPU for it."""
    name = place.person()[0]
    place.make_volume(f"home-{name}")

    def start() -> float:
        before = used(place)
        place.ask_for_lab(name)
        place.started(name)
        taken = used(place) - before
        place.stop_lab(name)
        return taken

    return start


def used(place: Workspace) -> float:
    """Return the seconds of CPU that a hub has used."""
    (pod,) = place.pods(**OF_HUB)
    told = place.cluster.do(place.namespace, pod.metadata.name, "sh", "-c", "cat /proc/[0-9]*/stat").decode()
    (hub,) = (line.rpartition(")")[2].split() for line in told.splitlines() if "(jupyterhub)" in line)
    return (int(hub[USER_TIME]) + int(hub[SYSTEM_TIME])) / TICKS

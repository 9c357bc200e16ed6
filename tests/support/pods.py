"""Spawners of pods, on the configuration that a cluster has, beside a cluster that does not answer."""

import asyncio
from pathlib import Path
from types import SimpleNamespace

from kubernetes_asyncio.client import ApiClient
from traitlets.config import Config

from lyceum_hub.configure import configure
from lyceum_hub.servers.kubernetes.spawner import KubernetesSpawner
from lyceum_hub.servers.profiles import Profile, Profiles
from lyceum_hub.settings import Settings

NAMESPACE = "lyceum"


def settings_of(folder: Path, **more: str) -> Settings:
    """Return the settings of a workspace on a cluster."""
    given = {"LYCEUM_STATE": str(folder), "LYCEUM_SPAWNER": "kubernetes", "LYCEUM_IMAGE": "example.org/lab:1"}
    addresses = {"LYCEUM_HUB_ADDRESS": "http://hub:8081", "LYCEUM_SERVICE_ADDRESS": "http://lyceum-api:8090"}
    return Settings.from_environment({**given, **addresses, "LYCEUM_SHARED": "/srv/lyceum", **more})


class FakeCluster:
    """A cluster whose pods are as a test says, for a spawner that has been told to watch them."""

    def __init__(self) -> None:
        self.pods: dict[str, dict] = {}
        self.stopped = asyncio.Event()

    def says(self, name: str, uid: str, **status) -> None:
        """Have the cluster say how a pod stands."""
        spec = {"containers": [{"name": "notebook", "ports": [{"name": "notebook-port", "containerPort": 8888}]}]}
        pod = {"metadata": {"uid": uid, "name": name}, "spec": spec, "status": {"phase": "Pending", **status}}
        self.pods[f"{NAMESPACE}/{name}"] = pod


class PodSpawner(KubernetesSpawner):
    """The spawner, told by a fake cluster what it would else be told by a real one."""

    cluster: FakeCluster

    @property
    def pod_reflector(self):
        return self.cluster

    event_reflector = None

    async def _start_watching_pods(self, replace=False):
        """Watch nothing: the test says it."""

    async def _start(self):
        """Wait for ever, as KubeSpawner does for a pod that does not come to run."""
        await self.load_user_options()
        await asyncio.Event().wait()

    async def end_of_log(self):
        return "MemoryError"


def spawner_of(
    settings: Settings, profile: Profile, name: str = "", groups: tuple[str, ...] = (), cls=KubernetesSpawner
):
    """Return a spawner of ada's, whose servers have a profile; call it in a loop."""
    config = Config()
    configure(config, settings)
    config.KubernetesSpawner.namespace = NAMESPACE
    config.Profiled.profiles = Profiles(lambda: {"chosen": profile})
    of = [SimpleNamespace(name=group) for group in groups]
    user = SimpleNamespace(name="ada", id=1, url="/user/ada/", escaped_name="ada", groups=of)
    hub = SimpleNamespace(api_url="http://hub:8081/hub/api", base_url="/hub/", public_host="", url="", server=None)
    stored = SimpleNamespace(name=name, server=None, state={}, user_options={})
    return cls(config=config, user=user, hub=hub, orm_spawner=stored, api_token="hush")


async def manifests_of(spawner: KubernetesSpawner) -> list[dict]:
    """Return what the spawner would have the cluster make, as JSON."""
    spawner.port = 8888
    await spawner.load_user_options()
    found = [await spawner.get_pod_manifest(), spawner.get_pvc_manifest()]
    async with ApiClient() as client:
        return [client.sanitize_for_serialization(manifest) for manifest in found]

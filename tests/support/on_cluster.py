"""A workspace on the cluster that KUBECONFIG names: hub and service are pods, made by charts as helm installs them.

Beside the tests run the proxy, for no image of ours has one, and PostgreSQL, which a site brings along as well.
"""

import os
import socket
import subprocess
import uuid
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psycopg
import yaml
from kubernetes_asyncio.client.rest import ApiException

from lyceum_hub.charts import jupyterhub, lyceum
from lyceum_hub.charts.told import Told
from lyceum_hub.programs import proxy, write_proxy_pages
from lyceum_hub.settings import Settings
from support import postgresql
from support.cluster import Cluster, wait_for
from support.helm import Release, our_chart
from support.people import People
from support.workspace import free_port

HERE = Path(__file__).parents[1] / "kubernetes"
IMAGE = os.environ.get("LYCEUM_TEST_IMAGE", "localhost/lyceum-analysis:test")
HUB_IMAGE = os.environ.get("LYCEUM_TEST_HUB_IMAGE", "localhost/lyceum-hub:test")
FILES = "/var/lib/lyceum-files"
OF_SERVICE = {"app.kubernetes.io/name": "lyceum", "app.kubernetes.io/component": "service"}
OF_HUB = {"component": "hub"}
DEPLOYMENTS = "list_namespaced_deployment"


def address_of_this_machine() -> str:
    """Return the address of this machine that the cluster's network has, so that pods reach us there."""
    kubeconfig = yaml.safe_load(Path(os.environ["KUBECONFIG"]).read_text())
    server = urlsplit(kubeconfig["clusters"][0]["cluster"]["server"])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((server.hostname, server.port or 443))
        return os.environ.get("LYCEUM_TEST_ADDRESS") or str(probe.getsockname()[0])


def of(name: str) -> dict[str, str]:
    """Return the labels of somebody's pods."""
    return {"hub.jupyter.org/username": name}


def is_ready(pod) -> bool:
    """Whether a pod answers, and shall go on."""
    conditions = {one.type: one.status for one in pod.status.conditions or ()}
    return conditions.get("Ready") == "True" and not pod.metadata.deletion_timestamp


@contextmanager
def running(kind: type["Workspace"], folder: Path, **settings: str) -> Iterator["Workspace"]:
    """Yield a workspace in a namespace of its own, which is removed afterwards."""
    cluster, namespace = Cluster(), f"lyceum-test-{uuid.uuid4().hex[:6]}"
    at = folder / namespace
    at.mkdir(mode=0o755)
    cluster.ask("create_namespace", {"metadata": {"name": namespace}})
    workspace = kind(at, cluster, namespace, settings)
    try:
        workspace.start()
        yield workspace
    finally:
        workspace.stop()
        with suppress(ApiException):  # which somebody else has removed
            cluster.ask("delete_namespace", namespace)


@dataclass
class Workspace(People):
    """One workspace, in a namespace of its own."""

    folder: Path
    cluster: Cluster
    namespace: str
    settings: dict[str, str] = field(default_factory=dict)
    here: str = field(default_factory=address_of_this_machine)
    ports: dict[str, int] = field(
        default_factory=lambda: {name: free_port() for name in ("public", "proxy", "database")}
    )
    proxy: subprocess.Popen | None = None

    def start(self) -> None:
        """Start everything, and return once it answers."""
        self.start_database()
        self.start_proxy()
        self.make_volume("stored")
        self.service.install(self.values_of_service(self.told))
        self.hubs.install(self.values_of_hub(self.told))
        self.answers()

    def start_database(self) -> None:
        """Start PostgreSQL where pods reach it, with a database for hub and service each."""
        postgresql.begin(self.folder / "postgresql", self.here, self.ports["database"])
        with psycopg.connect(self.database("postgres"), autocommit=True) as connection:
            for name in ("lyceum", "hub"):
                connection.execute(f"CREATE DATABASE {name}")

    def upgrade(self, **settings: str) -> None:
        """Upgrade both charts to other settings, and return once everything answers."""
        given = {**self.told.given, **settings}
        told = Told(Settings.from_environment(given), given)
        self.service.upgrade(self.values_of_service(told))
        self.hubs.upgrade(self.values_of_hub(told))
        self.answers()

    def roll_back(self) -> None:
        """Take the last upgrade back, and return once everything answers."""
        self.service.roll_back()
        self.hubs.roll_back()
        self.answers()

    def stop(self) -> None:
        """End what runs beside the cluster; the pods go with their namespace."""
        if self.proxy:
            self.proxy.terminate()
            self.proxy.wait(60)
        postgresql.stop(self.folder)

    @cached_property
    def service(self) -> Release:
        """Our chart."""
        return Release(our_chart(self.cluster, self.folder), "lyceum", self.namespace)

    @cached_property
    def hubs(self) -> Release:
        """What stands for zero-to-jupyterhub's chart."""
        return Release(HERE / "hub", "jupyterhub", self.namespace)

    @cached_property
    def told(self) -> Told:
        """What both charts are told."""
        given = {
            "LYCEUM_STATE": str(self.folder),
            "LYCEUM_SPAWNER": "kubernetes",
            "LYCEUM_IMAGE": IMAGE,
            "LYCEUM_HUB_IMAGE": HUB_IMAGE,
            "LYCEUM_HOME_SIZE": "1Gi",
            "LYCEUM_PROFILES": str(HERE / "profiles.yaml"),
            "LYCEUM_HUB_CONFIG": str(HERE / "site.py"),
            "LYCEUM_DATABASE_URL": self.database("lyceum"),
            "LYCEUM_FILES_URL": f"file://{FILES}",
            "LYCEUM_HUB_ADDRESS": self.cluster.address(self.namespace, "at-hub", 8081, **OF_HUB),
            "LYCEUM_SERVICE_ADDRESS": self.cluster.address(self.namespace, "at-service", 8090, **OF_SERVICE),
            "LYCEUM_URL": self.url,
            "LYCEUM_NIGHTLY": "off",
            **self.settings,
        }
        return Told(Settings.from_environment(given), given)

    @property
    def url(self) -> str:
        """Where people find the workspace."""
        return f"http://127.0.0.1:{self.ports['public']}"

    def database(self, name: str) -> str:
        """Return the address of a database."""
        return f"postgresql://postgres@{self.here}:{self.ports['database']}/{name}"

    def values_of_service(self, told: Told) -> dict:
        """Return the values for our chart, with a volume for the files, where a site has an object store."""
        volume = {"name": "stored", "persistentVolumeClaim": {"claimName": "stored"}}
        mount = {"name": "stored", "mountPath": FILES}
        return {**lyceum.values(told), "extraVolumes": [volume], "extraVolumeMounts": [mount]}

    def values_of_hub(self, told: Told) -> dict:
        """Return the values for the hub's chart."""
        return {**jupyterhub.values(told), **self.made()}

    def made(self) -> dict:
        """Return what zero-to-jupyterhub makes by itself."""
        return {
            "url": self.url,
            "proxy": {
                "api": f"http://{self.here}:{self.ports['proxy']}",
                "token": self.settings_of_proxy.secret("proxy_token"),
            },
            "database": self.database("hub").replace("postgresql:", "postgresql+psycopg:"),
            "cookieSecret": self.settings_of_proxy.secret("cookie_secret"),
        }

    @cached_property
    def settings_of_proxy(self) -> Settings:
        """What the proxy is told, as on one machine."""
        ports = {"LYCEUM_PORT": str(self.ports["public"]), "LYCEUM_PROXY_PORT": str(self.ports["proxy"])}
        return Settings.from_environment({"LYCEUM_STATE": str(self.folder), "LYCEUM_SUBDOMAIN_HOST": "none", **ports})

    def start_proxy(self) -> None:
        """Start the proxy, which the hub reaches at this machine's address."""
        write_proxy_pages(self.settings_of_proxy)
        program = proxy(self.settings_of_proxy, {**os.environ})
        command = [*program.command, "--api-ip", self.here]
        with (self.folder / "proxy.log").open("wb") as log:
            self.proxy = subprocess.Popen(command, env=program.environment, stdout=log, stderr=log)

    def make_volume(self, name: str) -> None:
        """Make a volume for pods to write to: that of a small cluster is a folder of root's, whatever fsGroup says."""
        size = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
        claim = {"metadata": {"name": name}, "spec": size}
        self.cluster.ask("create_namespaced_persistent_volume_claim", self.namespace, claim)
        owning = {"name": "own", "image": HUB_IMAGE, "command": ["chown", "1000:1000", "/volume"]}
        mount = {"volumeMounts": [{"name": "volume", "mountPath": "/volume"}], "securityContext": {"runAsUser": 0}}
        spec = {
            "restartPolicy": "Never",
            "containers": [{**owning, **mount}],
            "volumes": [{"name": "volume", "persistentVolumeClaim": {"claimName": name}}],
        }
        pod = f"own-{name}"
        self.cluster.ask("create_namespaced_pod", self.namespace, {"metadata": {"name": pod}, "spec": spec})

        def is_done() -> bool:
            return self.cluster.ask("read_namespaced_pod", pod, self.namespace).status.phase == "Succeeded"

        wait_for(is_done, f"the volume {name} was not made ready")

    def pods(self, **labels: str) -> list:
        """Return the pods with these labels."""
        chosen = ",".join(f"{name}={value}" for name, value in labels.items())
        return self.cluster.ask("list_namespaced_pod", self.namespace, label_selector=chosen).items

    def kill(self, **labels: str) -> str:
        """End one of these pods without a word, and return its name."""
        name = self.pods(**labels)[0].metadata.name
        self.cluster.ask("delete_namespaced_pod", name, self.namespace, grace_period_seconds=0)
        return name

    def uids(self, **labels: str) -> set[str]:
        """Return what tells these pods from others of their names."""
        return {pod.metadata.uid for pod in self.pods(**labels)}

    def do(self, component: str, *command: str, given: bytes = b"") -> bytes:
        """Run a command in a pod of our chart."""
        (pod,) = self.pods(**{**OF_SERVICE, "app.kubernetes.io/component": component})
        return self.cluster.do(self.namespace, pod.metadata.name, *command, given=given)

    def scale(self, deployment: str, replicas: int) -> None:
        """Have so many pods of a deployment, and return once they are there."""
        self.change(deployment, {"replicas": replicas})

    def restart(self, deployment: str) -> None:
        """Have new pods of a deployment, and return once they are there."""
        self.change(deployment, {"template": {"metadata": {"annotations": {"restarted": uuid.uuid4().hex}}}})

    def change(self, deployment: str, spec: dict) -> None:
        """Change a deployment, and return once its pods are as it wants them."""
        patch = {"spec": spec}
        self.cluster.ask("patch_namespaced_deployment", deployment, self.namespace, patch, api="AppsV1Api")
        self.settle()

    def settle(self) -> None:
        """Return once everything is rolled out."""
        wait_for(self.is_rolled_out, f"not every pod is there: kubectl -n {self.namespace} get pods")

    def is_rolled_out(self) -> bool:
        """Whether every pod that the charts want is there, in its newest form, and answers."""
        return all(map(self.is_there_in_full, self.cluster.ask(DEPLOYMENTS, self.namespace, api="AppsV1Api").items))

    def is_there_in_full(self, deployment) -> bool:
        """Whether the pods of a deployment are as many and as new as it wants, and ready."""
        status, wanted = deployment.status, deployment.spec.replicas
        is_seen = status.observed_generation == deployment.metadata.generation
        ready = [is_ready(pod) for pod in self.pods(**deployment.spec.selector.match_labels)]
        return is_seen and ready == [True] * wanted and (status.updated_replicas or 0) == wanted

    def answers(self, *paths: str) -> None:
        """Return once everything is rolled out, and hub and service answer through the proxy."""
        self.settle()
        for path in paths or ("/hub/api/", "/services/lyceum/health"):
            wait_for(lambda path=path: self.is_there(f"{self.url}{path}"), f"{path} does not answer; see {self.folder}")

    def is_there(self, url: str) -> bool:
        """Whether something answers at an address."""
        try:
            return httpx.get(url, timeout=5).is_success
        except httpx.HTTPError:
            return False

    @cached_property
    def token(self) -> str:
        """The token of the workspace's own command line."""
        made = self.cluster.ask("read_namespaced_secret", "lyceum", self.namespace)
        return b64decode(made.data["cli_token"]).decode()

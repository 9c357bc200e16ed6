"""A workspace on the cluster that KUBECONFIG names, in a namespace of its own that is removed afterwards."""

import asyncio
import os
import uuid

import pytest
from kubernetes_asyncio import client, config
from kubernetes_asyncio.client.rest import ApiException

from support.on_cluster import Workspace, wait_for


class Cluster:
    """The cluster, as its administrator asks it."""

    def ask(self, what, *arguments, **more):
        """Call a method of the core API."""

        async def call():
            await config.load_kube_config(os.environ["KUBECONFIG"])
            async with client.ApiClient() as api:
                return await getattr(client.CoreV1Api(api), what)(*arguments, **more)

        return asyncio.run(call())

    def advertise_gpus(self, count):
        """Have the first node say that it has so many GPUs, where it has none."""
        node = self.ask("list_node").items[0].metadata.name
        patch = [{"op": "add", "path": "/status/capacity/nvidia.com~1gpu", "value": str(count)}]
        self.ask("patch_node_status", node, patch)
        wait_for(
            lambda: (self.ask("read_node", node).status.allocatable or {}).get("nvidia.com/gpu") == str(count),
            "the node does not have the GPUs",
        )


@pytest.fixture(scope="session")
def cluster():
    if not os.environ.get("KUBECONFIG"):
        pytest.fail("KUBECONFIG names no cluster. Start one (kind, k3s, or a company's) and set KUBECONFIG.")
    return Cluster()


@pytest.fixture(scope="session")
def namespace(cluster):
    name = f"lyceum-test-{uuid.uuid4().hex[:6]}"
    cluster.ask("create_namespace", {"metadata": {"name": name}})
    yield name
    try:
        cluster.ask("delete_namespace", name)
    except ApiException as error:
        assert error.status == 404  # noqa: PT017


@pytest.fixture(scope="session")
def on_cluster(namespace, tmp_path_factory):
    """Return the running workspace."""
    workspace = Workspace(tmp_path_factory.mktemp("workspace"), namespace)
    try:
        workspace.start()
        yield workspace
    finally:
        workspace.stop()

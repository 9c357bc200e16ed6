"""A workspace on the cluster that KUBECONFIG names, in a namespace of its own that is removed afterwards."""

import os
import uuid

import pytest
from kubernetes_asyncio.client.rest import ApiException

from support.cluster import Cluster
from support.on_cluster import Workspace


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
def on_cluster(cluster, namespace, session_folder):
    """Return the running workspace."""
    folder = session_folder / "cluster"
    folder.mkdir(mode=0o755)
    workspace = Workspace(folder, cluster, namespace)
    try:
        workspace.start()
        yield workspace
    finally:
        workspace.stop()


@pytest.fixture
def lab(on_cluster):
    """Return a function that returns a client of somebody's JupyterLab once it answers, and stops it afterwards."""
    names = []

    def start(name, token, **options):
        names.append(name)
        on_cluster.ask_for_lab(name, **options)
        on_cluster.started(name)
        return on_cluster.client(token)

    yield start
    for name in names:
        on_cluster.stop_lab(name)

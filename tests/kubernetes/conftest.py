"""A workspace on the cluster that KUBECONFIG names, in a namespace of its own that is removed afterwards."""

import os

import pytest

from support.on_cluster import Workspace, running


@pytest.fixture(scope="session")
def has_cluster():
    if not os.environ.get("KUBECONFIG"):
        pytest.fail("KUBECONFIG names no cluster. Start one (kind, k3s, or a company's) and set KUBECONFIG.")


@pytest.fixture(scope="session")
def on_cluster(has_cluster, session_folder):
    """Return the running workspace."""
    with running(Workspace, session_folder) as workspace:
        yield workspace


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

"""Which cluster it becomes is told by what the server was given, and there is one for each notebook."""

import sys
import types

import dask
import pytest
from distributed import LocalCluster
from distributed.core import Status

from lyceum_lab.compute import cluster, clusters

pytestmark = pytest.mark.usefixtures("own_place")


class FakeCUDACluster(LocalCluster):
    """Stands in for dask_cuda.LocalCUDACluster where there is no GPU: a worker for each that was leased."""

    def __init__(self, n_workers=None, memory_limit=None, **options):
        super().__init__(n_workers=0, memory_limit=memory_limit, threads_per_worker=1, **options)
        self.scale(n_workers)


class FakeGateway:
    """Stands in for a Dask Gateway: remembers its clusters."""

    running = ()

    def list_clusters(self):
        return list(self.running)

    def new_cluster(self, **options):
        FakeGateway.running = (FakeGatewayCluster(options),)
        return self.running[0]

    def connect(self, name):
        return next(each for each in self.running if each.name == name)


class FakeGatewayCluster:
    """Stands in for a cluster on the gateway."""

    status = Status.running
    name = "4f2"

    def __init__(self, options):
        self.options, self.size = options, 0

    def scale(self, n):
        self.size = n

    def close(self):
        FakeGateway.running = ()


def installed(monkeypatch, name, **contents):
    module = types.ModuleType(name)
    module.__dict__.update(contents)
    module.__spec__ = types.SimpleNamespace(name=name)
    monkeypatch.setitem(sys.modules, name, module)


def missing(monkeypatch, name):
    monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr(clusters, "find_spec", lambda wanted: None if wanted == name else ...)


@pytest.fixture
def chosen(monkeypatch):
    """Put a note of the kind in place of each cluster."""
    for kind in ("cpu", "cuda"):
        monkeypatch.setattr(clusters, f"{kind}_cluster", lambda *_, kind=kind: types.SimpleNamespace(kind=kind))
    monkeypatch.setattr(clusters, "of_this_process", {}, raising=True)
    return lambda: clusters.new(None, None, {}).kind


@pytest.mark.parametrize("leased", ["0", "0,1", "GPU-8f1c", "MIG-8f1c"])
def test_leased_gpus_are_used(monkeypatch, chosen, leased):
    installed(monkeypatch, "dask_cuda")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", leased)
    assert chosen() == "cuda"


@pytest.mark.parametrize("leased", ["", "-1", "NoDevFiles", " "])
def test_without_a_lease_it_computes_on_cpus(monkeypatch, chosen, leased):
    installed(monkeypatch, "dask_cuda")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", leased)
    assert chosen() == "cpu"


def test_a_lease_without_the_package_is_said(monkeypatch, chosen):
    missing(monkeypatch, "dask_cuda")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    with pytest.warns(UserWarning, match="no package dask-cuda"):
        assert chosen() == "cpu"


def test_on_gpus_a_cluster_is_as_private_and_no_larger_than_the_lease(monkeypatch):
    installed(monkeypatch, "dask_cuda", LocalCUDACluster=FakeCUDACluster)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    with pytest.raises(ValueError, match="2 workers do not fit on 1 GPUs"):
        cluster(2)
    found = cluster()
    assert isinstance(found, FakeCUDACluster)
    assert found.scheduler_address.startswith("tls://127.0.0.1:")
    assert found.model()["workers"] == 1
    with pytest.raises(ValueError, match="room for 1 workers"):
        found.scale(2)


def test_a_gateway_that_is_configured_comes_first_and_is_asked_once(monkeypatch):
    installed(monkeypatch, "dask_gateway", Gateway=FakeGateway)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    with dask.config.set({"gateway.address": "https://gateway"}):
        found = cluster(3, worker_cores=2)
        assert (found.size, found.options) == (3, {"worker_cores": 2})
        assert cluster() is found
        clusters.of_this_process.clear()  # another notebook
        assert cluster() is found


def test_a_gateway_without_the_package_is_said(monkeypatch):
    missing(monkeypatch, "dask_gateway")
    with (
        dask.config.set({"gateway.address": "https://gateway"}),
        pytest.raises(ModuleNotFoundError, match="https://gateway, but this environment has no package dask-gateway"),
    ):
        cluster()

"""A place of the test's own for clusters, and nothing that this machine's own settings say."""

import os
import time

import psutil
import pytest

from lyceum_lab.compute import clusters


@pytest.fixture
def own_place(tmp_path, monkeypatch):
    """No lease, no gateway, no limit, and no cluster of another test."""
    for name in ("CUDA_VISIBLE_DEVICES", "MEM_LIMIT", "CPU_LIMIT", "JUPYTERHUB_SERVICE_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setattr(clusters, "of_this_process", {})
    yield tmp_path / "runtime"
    if found := clusters.of_this_process.get(os.getpid()):
        found.close()


@pytest.fixture(scope="session")
def eventually():
    """Return a function that waits until something is so, and returns what it then is."""

    def eventually(happened, patience=60):
        deadline = time.monotonic() + patience
        while not (found := happened()):
            assert time.monotonic() < deadline, "It did not happen."
            time.sleep(0.05)
        return found

    return eventually


@pytest.fixture(scope="session")
def family():
    """Return a function that returns a process, and those that it started, and theirs."""

    def family(pid):
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]

    return family

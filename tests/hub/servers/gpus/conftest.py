"""Leases on a database of their own, of GPUs that are not there."""

import shutil

import pytest

from lyceum_hub.database import open_database
from lyceum_hub.servers.gpus.devices import Devices
from lyceum_hub.servers.gpus.leases import Leases
from support.fake_nvml import FakeGpu, FakeNvml


@pytest.fixture
def database(fresh_sqlite, tmp_path):
    path = tmp_path / "lyceum.sqlite"
    shutil.copy(fresh_sqlite, path)
    opened = open_database(f"sqlite:///{path}")
    yield opened
    opened.engine.dispose()


@pytest.fixture
def nvml():
    return FakeNvml(FakeGpu("GPU-0"), FakeGpu("GPU-1"))


@pytest.fixture
def leases(database, nvml):
    return Leases(database, Devices(nvml))

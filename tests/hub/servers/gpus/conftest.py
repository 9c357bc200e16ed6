"""Leases on a database of their own, of GPUs that are not there."""

import shutil

import pytest

from lyceum_hub.database import migrate, open_database
from lyceum_hub.servers.gpus.devices import Devices
from lyceum_hub.servers.gpus.leases import Leases
from support.fake_nvml import FakeGpu, FakeNvml


@pytest.fixture(scope="session")
def fresh_sqlite(tmp_path_factory):
    """The file of a database with empty tables, to copy."""
    path = tmp_path_factory.mktemp("fresh") / "lyceum.sqlite"
    prepare(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def fresh_postgresql(new_database):
    """A PostgreSQL database with empty tables, to copy."""
    return prepare(new_database())


def prepare(url):
    """Make the tables in an empty database, and leave it with nobody connected; return its URL."""
    database = open_database(url)
    migrate(database)
    database.engine.dispose()
    return url


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

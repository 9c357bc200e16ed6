"""No cluster is reached by the tests of this folder."""

import pytest


@pytest.fixture(autouse=True)
def _no_cluster(monkeypatch):
    monkeypatch.setattr("kubespawner.spawner.load_config", lambda **_: None)

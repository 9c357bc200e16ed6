"""Real GPUs: found, told of, and shown to a process as its lease says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lyceum_hub.database import migrate, open_database
from lyceum_hub.servers.gpus.gpus import Gpus
from lyceum_hub.servers.gpus.leases import Leases, Wish
from lyceum_lab.gpus import own_gpus

pytestmark = pytest.mark.gpu

# Through the driver, which is there wherever a GPU is, as CUDA's own libraries would.
COUNT = """
import ctypes
cuda, number = ctypes.CDLL("libcuda.so.1"), ctypes.c_int(-1)
started = cuda.cuInit(0)
if started not in (0, 100):  # 100: there is no device
    raise SystemExit(f"CUDA does not start: {started}")
cuda.cuDeviceGetCount(ctypes.byref(number))
print(0 if started else number.value)
"""


@pytest.fixture
def leases(devices, tmp_path: Path):
    database = open_database(f"sqlite:///{tmp_path / 'l.sqlite'}")
    migrate(database)
    yield Leases(database, devices)
    database.engine.dispose()


def visible(uuids: str) -> int:
    """Return how many GPUs CUDA shows to a process with this environment."""
    environment = {**os.environ, "CUDA_VISIBLE_DEVICES": uuids}
    done = subprocess.run([sys.executable, "-c", COUNT], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_each_device_has_a_name_memory_and_an_address(devices):
    found = devices.found()
    assert len({device.uuid for device in found}) == len(found)
    for device in found:
        assert device.uuid.startswith(("GPU-", "MIG-"))
        assert device.model
        assert device.memory > 2**30
        use = devices.use(device.uuid)
        assert 0 <= use.memory <= device.memory
        assert use.busy is None or 0 <= use.busy <= 100


def test_a_lease_makes_exactly_one_device_visible(leases):
    device = leases.devices.found()[0]
    (held,) = leases.take("ada/", Wish(1, 0.5, device.mig))
    assert visible(held.uuid) == 1
    assert visible("") == 0


def test_ones_own_gpu_is_told_and_what_is_held_is_counted(leases):
    device = leases.devices.found()[0]
    (held,) = leases.take("ada/", Wish(1, 1, device.mig))
    (own,) = own_gpus({"CUDA_VISIBLE_DEVICES": held.uuid})
    assert (own["memory"]["total"], own["share"]) == (held.memory, 1)
    holding = next(one for one in Gpus(leases).holders() if one.device == held)
    assert [lease.person for lease in holding.leases] == ["ada"]

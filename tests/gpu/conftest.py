"""What needs a real GPU: skipped where there is none, and nowhere else."""

import pytest

from lyceum_hub.servers.gpus.devices import Devices


@pytest.fixture(scope="session")
def devices():
    """The GPUs of this machine, through NVML itself."""
    found = Devices.of("pynvml")
    if not found.found():
        pytest.skip("There is no GPU on this machine.")
    return found

"""A stand-in for NVML, where no GPU is there.

`LYCEUM_NVML` may name this file: then a workspace, and the servers in it, find the two GPUs of `MACHINE`.
"""

from dataclasses import dataclass, field
from types import SimpleNamespace

GIB = 2**30


class NVMLError(Exception):
    """What NVML raises."""


@dataclass
class FakeGpu:
    """A GPU, or an instance of one; tests change what it does."""

    uuid: str
    name: str = "NVIDIA A100-SXM4-40GB"
    memory: int = 40 * GIB
    used: int = 0
    busy: int | None = 0
    pids: set[int] = field(default_factory=set)
    parts: list["FakeGpu"] = field(default_factory=list)
    is_lost: bool = False


def instance(uuid: str, kind: str = "1g.10gb", memory: int = 10 * GIB, of: str = "NVIDIA A100-SXM4-80GB") -> FakeGpu:
    """Return an instance as MIG makes them, which does not tell how busy it is."""
    return FakeGpu(uuid, f"{of} MIG {kind}", memory, busy=None)


class FakeNvml:
    """The functions of NVML that we call, over GPUs that tests make."""

    NVMLError = NVMLError

    def __init__(self, *gpus: FakeGpu, has_driver: bool = True) -> None:
        self.gpus = list(gpus)
        self.has_driver = has_driver

    def nvmlInit(self):
        if not self.has_driver:
            raise NVMLError("Driver Not Loaded")

    def nvmlDeviceGetCount(self):
        return len(self.gpus)

    def nvmlDeviceGetHandleByIndex(self, index):
        return answering(self.gpus[index])

    def nvmlDeviceGetHandleByUUID(self, uuid):
        found = [gpu for whole in self.gpus for gpu in (whole, *whole.parts) if gpu.uuid == uuid]
        if not found:
            raise NVMLError("Not Found")
        return answering(found[0])

    def nvmlDeviceGetUUID(self, gpu):
        return gpu.uuid

    def nvmlDeviceGetName(self, gpu):
        return gpu.name

    def nvmlDeviceGetMinorNumber(self, gpu):
        return self.gpus.index(gpu)

    def nvmlDeviceGetMemoryInfo(self, gpu):
        return SimpleNamespace(total=gpu.memory, used=gpu.used, free=gpu.memory - gpu.used)

    def nvmlDeviceGetUtilizationRates(self, gpu):
        if gpu.busy is None:
            raise NVMLError("Not Supported")
        return SimpleNamespace(gpu=gpu.busy, memory=gpu.busy // 2)

    def nvmlDeviceGetComputeRunningProcesses(self, gpu):
        return [SimpleNamespace(pid=pid, usedGpuMemory=gpu.used) for pid in sorted(gpu.pids)]

    def nvmlDeviceGetMigMode(self, gpu):
        if not gpu.parts:
            raise NVMLError("Not Supported")
        return [1, 1]

    def nvmlDeviceGetMaxMigDeviceCount(self, gpu):
        return 7

    def nvmlDeviceGetMigDeviceHandleByIndex(self, gpu, number):
        if number % 2 or number // 2 >= len(gpu.parts):  # numbers have gaps
            raise NVMLError("Not Found")
        return answering(gpu.parts[number // 2])


def answering(gpu: FakeGpu) -> FakeGpu:
    """Return a GPU that has not fallen off the bus."""
    if gpu.is_lost:
        raise NVMLError("GPU is lost")
    return gpu


MACHINE = FakeNvml(
    FakeGpu("GPU-00000000-0000-4000-8000-000000000000", used=3 * GIB, busy=37),
    FakeGpu("GPU-11111111-1111-4111-8111-111111111111", used=1 * GIB),
)


def __getattr__(name: str):
    """Offer the functions of `MACHINE` as NVML's module does."""
    return getattr(MACHINE, name)

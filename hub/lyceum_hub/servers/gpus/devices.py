"""The GPUs of this machine, and the instances that MIG made of them, as NVML tells of them."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any

INSTANCE = re.compile(r"^(?P<model>.*) MIG (?P<kind>\S+)$")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Device:
    """What can be leased: a GPU, or a MIG instance of one."""

    index: int  # of the GPU
    uuid: str  # as CUDA_VISIBLE_DEVICES takes it
    model: str
    memory: int  # bytes
    node: int | None  # the number of the GPU's file, /dev/nvidia…; None where the system hides it
    mig: str = ""  # the kind of instance, as `1g.10gb`; empty: a whole GPU


@dataclass(frozen=True)
class Use:
    """What is done with a device just now."""

    busy: int | None  # percent of the time; None where the device does not tell, as MIG instances
    memory: int  # bytes in use
    pids: tuple[int, ...]  # of the processes that compute on it


class Devices:
    """What NVML finds on this machine: nothing where there is no driver."""

    def __init__(self, nvml: Any) -> None:
        self._nvml = nvml
        self._is_open = False

    @classmethod
    def of(cls, library: str) -> "Devices":
        """Return the devices that a library tells of: a module by its name, or a file of Python by its path."""
        try:
            return cls(load(library))
        except ImportError as error:
            log.warning("GPUs are not looked for: %s.", error)
            return cls(None)

    def found(self) -> list[Device]:
        """Return all that can be leased, in the order of the machine; a GPU that does not answer is left out."""
        if not self._opens():
            return []
        return [device for index in range(self._nvml.nvmlDeviceGetCount()) for device in self._of_gpu(index)]

    def use(self, uuid: str) -> Use | None:
        """Return what is done with a device; None where nobody can tell."""
        if not self._opens():
            return None
        try:
            handle = self._nvml.nvmlDeviceGetHandleByUUID(uuid)
            memory = int(self._nvml.nvmlDeviceGetMemoryInfo(handle).used)
            pids = tuple(process.pid for process in self._nvml.nvmlDeviceGetComputeRunningProcesses(handle))
            rates = self._asked(self._nvml.nvmlDeviceGetUtilizationRates, handle)
            return Use(None if rates is None else int(rates.gpu), memory, pids)
        except self._nvml.NVMLError as error:
            log.warning("The GPU %s does not tell its use: %s.", uuid, error)
            return None

    def _opens(self) -> bool:
        """Tell whether a driver answers; one that is loaded later is found then."""
        if not self._is_open and self._nvml:
            try:
                self._nvml.nvmlInit()
                self._is_open = True
            except self._nvml.NVMLError:
                return False
        return self._is_open

    def _of_gpu(self, index: int) -> list[Device]:
        """Return a GPU, or its instances where it is divided into some."""
        try:
            gpu = self._nvml.nvmlDeviceGetHandleByIndex(index)
            parts = self._instances(gpu) if self._is_divided(gpu) else [gpu]
            node = self._asked(self._nvml.nvmlDeviceGetMinorNumber, gpu)
            return [self._described(index, node, part) for part in parts]
        except self._nvml.NVMLError as error:
            log.warning("GPU %s of this machine is left out: %s.", index, error)
            return []

    def _is_divided(self, gpu: Any) -> bool:
        mode = self._asked(self._nvml.nvmlDeviceGetMigMode, gpu)  # most kinds do not have one
        return bool(mode and mode[0])

    def _instances(self, gpu: Any) -> Iterator[Any]:
        """Yield the instances of a divided GPU; their numbers have gaps."""
        for number in range(self._nvml.nvmlDeviceGetMaxMigDeviceCount(gpu)):
            try:
                yield self._nvml.nvmlDeviceGetMigDeviceHandleByIndex(gpu, number)
            except self._nvml.NVMLError:
                continue

    def _described(self, index: int, node: int | None, handle: Any) -> Device:
        name, uuid = self._nvml.nvmlDeviceGetName(handle), self._nvml.nvmlDeviceGetUUID(handle)
        memory = int(self._nvml.nvmlDeviceGetMemoryInfo(handle).total)
        part = INSTANCE.match(name)
        return Device(index, uuid, part["model"] if part else name, memory, node, part["kind"] if part else "")

    def _asked(self, function: Any, handle: Any) -> Any:
        """Return what a function of NVML says; None where the device does not tell it."""
        try:
            return function(handle)
        except self._nvml.NVMLError:
            return None


def load(library: str) -> Any:
    """Return a module by its name, or what a file of Python holds."""
    if not library.endswith(".py"):
        return import_module(library)
    spec = spec_from_file_location("nvml", library)
    if spec is None or spec.loader is None:
        raise ImportError(f"{library} is no file of Python")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

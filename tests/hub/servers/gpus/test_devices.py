"""What NVML finds, and what it tells of use."""

import pynvml

from lyceum_hub.servers.gpus.devices import Devices
from support import fake_nvml
from support.fake_nvml import GIB, FakeGpu, FakeNvml, instance


def test_the_fake_has_only_functions_that_nvml_has():
    ours = [name for name in dir(FakeNvml) if name.startswith("nvml")]
    assert ours
    assert [name for name in ours if not hasattr(pynvml, name)] == []


def test_gpus_are_found_with_what_people_ask_about_them():
    nvml = FakeNvml(FakeGpu("GPU-0", memory=40 * GIB), FakeGpu("GPU-1", "NVIDIA H200", 141 * GIB))
    first, second = Devices(nvml).found()
    assert (first.index, first.uuid, first.model, first.memory) == (0, "GPU-0", "NVIDIA A100-SXM4-40GB", 40 * GIB)
    assert (second.index, second.node, second.model, second.mig) == (1, 1, "NVIDIA H200", "")


def test_of_a_divided_gpu_only_the_instances_are_found():
    parts = [instance("MIG-a"), instance("MIG-b", "3g.40gb", 40 * GIB)]
    nvml = FakeNvml(FakeGpu("GPU-0", "NVIDIA A100-SXM4-80GB", parts=parts), FakeGpu("GPU-1"))
    found = Devices(nvml).found()
    assert [(device.uuid, device.mig, device.index) for device in found] == [
        ("MIG-a", "1g.10gb", 0),
        ("MIG-b", "3g.40gb", 0),
        ("GPU-1", "", 1),
    ]
    assert found[0].model == "NVIDIA A100-SXM4-80GB"


def test_use_is_told_and_an_instance_does_not_tell_how_busy_it_is():
    gpu = FakeGpu("GPU-0", used=3 * GIB, busy=80, pids={7, 5})
    part = instance("MIG-a")
    devices = Devices(FakeNvml(gpu, FakeGpu("GPU-1", parts=[part])))
    use = devices.use("GPU-0")
    assert (use.busy, use.memory, use.pids) == (80, 3 * GIB, (5, 7))
    assert devices.use("MIG-a").busy is None


def test_a_gpu_that_fell_off_the_bus_is_left_out_and_the_others_stay():
    lost = FakeGpu("GPU-0", is_lost=True)
    devices = Devices(FakeNvml(lost, FakeGpu("GPU-1")))
    assert [device.uuid for device in devices.found()] == ["GPU-1"]
    assert devices.use("GPU-0") is None


def test_without_a_driver_there_are_none_until_it_is_loaded(caplog):
    nvml = FakeNvml(FakeGpu("GPU-0"), has_driver=False)
    devices = Devices(nvml)
    assert devices.found() == []
    assert devices.use("GPU-0") is None
    assert not caplog.records
    nvml.has_driver = True
    assert [device.uuid for device in devices.found()] == ["GPU-0"]


def test_a_library_that_is_not_installed_finds_none():
    assert Devices.of("no_such_library").found() == []
    assert Devices.of("pynvml").found() is not None


def test_a_file_can_stand_in_for_the_library():
    assert len(Devices.of(fake_nvml.__file__).found()) == 2

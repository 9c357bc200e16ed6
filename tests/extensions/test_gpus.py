"""What a Lab tells of the GPUs that it was given."""

import pytest

from lyceum_lab import gpus
from support import fake_nvml
from support.fake_nvml import GIB, MACHINE, FakeNvml, instance

FIRST, SECOND = (gpu.uuid for gpu in MACHINE.gpus)
FAKE = {"LYCEUM_NVML": fake_nvml.__file__}


def test_only_ones_own_gpu_is_told():
    (gpu,) = gpus.own_gpus({**FAKE, "CUDA_VISIBLE_DEVICES": FIRST})
    assert gpu == {
        "model": "NVIDIA A100-SXM4-40GB",
        "busy": 37,
        "memory": {"used": 3 * GIB, "total": 40 * GIB},
        "share": 1,
    }


def test_each_of_several_is_told_and_how_much_of_it_one_has():
    found = gpus.own_gpus({**FAKE, "CUDA_VISIBLE_DEVICES": f"{FIRST},{SECOND}", "LYCEUM_GPU_SHARE": "0.5"})
    assert [(gpu["busy"], gpu["share"]) for gpu in found] == [(37, 0.5), (0, 0.5)]


@pytest.mark.parametrize("visible", ["", "0,1", "GPU-not-there"])
def test_a_server_without_a_lease_tells_of_none(visible):
    assert gpus.own_gpus({**FAKE, "CUDA_VISIBLE_DEVICES": visible}) == []
    assert gpus.own_gpus(FAKE) == []


def test_without_nvml_there_is_none():
    assert gpus.own_gpus({"LYCEUM_NVML": "no_such_library", "CUDA_VISIBLE_DEVICES": FIRST}) == []


def test_an_instance_does_not_tell_how_busy_it_is():
    part = instance("MIG-a")
    found = gpus.described(FakeNvml(part), "MIG-a")
    assert (found["busy"], found["memory"]["total"]) == (None, 10 * GIB)


def test_the_route_answers_and_counts_as_no_use(lab):
    assert lab.client.get("/lyceum/gpus").json() == {"items": []}
    assert gpus.GpusHandler._track_activity is False

"""Who holds what, what is free, and what is held without being used."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from lyceum_hub.database.tables import gpu_leases
from lyceum_hub.servers.gpus.devices import Devices
from lyceum_hub.servers.gpus.gpus import Gpus
from lyceum_hub.servers.gpus.leases import Leases, Wish
from support.fake_nvml import GIB, FakeGpu, FakeNvml, instance


@pytest.fixture
def nvml():
    parts = [instance("MIG-a"), instance("MIG-b")]
    return FakeNvml(FakeGpu("GPU-0"), FakeGpu("GPU-1"), FakeGpu("GPU-2", "NVIDIA A100-SXM4-80GB", parts=parts))


@pytest.fixture
def gpus(leases):
    return Gpus(leases)


def test_each_device_is_told_with_who_holds_it(gpus, leases, nvml):
    leases.take("ada/", Wish(1, 0.5), timedelta(hours=2))
    leases.take("ben/run-1", Wish(1, 0.25))
    nvml.gpus[1].pids.add(4711)
    first, second, third, _ = gpus.holders()
    assert [lease.person for lease in first.leases] == ["ada", "ben"]
    assert (first.room, first.is_used_by_others) == (0.25, False)
    assert (second.leases, second.room, second.is_used_by_others) == ((), 0, True)
    assert (third.device.mig, third.room) == ("1g.10gb", 1)


def test_what_is_free_is_told_by_model_and_memory(gpus, leases):
    leases.take("ada/", Wish(1, 0.5))
    leases.take("eve/", Wish(1, mig="1g.10gb"))
    whole, part = gpus.free()
    assert (whole.model, whole.memory, whole.number, whole.free, whole.room) == (
        "NVIDIA A100-SXM4-40GB",
        40 * GIB,
        2,
        1,
        1,
    )
    assert (part.mig, part.number, part.free) == ("1g.10gb", 2, 1)
    leases.take("ben/", Wish(1))
    assert [(kind.free, kind.room) for kind in gpus.free()] == [(0, 0.5), (1, 1)]


def test_what_is_held_and_not_used_is_told_since_when(gpus, leases, nvml, database):
    leases.take("ada/", Wish(1))
    leases.take("ben/", Wish(1))
    leases.take("eve/", Wish(1, mig="1g.10gb"))
    nvml.gpus[0].busy, nvml.gpus[0].pids = 80, {1}
    nvml.gpus[1].pids = {2}  # a kernel that has memory on it, and computes nothing
    nvml.gpus[2].parts[0].pids = {3}
    (idle,) = gpus.unused()
    assert (idle.server, idle.used_at) == ("ben/", idle.since)
    nvml.gpus[0].busy = 0
    with database.writing() as connection:
        connection.execute(update(gpu_leases).values(since=idle.since - timedelta(hours=1)))
    unused = {lease.server: lease for lease in gpus.unused()}
    assert set(unused) == {"ada/", "ben/"}
    assert unused["ada/"].used_at > unused["ben/"].used_at


def test_a_gpu_that_does_not_tell_counts_as_used(gpus, leases, nvml):
    leases.take("ada/", Wish(1))
    nvml.gpus[0].is_lost = True
    assert gpus.unused() == []


def test_a_machine_without_gpus_has_none(database):
    gpus = Gpus(Leases(database, Devices(FakeNvml(has_driver=False))))
    assert (gpus.holders(), gpus.free(), gpus.unused()) == ([], [], [])

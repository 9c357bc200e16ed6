"""GPUs on the page for a start: how many of which model are free, or who has them and the place in line."""

from pathlib import Path

from lyceum_hub.servers.gpus.devices import Devices
from lyceum_hub.servers.gpus.leases import Leases, Wish
from lyceum_hub.servers.offers.gpus import Gpus
from lyceum_hub.servers.offers.offer import Asker, Outcome
from lyceum_hub.servers.profiles import Profile
from support.fake_nvml import FakeGpu, FakeNvml, instance

ADA = Asker("ada", frozenset(), Path("/home/ada"))
ONE, HALF, THREE = (Profile("", "", gpus=gpus) for gpus in (1, 0.5, 3))
PART = Profile("", "", mig="1g.10gb")


def told(leases, profile, waiting=0):
    found = Gpus(leases, [None] * waiting).about_profile(ADA, profile)
    return [(fact.outcome, fact.text) for fact in found]


def test_a_profile_without_a_gpu_needs_none(leases):
    assert told(leases, Profile("", "")) == []


def test_what_is_free_is_told_by_model_and_memory(leases):
    both = "1; 2 of 2 NVIDIA A100-SXM4-40GB with 42.9 GB are free"
    assert told(leases, ONE) == [(Outcome.STARTS, both)]
    leases.take("ben/", Wish.of(HALF))
    one = both.replace("2 of 2", "1 of 2").replace("are free", "is free")
    assert told(leases, ONE) == [(Outcome.STARTS, one)]
    assert told(leases, HALF) == [(Outcome.STARTS, both.replace("1; ", "0.5 of one; "))]


def test_what_is_computed_on_by_others_is_not_free(leases, nvml):
    nvml.gpus[0].pids.add(4711)
    assert "1 of 2" in told(leases, ONE)[0][1]


def test_when_none_is_free_it_is_told_who_has_them_and_the_place_in_line(leases):
    leases.take("ben/", Wish.of(ONE))
    leases.take("eve/", Wish.of(ONE))
    why = "No GPU is free. Two are in use by ben and eve."
    assert told(leases, ONE) == [(Outcome.WAITS, f"{why} You would be next in line.")]
    assert told(leases, ONE, waiting=1) == [(Outcome.WAITS, f"{why} You would be 2nd in line.")]


def test_what_the_machine_does_not_have_is_refused(leases):
    assert told(leases, THREE) == [(Outcome.REFUSED, "This machine has fewer than 3 GPUs.")]
    assert told(leases, PART) == [(Outcome.REFUSED, "This machine has no 1g.10gb instance of a GPU.")]


def test_instances_are_told_by_their_memory(database):
    nvml = FakeNvml(FakeGpu("GPU-0", parts=[instance("MIG-0"), instance("MIG-1")]))
    leases = Leases(database, Devices(nvml))
    assert told(leases, PART) == [(Outcome.STARTS, "1; 2 of 2 NVIDIA A100-SXM4-80GB with 10.7 GB are free")]

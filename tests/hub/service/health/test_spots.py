"""Spots: each environment once, on CPUs where it can be, and on a GPU what uses one, while nobody needs it."""

import pytest

from lyceum_catalog.entries import parse_entry
from lyceum_hub.servers.gpus.devices import Devices
from lyceum_hub.servers.gpus.gpus import Gpus
from lyceum_hub.servers.gpus.leases import Leases, Wish
from lyceum_hub.servers.profiles import Profile, Profiles
from lyceum_hub.service.entries.store import EntryStore
from lyceum_hub.service.health.spots import Spots, spots_of
from support.courses import course
from support.fake_nvml import FakeGpu, FakeNvml

PROFILES = {
    "small": Profile("Small", ""),
    "large": Profile("Large", "", cpus=8),
    "gpu": Profile("GPU", "", gpus=1),
    "two": Profile("Two GPUs", "", gpus=2),
    "cuda": Profile("CUDA", "", "images/gpu", gpus=0.5),
    "slice": Profile("Slice", "", "images/gpu", mig="1g.10gb"),
    "r": Profile("R", "", "images/r"),
}


@pytest.mark.parametrize(
    ("tags", "profiles"), [([], ["cuda", "r", "small"]), (["flights", "gpu"], ["cuda", "gpu", "r", "small"])]
)
def test_each_environment_once_and_what_uses_a_gpu_on_one_too(tags, profiles):
    entry = parse_entry(course("lesson", tags=tags))
    found = {(module, name) for module in ("first", "second") for name in profiles}
    assert {(spot.module, spot.profile) for spot in spots_of(entry, PROFILES)} == found
    assert [spot.notebook for spot in spots_of(entry, {"r": PROFILES["r"]})] == ["lesson/first", "lesson/second"]


def test_what_wants_a_gpu_waits_until_people_leave_one(database):
    leases = Leases(database, Devices(FakeNvml(FakeGpu("GPU-0"))))
    profiles = Profiles(lambda: {name: PROFILES[name] for name in ("small", "gpu", "cuda")})
    spots = Spots(EntryStore(database), profiles, Gpus(leases))
    assert spots.taken() == []
    leases.take("ada/", Wish(1, 0.5))
    assert spots.taken() == ["gpu"]
    leases.take("ben/", Wish(1, 0.5))
    assert spots.taken() == ["gpu", "cuda"]


def test_where_no_gpu_is_known_the_cluster_keeps_the_line(database):
    nowhere = Gpus(Leases(database, Devices(FakeNvml())))
    assert Spots(EntryStore(database), Profiles(lambda: PROFILES), nowhere).taken() == []

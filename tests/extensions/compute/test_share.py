"""A cluster takes what the hub, the cgroups and the machine leave it, and no more."""

import os

import psutil
import pytest

from lyceum_lab.compute import share as module
from lyceum_lab.compute.share import Share, share

GIB = 2**30


@pytest.fixture(autouse=True)
def cgroups(tmp_path, monkeypatch):
    """Return a function that writes the files of cgroups, as the kernel would show them."""
    monkeypatch.setattr(module, "CGROUPS", tmp_path / "cgroup")
    monkeypatch.setattr(module, "OWN_CGROUPS", tmp_path / "own")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(16)))

    def write(own, **files):
        (tmp_path / "own").write_text(own)
        for name, text in files.items():
            path = tmp_path / "cgroup" / name.replace("__", "/").replace("_at_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    return write


def test_a_machine_without_limits_is_shared_with_others():
    assert share({}) == Share(16, psutil.virtual_memory().total // 2)


def test_the_hub_says_what_the_profile_gives():
    assert share({"MEM_LIMIT": str(4 * GIB), "CPU_LIMIT": "2.5"}) == Share(2, 3 * GIB)


def test_half_a_cpu_is_one_worker():
    assert share({"CPU_LIMIT": "0.5"}).cpus == 1


def test_a_limit_that_is_no_number_is_none():
    assert share({"MEM_LIMIT": "much", "CPU_LIMIT": ""}) == share({})


def test_cgroups_of_version_2_hold_with_those_around_them(cgroups):
    cgroups("0::/lyceum/ada\n", lyceum__ada__memory_at_max="max\n", lyceum__memory_at_max=f"{2 * GIB}\n")
    cgroups("0::/lyceum/ada\n", lyceum__ada__cpu_at_max="300000 100000\n", lyceum__cpu_at_max="max 100000\n")
    assert share({}) == Share(3, 1.5 * GIB)


def test_cgroups_of_version_1(cgroups):
    own = "5:memory:/ada\n3:cpu,cpuacct:/ada\n0::/\n"
    cgroups(own, memory__ada__memory_at_limit_in_bytes=f"{GIB}\n", memory__memory_at_limit_in_bytes=str(2**63 - 4096))
    cgroups(own, cpu__ada__cpu_at_cfs_quota_us="400000\n", cpu__ada__cpu_at_cfs_period_us="100000\n")
    cgroups(own, cpu__cpu_at_cfs_quota_us="-1\n", cpu__cpu_at_cfs_period_us="100000\n")
    assert share({}) == Share(4, 0.75 * GIB)


def test_the_tightest_limit_counts(cgroups):
    cgroups("0::/ada\n", ada__memory_at_max=f"{2 * GIB}\n")
    assert share({"MEM_LIMIT": str(8 * GIB)}).memory == 1.5 * GIB


@pytest.mark.parametrize(
    ("cpus", "memory", "wanted", "workers"),
    [
        (4, 8 * GIB, None, (4, 1, 2 * GIB)),
        (4, 8 * GIB, 2, (2, 2, 4 * GIB)),
        (16, GIB, None, (2, 8, GIB // 2)),
        (1, GIB // 4, None, (1, 1, GIB // 4)),
    ],
)
def test_workers_together_take_no_more_than_the_share(cpus, memory, wanted, workers):
    assert Share(cpus, memory).workers(wanted) == workers


@pytest.mark.parametrize("wanted", [0, -1, 5])
def test_more_workers_than_fit_are_refused_with_how_many_do(wanted):
    with pytest.raises(ValueError, match=r"do not fit into the 4 CPUs and 8\.0 GiB .* Ask for 1 to 4"):
        Share(4, 8 * GIB).workers(wanted)

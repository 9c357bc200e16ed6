"""Where a process stands in the trees of control groups, read as the kernel writes it on all kinds of machines."""

from pathlib import Path

import pytest

from lyceum_hub.servers.limits.trees import Place, places

V1 = """\
31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
32 31 0:29 / {at}/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
35 31 0:32 / {at}/memory rw,relatime - cgroup cgroup rw,memory
40 31 0:37 / {at}/systemd rw,relatime - cgroup cgroup rw,name=systemd
41 31 0:38 / {at}/unified rw,relatime - cgroup2 cgroup2 rw
"""
V2 = "41 31 0:38 {root} {at} rw,relatime shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"


class FakeProcess:
    """The files of the kernel's about a process, and a tree that is a folder."""

    def __init__(self, folder: Path) -> None:
        self.proc, self.at = folder / "proc", folder / "cgroup"
        (self.proc / "self").mkdir(parents=True)

    def stands(self, mounts: str, groups: str) -> list[Place]:
        (self.proc / "self" / "mountinfo").write_text(mounts.replace("{at}", str(self.at)))
        (self.proc / "self" / "cgroup").write_text(groups)
        return places(proc=self.proc)

    def has(self, group: str, controllers: str) -> Path:
        folder = self.at / group
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "cgroup.controllers").write_text(controllers)
        return folder


@pytest.fixture
def process(tmp_path: Path) -> FakeProcess:
    return FakeProcess(tmp_path)


def test_version_1_has_a_tree_for_each_controller(process: FakeProcess):
    found = process.stands(V1, "5:name=systemd:/x\n4:memory:/job/7\n2:cpu,cpuacct:/\n0::/\n")
    assert found == [
        Place(process.at / "memory/job/7", 1, frozenset({"memory"})),
        Place(process.at / "cpu,cpuacct", 1, frozenset({"cpu"})),
    ]


def test_version_2_has_one_tree_and_says_what_may_be_used(process: FakeProcess):
    folder = process.has("user.slice/mine", "cpuset cpu io memory pids\n")
    found = process.stands(V2.replace("{root}", "/"), "0::/user.slice/mine\n")
    assert found == [Place(folder, 2, frozenset({"memory", "cpu", "pids"}))]


def test_a_container_sees_but_a_part_of_the_tree(process: FakeProcess):
    process.has("", "memory pids")
    mounts = V2.replace("{root}", "/docker/0a")
    for group in ("/docker/0a", "/", "/../0b"):
        (found,) = process.stands(mounts, f"0::{group}\n")
        assert found.folder == process.at


def test_a_tree_that_is_not_mounted_or_limits_nothing_is_no_place(process: FakeProcess):
    process.has("", "hugetlb\n")
    assert process.stands(V2.replace("{root}", "/"), "9:memory:/\n0::/\n") == []

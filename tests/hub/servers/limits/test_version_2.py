"""Groups in a real tree of version 2, with a controller that this machine's kernel leaves to it.

Where version 1 has memory, CPUs and processes, that is another one, as `hugetlb`; the rules of the tree are the same.
Where version 2 has them all, the tests of `test_limits` are held by it.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lyceum_hub.servers.confinement import Confinement
from lyceum_hub.servers.limits.groups import OWN, Group, Groups, Size, enable
from lyceum_hub.servers.limits.trees import Place
from support.root import need_root

SLEEPS = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
FORKS = """
import os, time
for _ in range(2):
    if not os.fork():
        os.setsid()
        break
os.write(1, b'up\\n')  # whole, beside what the others write
time.sleep(600)
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A group of our own, which a process is in, as one is where systemd or a container put the hub."""
    need_root()
    tree = tmp_path / "tree"
    tree.mkdir()
    subprocess.run(["mount", "-t", "cgroup2", "cgroup2", tree], check=True)
    folder = tree / f"lyceum-test-{os.getpid()}"
    resident = subprocess.Popen(SLEEPS, stdout=subprocess.PIPE, text=True)
    try:
        controller = controller_of(tree)
        folder.mkdir()
        (folder / "cgroup.procs").write_text(str(resident.pid))
        yield Place(folder, 2, frozenset({controller}))
    finally:
        resident.kill()
        resident.wait()
        for group, *_ in os.walk(folder, topdown=False):
            os.rmdir(group)
        subprocess.run(["umount", tree], check=True)


def controller_of(tree: Path) -> str:
    """Return a controller that groups below the tree's root may use."""
    used = (tree / "cgroup.subtree_control").read_text().split()
    known = (tree / "cgroup.controllers").read_text().split()
    if not used and not known:
        pytest.fail("This test needs a controller of version 2: version 1 has all that this machine's kernel knows.")
    if not used:
        enable(tree, frozenset(known[:1]))
    return (used or known)[0]


def test_the_kernel_wants_a_group_with_groups_to_be_empty_itself_and_its_processes_step_aside(place: Place):
    (resident,) = processes(place.folder)
    (controller,) = place.controllers
    with pytest.raises(OSError, match="busy"):
        (place.folder / "cgroup.subtree_control").write_text(f"+{controller}")
    Groups([place], "lyceum-x").open()
    assert processes(place.folder / OWN) == {resident}
    assert controller in (place.folder / "lyceum-x" / "cgroup.controllers").read_text().split()


def test_a_server_is_born_into_its_group_and_none_of_its_processes_outlives_it(place: Place):
    groups = Groups([place], "lyceum-x")
    group = groups.make("ada:", Size())
    server = born_into(group, FORKS)
    assert [server.stdout.readline() for _ in range(3)] == ["up\n"] * 3
    assert server.pid in group.processes()
    assert len(group.processes()) == 3
    assert (group.killed_for_memory(), groups.names()) == (0, {"ada:"})
    group.end()
    assert server.wait() == -signal.SIGKILL
    assert groups.names() == set()  # the kernel removes no group with a process in it
    groups.close()
    assert not (place.folder / "lyceum-x").exists()


def born_into(group: Group, code: str) -> subprocess.Popen[str]:
    """Start a process that enters a group before it does anything else."""
    enter = Confinement(group.entrances).enter
    return subprocess.Popen([sys.executable, "-c", code], preexec_fn=enter, stdout=subprocess.PIPE, text=True)


def processes(folder: Path) -> set[int]:
    return {int(number) for number in (folder / "cgroup.procs").read_text().split()}

"""Servers within the size of their profile: by this machine's control groups, and as far as it goes without them."""

import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lyceum_hub.servers.confinement import Confinement
from lyceum_hub.servers.limits import systemd
from lyceum_hub.servers.limits.groups import OWN, Size, enable, files_of
from lyceum_hub.servers.limits.limits import Limits, limits, used_up
from lyceum_hub.servers.limits.trees import OURS, Place
from support.processes import is_running
from support.root import need_root

MB = 2**20
V2 = Place(Path("/nowhere"), 2, OURS)


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Limits]:
    """The limits of a workspace on this machine, which has to have control groups."""
    need_root()
    found = limits(tmp_path)
    if lacking := found.lacking():
        pytest.fail(f"This test needs control groups that it may write: {lacking}")
    yield found
    found.close()


def run(confinement: Confinement, code: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code]
    return subprocess.Popen(
        command, preexec_fn=confinement.enter, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def test_more_memory_than_its_size_ends_a_server_and_is_counted(held: Limits):
    group, confinement = held.confine("ada:", Size(memory=100 * MB), own_account=True)
    assert run(confinement, f"bytearray({50 * MB})").wait() == 0
    assert group.killed_for_memory() == 0
    assert run(confinement, f"bytearray({300 * MB})").wait() == -signal.SIGKILL
    assert group.killed_for_memory() == 1
    assert used_up("JupyterLab", 2 * 10**9) == "JupyterLab used more than its 2 GB of memory"


def test_no_more_processes_than_its_size(held: Limits):
    group, confinement = held.confine("ada:", Size(processes=5), own_account=True)
    forks = "import os\nfor _ in range(9):\n    if not os.fork():\n        import time; time.sleep(60)\n"
    server = run(confinement, forks)
    assert server.wait() == 1
    group.end()
    assert "BlockingIOError" in server.stdout.read()


def test_the_cpus_of_its_size(held: Limits):
    group, confinement = held.confine("ada:", Size(cpus=0.02), own_account=True)  # less than a busy machine gives it
    server = run(confinement, "import time\nwhile time.thread_time() < 5: pass")
    (place,) = (place for place in group.places if "cpu" in place.controllers)
    while not throttled(place):
        assert server.poll() is None
        time.sleep(0.02)
    group.end()
    server.wait()


def throttled(place: Place) -> int:
    """Return how often a server had to wait because it had used up its CPUs."""
    told = dict(line.split() for line in (place.folder / "cpu.stat").read_text().splitlines())
    return int(told["nr_throttled"])


def test_grandchildren_in_sessions_of_their_own_end_with_it(held: Limits):
    group, confinement = held.confine("ada:", Size(), own_account=True)
    grandchildren = r"os.setsid(); os.fork(); os.write(1, b'up\n'); time.sleep(600)"
    code = f"import os, time\nif not os.fork():\n    {grandchildren}"
    server = run(confinement, code)
    assert server.wait() == 0
    assert server.stdout.readline() == "up\n"
    left = group.processes()
    assert left
    group.end()
    assert not [pid for pid in left if is_running(pid)]
    assert held.groups.names() == set()


def test_what_a_crash_left_is_ended_but_not_what_runs(held: Limits):
    groups = {name: held.confine(name, Size(), own_account=True) for name in ("ada:", "bob:")}
    servers = {name: run(confinement, "import time; time.sleep(60)") for name, (_, confinement) in groups.items()}
    while not all(group.processes() for group, _ in groups.values()):
        time.sleep(0.01)
    held.begin({"ada:"})
    assert servers["bob:"].wait() == -signal.SIGKILL
    assert held.adopt("bob:") is None
    assert held.adopt("ada:").processes() == {servers["ada:"].pid}
    held.groups.of("ada:").end()
    servers["ada:"].wait()


def test_an_empty_folder_that_was_removed_is_made_again(held: Limits):
    held.groups.close()
    group, _ = held.confine("ada:", Size(), own_account=True)
    assert group.entrances


def test_without_control_groups_each_process_is_limited_and_it_is_said_once(caplog):
    nothing = Limits([], "none")
    group, confinement = nothing.confine("ada:", Size(cpus=2, memory=100 * MB, processes=30), own_account=True)
    assert group is None
    assert confinement == Confinement([], {"RLIMIT_DATA": 100 * MB, "RLIMIT_NPROC": 30})
    assert run(Confinement(most={"RLIMIT_DATA": 100 * MB}), f"bytearray({300 * MB})").wait() == 1
    nothing.begin(set())
    assert "limit the memory and the CPUs and the number of processes of a server" in caplog.text


def test_where_all_work_as_one_account_the_number_of_its_processes_is_not_one_persons():
    _, confinement = Limits([], "none").confine("ada:", Size(processes=30), own_account=False)
    assert confinement.most == {}


def test_a_limit_that_is_lower_already_stays(monkeypatch):
    monkeypatch.setattr(resource, "getrlimit", lambda _: (10, 10))
    told = []
    monkeypatch.setattr(resource, "setrlimit", lambda limit, both: told.append(both))
    Confinement(most={"RLIMIT_NPROC": 30}).enter()
    assert told == [(10, 10)]


def test_a_tree_that_cannot_be_written_holds_nothing(tmp_path: Path):
    file = tmp_path / "file"
    file.write_text("")
    assert Limits([Place(file, 1, OURS)], "lyceum-x").held == frozenset()


def test_version_2_is_told_in_its_own_words():
    size = Size(cpus=1.5, memory=MB, processes=30)
    assert files_of(size, V2) == {
        "memory.max": str(MB),
        "memory.swap.max?": "0",
        "cpu.max": "150000 100000",
        "pids.max": "30",
    }


class FakeTree2:
    """A tree of version 2 as the kernel keeps it: no controller for the groups below one that holds processes."""

    def __init__(self, folder: Path, processes: str) -> None:
        self.folder = folder
        (folder / "cgroup.procs").write_text(processes)
        (folder / "cgroup.subtree_control").write_text("")

    def write(self, path: Path, value: str) -> None:
        """Stand in for what writes to the kernel."""
        if path.name == "cgroup.subtree_control" and (path.parent / "cgroup.procs").read_text():
            raise OSError(16, "Device or resource busy")
        path.write_text(value)
        if path.name == "cgroup.procs":
            (self.folder / "cgroup.procs").write_text("")


def test_our_own_processes_step_aside_where_version_2_wants_it(tmp_path: Path, monkeypatch):
    tree = FakeTree2(tmp_path, "4711")
    monkeypatch.setattr("lyceum_hub.servers.limits.groups.write", tree.write)
    enable(tmp_path, frozenset({"memory", "pids"}))
    assert (tmp_path / OWN / "cgroup.procs").read_text() == "4711"
    assert (tmp_path / "cgroup.subtree_control").read_text() == "+memory +pids"


class FakeSystemd:
    """Answers like `systemctl`, and makes a scope when `systemd-run` is called."""

    def __init__(self, folder: Path) -> None:
        self.tree = folder
        self.scope = ""

    def group_of(self, unit: str) -> str:
        return self.scope

    def hold_open(self, unit: str) -> None:
        assert unit == "lyceum-x.scope"
        self.scope = f"/system.slice/{unit}"
        (self.tree / "system.slice" / unit).mkdir(parents=True)
        (self.tree / "system.slice" / unit / "cgroup.controllers").write_text("cpu memory pids")


def test_systemd_is_asked_for_a_scope_once(tmp_path: Path, monkeypatch):
    fake = FakeSystemd(tmp_path)
    for name in ("group_of", "hold_open"):
        monkeypatch.setattr(systemd, name, getattr(fake, name))
    monkeypatch.setattr(systemd, "RUNS", tmp_path)
    monkeypatch.setattr(systemd, "tree", lambda: tmp_path)
    found = systemd.delegated("lyceum-x")
    assert found == [Place(tmp_path / "system.slice/lyceum-x.scope", 2, OURS)]
    fake.hold_open = None
    assert systemd.delegated("lyceum-x") == found


def test_without_systemd_nobody_is_asked(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(systemd, "RUNS", tmp_path / "nothing")
    assert systemd.delegated("lyceum-x") == []

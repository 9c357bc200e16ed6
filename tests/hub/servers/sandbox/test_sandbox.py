"""What a sandbox is made of, and what this machine is told to lack for one."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from lyceum_hub.errors import SettingError
from lyceum_hub.servers.confinement import Confinement
from lyceum_hub.servers.prefork.parent import is_confined
from lyceum_hub.servers.sandbox import gpu_files, kernel, landlock
from lyceum_hub.servers.sandbox.sandbox import SYSTEM, programs, without_hidden, without_inner
from lyceum_hub.settings import Settings
from support.root import need_root


def test_each_folder_is_seen_once_the_outer_one_first():
    assert without_inner(["/data/b", "/data", "/usr/share", "/data/a"]) == [*SYSTEM, "/data"]


def test_what_is_hidden_in_a_folder_is_left_out_of_it(tmp_path: Path):
    for name in ("samples", "groups"):
        (tmp_path / name).mkdir()
    hidden = [str(tmp_path / "groups")]
    assert without_hidden(["/opt", str(tmp_path)], hidden) == ["/opt", str(tmp_path / "samples")]
    assert without_hidden(["/opt"], hidden) == ["/opt"]


def test_the_folder_that_the_hub_was_started_in_is_no_program():
    assert os.getcwd() not in programs() or Path(sys.prefix).is_relative_to(os.getcwd())
    assert any(Path(sys.executable).is_relative_to(folder) for folder in programs())


@pytest.mark.parametrize(
    ("version", "namespaces", "says"),
    [
        (0, "all", "lacks Landlock"),
        (4, "mounts", "end each other's servers"),
        (4, "all", ""),
        (6, "", ""),
    ],
)
def test_what_the_kernel_lacks_is_said(monkeypatch, version: int, namespaces: str, says: str):
    monkeypatch.setattr(landlock, "version", lambda: version)
    monkeypatch.setattr(kernel, "namespaces", lambda: namespaces)
    found = kernel.lacking(Path("/home/ada/state"))
    assert says in found
    assert bool(found) == bool(says)


def test_a_state_folder_that_everybody_reads_is_named(monkeypatch):
    monkeypatch.setattr(landlock, "version", lambda: 6)
    assert kernel.lacking(Path("/opt/lyceum/state")) == "/opt/lyceum/state lies in /opt, which everybody may read"


def isolation(monkeypatch, lacking: str, uid: int, **given: str) -> Settings:
    monkeypatch.setattr("lyceum_hub.settings.lacking", lambda *_: lacking)
    monkeypatch.setattr(os, "geteuid", lambda: uid)
    return Settings.from_environment({"LYCEUM_STATE": "/tmp/state", **given})


def test_people_are_kept_apart_as_well_as_the_machine_can(monkeypatch):
    assert isolation(monkeypatch, "", 0).isolation == "accounts"
    assert isolation(monkeypatch, "", 1000).isolation == "sandbox"
    alone = isolation(monkeypatch, "the kernel lacks it", 1000)
    assert (alone.isolation, alone.one_person) == ("personal", True)
    assert isolation(monkeypatch, "", 1000, LYCEUM_ISOLATION="personal").one_person


@pytest.mark.parametrize(
    ("uid", "chosen", "why"),
    [
        (1000, "sandbox", "the kernel lacks it"),
        (1000, "accounts", "only root"),
        (1000, "none", "it must be sandbox or personal or accounts"),
        (0, "personal", "it must be accounts"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(monkeypatch, uid: int, chosen: str, why: str):
    with pytest.raises(SettingError, match=f"LYCEUM_ISOLATION is '{chosen}', but {why}"):
        isolation(monkeypatch, "the kernel lacks it", uid, LYCEUM_ISOLATION=chosen)


LOOKS = """
import sys
from lyceum_hub.servers.sandbox.sandbox import Sandbox, programs
Sandbox([*programs(), sys.argv[1]], temporary=sys.argv[2], namespaces="all").enter()
print(open(sys.argv[1] + "/told").read())
"""


@pytest.mark.parametrize("where", ["/tmp", "/var/tmp"])  # a checkout may lie there
def test_what_may_be_seen_is_seen_wherever_it_lies(where: str):
    need_root()
    with TemporaryDirectory(dir=where) as folder, TemporaryDirectory() as temporary:
        Path(folder, "told").write_text("seen")
        for path in (folder, temporary):
            Path(path).chmod(0o777)
        command = [sys.executable, "-c", LOOKS, folder, temporary]
        nobody = {"user": "nobody", "group": "nogroup", "extra_groups": []}
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **nobody)
        assert done.stdout == "seen\n", done.stderr


class FakeGpus:
    """Files of GPUs, and what the driver says of them."""

    def __init__(self, folder: Path, monkeypatch) -> None:
        self.files = [str(folder / f"nvidia{minor}") for minor in (0, 1)]
        for minor, file in enumerate([*self.files, str(folder / "nvidiactl")]):
            Path(file).write_text("")
            about = folder / "about" / f"0000:0{minor}:00.0"
            about.mkdir(parents=True)
            if "ctl" not in file:
                text = f"Model: \t\t NVIDIA\nGPU UUID: \t GPU-{minor}\nDevice Minor: \t {minor}\n"
                (about / "information").write_text(text)
        monkeypatch.setattr(gpu_files, "DEVICES", folder)
        monkeypatch.setattr(gpu_files, "ABOUT", folder / "about")


def test_gpus_that_a_server_was_not_given_are_closed(tmp_path: Path, monkeypatch):
    fake = FakeGpus(tmp_path, monkeypatch)
    assert gpu_files.closed_gpus("GPU-1") == fake.files[:1]
    assert gpu_files.closed_gpus("") == fake.files
    assert gpu_files.closed_gpus(None) == gpu_files.closed_gpus("MIG-1") == []
    assert gpu_files.open_gpus("GPU-1") == [fake.files[1], str(tmp_path / "nvidiactl")]
    assert gpu_files.open_gpus("") == []


def test_a_closed_file_holds_nothing_for_who_starts_and_is_there_for_others(tmp_path: Path):
    need_root()
    device = tmp_path / "nvidia0"
    device.write_text("a GPU")
    enter = Confinement(closed=[str(device)]).enter
    told = subprocess.run(["cat", str(device)], preexec_fn=enter, capture_output=True, text=True, check=True).stdout
    assert (told, device.read_text()) == ("", "a GPU")


ASKS = """
import ctypes, os, socket, sys
if sys.argv[2] == "confined":
    ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)
connection = socket.socket(socket.AF_UNIX)
connection.connect(sys.argv[1])
connection.recv(1)
"""


@pytest.mark.parametrize(("how", "refused"), [("confined", True), ("free", False)])
def test_the_prefork_parent_hears_nobody_in_a_sandbox(tmp_path: Path, monkeypatch, how: str, refused: bool):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        listener.listen()
        asking = subprocess.Popen([sys.executable, "-c", ASKS, str(tmp_path / "socket"), how])
        asker, _ = listener.accept()
        assert is_confined(asker) == refused
        asker.close()
        asking.wait()

"""One person's server against another's, and against the hub: what is refused, and what stays open."""

import grp
import json
import os
import pwd
import subprocess
import sys
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from attacks.attacks import ATTACKS, SECRET
from lyceum_hub.servers.sandbox import kernel, landlock
from support.root import need_root

TESTS = Path(__file__).parents[1]
NOBODY = pwd.getpwnam("nobody")

# What the sandbox's label admits, by the namespaces that the kernel lets us have.
PRIORITIES = {"limits_of_server", "priority_of_server"}
SOCKETS = set() if landlock.version() >= landlock.SCOPES_SINCE else {"abstract_socket"}
OPEN = {
    "accounts": SOCKETS,
    "sandbox-all": SOCKETS,
    "sandbox-mounts": SOCKETS | PRIORITIES,
    "sandbox-": SOCKETS | PRIORITIES | {"home_opened", "socket_in_home", "segment_of_memory"},
}


@pytest.fixture(scope="session")
def stage(session_folder) -> Iterator[object]:
    """Return what became of each attack on a stage with this isolation; played once."""
    need_root()
    names = [f"{role}{uuid.uuid4().hex[:6]}" for role in ("ada", "eve")]

    @cache
    def play(isolation: str, namespaces: str = "") -> dict[str, dict[str, object]]:
        folder = session_folder / f"stage-{names[0]}-{isolation}-{namespaces}"  # each process of the tests has its own
        folder.mkdir()
        folder.chmod(0o755)
        account = {} if isolation == "accounts" else {"user": NOBODY.pw_uid, "group": NOBODY.pw_gid, "extra_groups": []}
        if account:
            os.chown(folder, NOBODY.pw_uid, NOBODY.pw_gid)
        command = [sys.executable, "-m", "attacks.stage", str(folder), isolation, namespaces, *names]
        environment = {**os.environ, "PYTHONPATH": str(TESTS), "SECRET": SECRET.decode()}
        done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, timeout=120, **account)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    yield play
    for name in names:
        subprocess.run(["userdel", f"lab-{name}"], check=False, capture_output=True)
    for group in (found.gr_name for found in grp.getgrall() if found.gr_name == f"labs-club{names[0]}"):
        subprocess.run(["groupdel", group], check=True)


@pytest.mark.parametrize("attack", ATTACKS)
def test_it_succeeds_where_nothing_keeps_people_apart(stage, attack: str):
    """Else its being refused elsewhere would show nothing."""
    found = stage("personal")[attack]
    assert not found["refused"], found


@pytest.mark.parametrize("mode", OPEN)
@pytest.mark.parametrize("attack", ATTACKS)
def test_it_is_refused(stage, attack: str, mode: str):
    isolation, _, namespaces = mode.partition("-")
    if isolation == "sandbox" and namespaces and kernel.namespaces() not in (namespaces, "all"):
        pytest.fail("This test needs user namespaces. Allow them: sysctl user.max_user_namespaces=10000")
    found = stage(isolation, namespaces)[attack]
    assert found["refused"] == (attack not in OPEN[mode]), found


@pytest.mark.parametrize("mode", OPEN)
def test_the_gpu_that_was_given_is_open(stage, mode: str):
    """Else another's being closed would show nothing."""
    isolation, _, namespaces = mode.partition("-")
    found = stage(isolation, namespaces)["own_gpu"]
    assert not found["refused"], found

"""The folders that groups share: for members only, linked in their homes, whatever people do there."""

import os
import pwd
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lyceum_hub.servers.group_folders import GroupFolders, os_group
from lyceum_hub.servers.os_accounts import ensure_account
from support.root import need_root


@pytest.fixture
def me() -> pwd.struct_passwd:
    return pwd.getpwuid(os.geteuid())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def folders(tmp_path: Path) -> GroupFolders:
    return GroupFolders(tmp_path / "shared", accounts=False)


def test_a_home_links_to_the_folders_of_its_groups_and_to_no_others(folders: GroupFolders, home: Path, me):
    folders.ensure({"birds", "stars"}, me, home)
    (home / "Shared" / "mine").write_text("mine")
    folders.ensure({"stars", "maps"}, me, home)
    links = {path.name: path for path in (home / "Shared").iterdir()}
    assert set(links) == {"stars", "maps", "mine"}
    assert links["stars"].readlink() == folders.root / "stars"
    assert (folders.root / "birds").is_dir()


def test_without_groups_nothing_is_made(folders: GroupFolders, home: Path, me):
    assert folders.ensure(set(), me, home) == []
    assert list(home.iterdir()) == []


def test_a_folder_that_went_leaves_a_link_that_comes_back(folders: GroupFolders, home: Path, me):
    folders.ensure({"birds"}, me, home)
    (folders.root / "birds").rmdir()
    folders.ensure({"birds"}, me, home)
    assert (home / "Shared" / "birds").is_dir()


def test_links_of_the_homes_owner_are_not_followed(folders: GroupFolders, home: Path, tmp_path: Path, me):
    trap = tmp_path / "trap"
    trap.mkdir()
    (home / "Shared").symlink_to(trap)
    folders.ensure({"birds"}, me, home)
    assert list(trap.iterdir()) == []


@pytest.mark.parametrize("group", ["..", ".", "../etc", "a/b", "x\ny", "Großes Team"])
def test_every_name_is_one_folder_below(folders: GroupFolders, home: Path, me, group: str):
    (folder,) = folders.ensure({group}, me, home)
    assert folder.resolve().parent == folders.root.resolve()
    assert folder.is_dir()


def test_a_group_of_the_machine_is_never_that_of_an_account():
    assert os_group("ada") == "labs-ada"
    names = [os_group(name) for name in ("Ada", "a b", "a" * 28, "-x", "ada\n", "ü")]
    assert all(len(name) <= 32 and name.isascii() for name in names)
    assert len(set(names)) == 6


@dataclass(frozen=True)
class Members:
    """Two accounts of the machine, the folder of homes, and a group that one of them is in."""

    folders: GroupFolders
    homes: Path
    names: tuple[str, str]
    group: str

    def enter(self, name: str, *groups: str) -> pwd.struct_passwd:
        account = ensure_account(name, self.homes)
        self.folders.ensure(set(groups), account, Path(account.pw_dir))
        return account


@pytest.fixture
def members(session_folder: Path) -> Iterator[Members]:
    need_root()
    word = uuid.uuid4().hex[:6]
    folder = session_folder / f"members-{word}"
    folder.mkdir()
    folder.chmod(0o755)
    found = Members(
        GroupFolders(folder / "shared", accounts=True), folder / "homes", (f"a{word}", f"b{word}"), f"g{word}"
    )
    os.umask(0o077)
    yield found
    os.umask(0o022)
    for name in found.names:
        subprocess.run(["userdel", f"lab-{name}"], check=False, capture_output=True)
    subprocess.run(["groupdel", os_group(found.group)], check=False, capture_output=True)


def as_account(account: pwd.struct_passwd, *command: str) -> bool:
    """Return whether a command of an account's, with its groups of now, succeeds."""
    groups = os.getgrouplist(account.pw_name, account.pw_gid)
    who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": groups, "umask": 0o077}
    return subprocess.run(command, capture_output=True, check=False, **who).returncode == 0


def test_members_read_what_members_write_and_others_do_not(members: Members):
    first, second = members.names
    ada, bob = members.enter(first, members.group), members.enter(second)
    paper = str(members.folders.root / members.group / "paper")
    assert as_account(ada, "sh", "-c", f"echo words > {paper}")
    assert not as_account(bob, "cat", paper)
    members.enter(second, members.group)
    assert as_account(bob, "cat", f"{bob.pw_dir}/Shared/{members.group}/paper")
    assert as_account(bob, "sh", "-c", f"echo more >> {paper}")
    members.enter(second)
    assert not as_account(bob, "cat", paper)
    assert as_account(ada, "cat", paper)


def test_groups_that_others_gave_an_account_stay(members: Members):
    account = members.enter(members.names[0])
    subprocess.run(["usermod", "--append", "--groups", "games", account.pw_name], check=True)
    members.enter(members.names[0], members.group)
    members.enter(members.names[0])
    found = subprocess.run(["id", "-nG", account.pw_name], capture_output=True, text=True, check=True).stdout.split()
    assert set(found) == {account.pw_name, "games"}

"""The folders that groups share: only members read and write them, and find them in their homes as `Shared/<group>`."""

import grp
import hashlib
import os
import pwd
import re
import struct
import subprocess
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from lyceum_hub.errors import Unavailable
from lyceum_hub.servers.os_accounts import SYSTEM_PATH, make_open_folder, one_at_a_time

PREFIX = "labs-"  # an account `lab-<name>` has a group of that name, which must never be another's
FITS = re.compile(r"[a-z][a-z0-9_-]{0,26}", re.ASCII)
LINKS = "Shared"
OPEN_TO_MEMBERS = 0o2770  # what is made in it is the group's
ACL = "system.posix_acl_default"
ENTRY = struct.Struct("<HHI")  # tag, rights, whom it names
OWNER, GROUP, OTHERS, NOBODY = 1, 4, 32, 0xFFFFFFFF
FOLDER = os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class GroupFolders:
    """The folders below `<shared>/groups`; with accounts of the machine, each has a group of the machine."""

    def __init__(self, shared: Path, *, accounts: bool) -> None:
        self.root = shared / "groups"
        self._accounts = accounts

    def ensure(self, groups: Collection[str], account: pwd.struct_passwd, home: Path) -> list[Path]:
        """Make the folders of a person's groups, let the account into these only, link them, and return them."""
        folders = [self.folder(group) for group in sorted(groups)]
        if folders:
            make_open_folder(self.root)
        for group in groups:
            self._make(group)
        if self._accounts:
            join(account, {os_group(group) for group in groups})
        link(home, folders, self.root, account)
        return folders

    def folder(self, group: str) -> Path:
        """Return where a group's folder is: its name, with what a file's name cannot hold written as in addresses."""
        return self.root / quote(group, safe=" ").replace(".", "%2E" if not group.strip(".") else ".")

    def _make(self, group: str) -> None:
        folder = self.folder(group)
        folder.mkdir(mode=0o700, exist_ok=True)
        if self._accounts:
            os.chown(folder, 0, ensure_os_group(os_group(group)))
            folder.chmod(OPEN_TO_MEMBERS)
            with suppress(OSError):  # a file system without such lists: members open each file themselves
                os.setxattr(folder, ACL, for_the_group())


def os_group(group: str) -> str:
    """Return the machine's name of a group."""
    return PREFIX + (group if FITS.fullmatch(group) else hashlib.sha256(group.encode()).hexdigest()[:20])


def ensure_os_group(name: str) -> int:
    """Return the number of a group of the machine, made if it is missing."""
    with one_at_a_time:
        with suppress(KeyError):
            return grp.getgrnam(name).gr_gid
        run("groupadd", name)
        return grp.getgrnam(name).gr_gid


def join(account: pwd.struct_passwd, wanted: set[str]) -> None:
    """Make an account a member of exactly these groups of ours; groups of others stay as they are."""
    with one_at_a_time:
        member_of = {found.gr_name for found in grp.getgrall() if account.pw_name in found.gr_mem}
        others = {name for name in member_of if not name.startswith(PREFIX)}
        if member_of != others | wanted:
            run("usermod", "--groups", ",".join(sorted(others | wanted)), account.pw_name)


def run(program: str, *arguments: str) -> None:
    """Have the machine's own tables changed; raise Unavailable saying why it was not done."""
    environment = {"PATH": SYSTEM_PATH}
    done = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unavailable(f"The machine's groups could not be changed: {done.stderr.strip()}")


def for_the_group() -> bytes:
    """Return the list of rights of new files: what is private elsewhere is the group's here; see acl(5)."""
    rights = ((OWNER, 7), (GROUP, 7), (OTHERS, 0))
    return struct.pack("<I", 2) + b"".join(ENTRY.pack(tag, allowed, NOBODY) for tag, allowed in rights)


def link(home: Path, folders: Collection[Path], root: Path, account: pwd.struct_passwd) -> None:
    """Have links to these folders in a home, and no other links of ours; what else is there is left alone.

    The home is its owner's, who may have put anything there: nothing is followed.
    """
    wanted = {folder.name: folder for folder in folders}
    with suppress(OSError), opened(home) as inside:
        if wanted:
            with suppress(FileExistsError):
                os.mkdir(LINKS, 0o700, dir_fd=inside)
                os.chown(LINKS, account.pw_uid, account.pw_gid, dir_fd=inside, follow_symlinks=False)
        with opened(LINKS, inside) as links:
            remove_others(links, wanted, root)
            for name, folder in wanted.items():
                with suppress(FileExistsError):
                    os.symlink(folder, name, dir_fd=links)
                    os.chown(name, account.pw_uid, account.pw_gid, dir_fd=links, follow_symlinks=False)


def remove_others(links: int, wanted: Collection[str], root: Path) -> None:
    """Remove the links to folders of groups that somebody is not in any more."""
    for name in os.listdir(links):
        with suppress(OSError):  # no link
            if name not in wanted and Path(os.readlink(name, dir_fd=links)).parent == root:
                os.unlink(name, dir_fd=links)


@contextmanager
def opened(folder: Path | str, within: int | None = None) -> Iterator[int]:
    """Open a folder that is no link, for what is done inside."""
    number = os.open(folder, FOLDER, dir_fd=within)
    try:
        yield number
    finally:
        os.close(number)

"""The operating system accounts people's servers run as, where root starts the workspace."""

import os
import pwd
import shutil
import subprocess
import threading
from pathlib import Path

from lyceum_hub.errors import Conflict, Unavailable

PREFIX = "lab-"
SYSTEM_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"  # not every root has the latter two on theirs
MARK = "Lyceum"  # in the account's comment: we made it, so we may use it
one_at_a_time = threading.Lock()  # useradd locks the whole table of accounts


def ensure_account(name: str, homes: Path) -> pwd.struct_passwd:
    """Return the account of a person, made if it is missing, with a home that is theirs alone."""
    login, home = PREFIX + name, homes / (PREFIX + name)
    make_open_folder(homes)
    with one_at_a_time:
        account = find_account(login) or make_account(login, home)
    if account.pw_gecos.split(",")[0] != MARK:
        raise Conflict(
            f"This machine has an account {login} that Lyceum did not make, so {name}'s work cannot run as it. "
            f"Rename one of them, or mark it as ours: usermod --comment {MARK} {login}"
        )
    ensure_home(home, account)
    return account


def find_useradd() -> str | None:
    """Return the program that makes accounts."""
    return shutil.which("useradd", path=SYSTEM_PATH)


def find_account(login: str) -> pwd.struct_passwd | None:
    """Return an account of this machine."""
    try:
        return pwd.getpwnam(login)
    except KeyError:
        return None


def make_account(login: str, home: Path) -> pwd.struct_passwd:
    """Make an account that nobody can log in to with a password."""
    options = ["--user-group", "--shell", "/bin/bash", "--comment", MARK, "--home-dir", str(home)]
    skeleton = ["--no-create-home"] if home.exists() else ["--create-home", "--key", "HOME_MODE=0700"]
    useradd = [find_useradd() or "useradd", *options, *skeleton, login]
    done = subprocess.run(useradd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unavailable(f"The account {login} could not be made: {done.stderr.strip()}")
    return pwd.getpwnam(login)


def ensure_home(home: Path, account: pwd.struct_passwd) -> None:
    """Make the home folder if it is missing, and keep everybody else out of it."""
    if not home.exists():
        home.mkdir(mode=0o700)
        os.chown(home, account.pw_uid, account.pw_gid)
    if home.stat().st_uid != account.pw_uid:
        raise Conflict(
            f"The folder {home} belongs to somebody else. Move it away, or give it to its owner: "
            f"chown -R {account.pw_name}: {home}"
        )
    home.chmod(0o700)


def make_open_folder(folder: Path) -> None:
    """Make a folder, and those above it, that everybody may enter, whatever files are private by default."""
    for missing in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
        missing.mkdir()
        missing.chmod(0o755)

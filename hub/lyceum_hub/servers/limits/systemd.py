"""Where systemd starts everything, the control groups that it hands over to us: those below a scope of our own."""

import os
import subprocess
import time
from pathlib import Path

from lyceum_hub.servers.limits.trees import OURS, Place, read_mounts

RUNS = Path("/run/systemd/system")  # there where process 1 is systemd
PATIENCE = 5.0  # seconds for a scope to be there
WHOSE = [] if os.geteuid() == 0 else ["--user"]


def delegated(name: str) -> list[Place]:
    """Return the place that systemd leaves to us, asked for if it is not there; empty without systemd or its leave."""
    if not RUNS.is_dir():
        return []
    unit = f"{name}.scope"
    if not (group := group_of(unit)):
        hold_open(unit)
        until = time.monotonic() + PATIENCE
        while not (group := group_of(unit)) and time.monotonic() < until:
            time.sleep(0.05)
    return [place_of(group)] if group and tree() else []


def hold_open(unit: str) -> None:
    """Have a scope made; it lasts as long as a process is in it, and this one ends with the workspace."""
    scope = ["systemd-run", *WHOSE, "--scope", "--quiet", "--collect", "--property=Delegate=yes", f"--unit={unit}"]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.Popen([*scope, "sleep", "infinity"], start_new_session=True, **quiet)  # type: ignore[call-overload]


def group_of(unit: str) -> str:
    """Return the control group of a unit; empty where there is no such unit."""
    ask = ["systemctl", *WHOSE, "show", "--property=ControlGroup", "--value", unit]
    return subprocess.run(ask, capture_output=True, text=True, check=False).stdout.strip()


def tree() -> Path | None:
    """Return where version 2 is mounted."""
    mounts = read_mounts(Path("/proc/self/mountinfo").read_text())
    return next((mount.point for mount in mounts if mount.version == 2), None)


def place_of(group: str) -> Place:
    """Return the place of a group of systemd's."""
    folder = (tree() or Path()) / group.lstrip("/")
    return Place(folder, 2, OURS & set((folder / "cgroup.controllers").read_text().split()))

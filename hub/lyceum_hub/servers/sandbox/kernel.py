"""What the kernel of this machine offers for a sandbox."""

import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from lyceum_hub.servers.sandbox import landlock
from lyceum_hub.servers.sandbox.sandbox import SYSTEM, programs

TRY = """
import sys
from lyceum_hub.servers.sandbox import namespaces
view = namespaces.View(["/usr"], temporary=sys.argv[1])
namespaces.enter(view, own_processes=sys.argv[2] == "all")
"""
LABEL = "keeps colleagues' work apart; does not withstand a determined attacker"


@cache
def namespaces() -> str:
    """Return which namespaces a process of ours may enter: `all`, `mounts`, or none; tried once in a process."""
    with tempfile.TemporaryDirectory(prefix="lyceum-") as folder:
        for kind in ("all", "mounts"):
            command = [sys.executable, "-c", TRY, folder, kind]
            if subprocess.run(command, capture_output=True, check=False).returncode == 0:
                return kind
    return ""


def lacking(*folders: Path) -> str:
    """Return why people who work as one account could not be kept apart here, with these folders to be closed.

    Empty when they can.
    """
    version = landlock.version()
    if not version:
        return "the kernel of this machine lacks Landlock"
    if version < landlock.SCOPES_SINCE and namespaces() != "all":
        return f"Landlock {version}, without namespaces of processes, lets people end each other's servers"
    for folder in folders:
        if outer := next((outer for outer in (*SYSTEM, *programs()) if folder.is_relative_to(outer)), None):
            return f"{folder} lies in {outer}, which everybody may read"
    return ""


def parts() -> str:
    """Return what a sandbox consists of here, in words."""
    inner = {"all": "own files, processes and /tmp by namespaces", "mounts": "own files and /tmp by namespaces"}
    return (
        f"Landlock {landlock.version()}; {inner.get(namespaces(), 'no namespaces, so /tmp and terminals are common')}"
    )

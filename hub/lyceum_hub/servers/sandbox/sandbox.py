"""What a server in a sandbox may see and write, and how its process gives up the rest."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from lyceum_hub.servers.sandbox import landlock, namespaces

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/opt", "/nix/store", "/sys")
DEVICES = tuple(f"/dev/{name}" for name in ("null", "zero", "full", "random", "urandom", "tty"))
OWN = ("/dev/pts", "/dev/ptmx", "/dev/shm", "/tmp")  # noqa: S108 - a namespace has its own


@dataclass(frozen=True)
class Sandbox:
    """Folders and files of a server: those it may read and execute, those it may write, and one for what is passing."""

    reading: list[str] = field(default_factory=list)
    writing: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)  # directly in `reading`, but closed; `writing` may lie in it
    temporary: str = ""
    namespaces: str = ""  # `all`; `mounts`: without numbers of processes of its own; empty: none

    def enter(self) -> None:
        """Give up everything else; return in the process that has (see `namespaces.enter`)."""
        if self.namespaces:
            writable = [*DEVICES, *self.writing]
            view = namespaces.View(without_inner([*self.reading, *writable]), self.hidden, writable, self.temporary)
            namespaces.enter(view, own_processes=self.namespaces == "all")
            landlock.restrict(["/"], [*writable, *OWN])
        else:
            reading = [*SYSTEM, "/proc", *without_hidden(self.reading, self.hidden)]
            landlock.restrict(reading, [*DEVICES, *self.writing, self.temporary])


def without_inner(paths: Sequence[str]) -> list[str]:
    """Return the system's folders and these, in the order in which they lie in each other, each but once."""
    kept = list(SYSTEM)
    for path in sorted(set(paths)):
        if not any(Path(path).is_relative_to(outer) for outer in kept):
            kept.append(path)
    return kept


def without_hidden(paths: Sequence[str], hidden: Sequence[str]) -> list[str]:
    """Return paths, and instead of one that holds something hidden all else that it holds just now."""
    shown: list[str] = []
    for path in paths:
        inside = any(str(Path(secret).parent) == path for secret in hidden)
        shown += [str(inner) for inner in Path(path).iterdir() if str(inner) not in hidden] if inside else [path]
    return shown


def programs() -> list[str]:
    """Return the folders that this Python, and what of ours is installed for it, consist of."""
    ours = (find_spec(name) for name in ("lyceum_hub", "lyceum_catalog", "lyceum_lab"))
    folders = [Path(spec.origin).parents[1] for spec in ours if spec and spec.origin]
    return sorted({str(path.resolve()) for path in (Path(sys.prefix), Path(sys.base_prefix), *folders)})

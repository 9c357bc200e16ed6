"""The clusters that run on this machine for a person, each a file that only they can read."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_runtime_dir


@dataclass(frozen=True)
class Record:
    """A cluster: how to reach it, and what the panel showed of it when it started."""

    id: str
    address: str
    door: str  # the Unix socket on which it answers its owner
    certificate: str = field(repr=False)
    key: str = field(repr=False)
    model: dict[str, Any]

    def write(self) -> None:
        """Keep the record, from the first byte on for its owner alone."""
        path = path_of(self.id)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(asdict(self), file)

    def is_alive(self) -> bool:
        """Return whether the process behind the socket is there, and not another that has its number by now."""
        try:
            return self.id[:8] in os.readlink(self.door)
        except OSError:
            return False


def folder() -> Path:
    """Return where the records lie; a home may be mounted on several machines."""
    return Path(jupyter_runtime_dir()) / "dask" / socket.gethostname()


def path_of(cluster_id: str) -> Path:
    """Return the file of a cluster."""
    return folder() / f"{cluster_id}.json"


def clear(cluster_id: str) -> None:
    """Forget a cluster that ended."""
    path_of(cluster_id).unlink(missing_ok=True)


def running() -> list[Record]:
    """Return the clusters that run, and forget those that ended."""
    found = []
    for record in records():
        if record.is_alive():
            found.append(record)
        else:
            clear(record.id)
    return found


def records() -> Iterator[Record]:
    """Yield the records, oldest first."""
    found = {path: path.stat().st_mtime for path in folder().glob("*.json")}
    for path in sorted(found, key=lambda path: found[path]):
        with suppress(OSError, ValueError, TypeError):  # it just ended, or is being written
            yield Record(**json.loads(path.read_text()))

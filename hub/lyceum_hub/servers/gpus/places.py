"""Places in line that outlive the hub: who waited when it was killed has the same place again."""

import json
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

LONGEST_AWAY = 600.0  # seconds; whoever waited before that has gone home


class Places:
    """Which servers wait, first the one that is next, in a file; none is kept without one."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._kept: list[str] = []
        self.before = read(path) if path else []  # who waited when the last hub ended

    def take(self, server: str) -> int:
        """Return the place that a server had before, behind all of those where it had none; it has it once."""
        if server not in self.before:
            return len(self.before)
        place = self.before.index(server)
        self.before[place] = ""
        return place

    def keep(self, servers: Sequence[str]) -> None:
        """Write down who waits now; what cannot be written is not kept."""
        if not self._path:
            return
        with suppress(OSError):
            if self._kept == list(servers):
                os.utime(self._path)
                return
            new = self._path.with_suffix(".new")
            new.write_text(json.dumps(servers))
            new.replace(self._path)
            self._kept = list(servers)


def read(path: Path) -> list[str]:
    """Return who waited a moment ago, when what a file tells of was last seen."""
    try:
        away = time.time() - path.stat().st_mtime
        return [str(server) for server in json.loads(path.read_text())] if away < LONGEST_AWAY else []
    except (OSError, ValueError, TypeError):
        return []

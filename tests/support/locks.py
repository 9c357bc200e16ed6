"""One worker of a parallel session at a time."""

import fcntl
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(path: Path):
    """Hold a lock file while the block runs."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

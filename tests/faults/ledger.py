"""The ledger: what executions did, one line after the other, in a file outside the system."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Line:
    """A moment of an execution; the order of the lines is the order of what happened."""

    run: str
    attempt: int
    pid: int
    what: str  # begin, beat, end or refused


def write(path, run, attempt, what):
    """Append a line that is on disk when this returns."""
    ledger = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    try:
        os.write(ledger, f"{run} {attempt} {os.getpid()} {what}\n".encode())
        os.fsync(ledger)
    finally:
        os.close(ledger)


def read(path):
    """Return the lines that are there."""
    if not Path(path).exists():
        return []
    fields = (line.split() for line in Path(path).read_text().splitlines())
    return [Line(run, int(attempt), int(pid), what) for run, attempt, pid, what in fields]

"""What processes of this machine do, which may end while they are looked at."""

import time
from pathlib import Path

import psutil

PATIENCE = 60  # seconds


def is_running(pid):
    """Tell whether a process is there and has not ended."""
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def await_end(pid):
    """Return once a process has ended."""
    until = time.monotonic() + PATIENCE
    while is_running(pid):
        assert time.monotonic() < until, f"Process {pid} still runs."
        time.sleep(0.05)


def command(process):
    """Return a process's command line; nothing when it is gone."""
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""

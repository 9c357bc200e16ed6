"""Harm that ends by itself after a while, whatever the nemesis does meanwhile."""

import os
import signal
import threading
from contextlib import suppress


def later(seconds, work, *arguments):
    """Do something after a while."""
    timer = threading.Timer(seconds, work, arguments)
    timer.daemon = True
    timer.start()


def wake(pid):
    """Let a process go on, if it is there."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)


def flood(disk):
    """Leave no room for a second."""
    disk.fill()
    later(1, disk.free)

"""The nursery: it imports the service once, and forks a replica of it as often as one is wanted.

`python -m faults.nursery CLOCK` reads lines `PORT LOG` and answers each with the pid of a new replica. All replicas see
the clock in that file.
"""

import ctypes
import os
import signal
import sys

from faults.clock import Clock, show
from lyceum_hub.service import __main__ as service

PR_SET_PDEATHSIG = 1


def main():
    """Fork replicas until nobody asks for more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead need no burial
    show(Clock(sys.argv[1]), "lyceum_hub")
    for line in sys.stdin:
        port, log = line.split()
        pid = os.fork()
        if pid == 0:
            become(port, log)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def become(port, log):
    """Be a replica, as `python -m lyceum_hub.service` is one; it ends with the nursery, however that ends."""
    os.setsid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for stream in (1, 2):
        os.dup2(descriptor, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ["LYCEUM_SERVICE_PORT"] = port
    service.main()
    os._exit(0)


if __name__ == "__main__":
    main()

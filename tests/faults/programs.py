"""Programs that are killed, paused and started again."""

import os
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path

import httpx

TESTS = Path(__file__).parents[1]


class Program(ABC):
    """A program that is started again as often as it is killed."""

    pid = None

    def start(self):
        """Start it if it does not run."""
        if not self.runs():
            self.pid = self.begin()

    @abstractmethod
    def begin(self):
        """Start it, and return its pid."""

    def runs(self):
        """Tell whether it is there and no zombie."""
        with suppress(OSError):
            return self.pid is not None and b"\0" in Path(f"/proc/{self.pid}/cmdline").read_bytes()
        return False

    def send(self, number):
        """Send it a signal, if it runs."""
        if self.runs():
            os.kill(self.pid, number)

    def kill(self):
        """End it without warning."""
        self.send(signal.SIGKILL)
        while self.runs():
            time.sleep(0.01)

    def pause(self):
        """Stop its world."""
        self.send(signal.SIGSTOP)

    def resume(self):
        """Let it go on as if nothing had been."""
        self.send(signal.SIGCONT)


class Nursery:
    """Forks replicas of the service that see a clock."""

    def __init__(self, settings, clock):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "faults.nursery", clock],
            env=settings | {"PYTHONPATH": python_path()},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def fork(self, port, log):
        """Return the pid of a new replica."""
        self._process.stdin.write(f"{port} {log}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self):
        """Fork no more."""
        self._process.stdin.close()
        self._process.wait()


class Service(Program):
    """A replica of the service."""

    def __init__(self, name, port, nursery, folder):
        self.name = name
        self.address = f"127.0.0.1:{port}"
        self.log = folder / f"{name}.log"
        self._port, self._nursery = port, nursery

    def begin(self):
        """Have it forked."""
        return self._nursery.fork(self._port, self.log)

    def answers(self):
        """Tell whether it answers."""
        with suppress(httpx.HTTPError):
            return httpx.get(f"http://{self.address}/services/lyceum/health", timeout=2, verify=False).is_success
        return False


class Hub(Program):
    """The fake hub."""

    def __init__(self, port, folder, ledger, services):
        (folder / "servers").mkdir()
        addresses = [service.address for service in services]
        self._command = [
            sys.executable,
            "-m",
            "faults.hub",
            str(port),
            str(folder / "servers"),
            str(ledger),
            *addresses,
        ]
        self._process = None

    def begin(self):
        """Start it, and bury the one before."""
        if self._process:
            self._process.wait()
        self._process = subprocess.Popen(self._command, env=os.environ | {"PYTHONPATH": python_path()})
        return self._process.pid


def python_path():
    """Return where Python finds the programs of these tests."""
    return os.pathsep.join(filter(None, [str(TESTS), os.environ.get("PYTHONPATH")]))

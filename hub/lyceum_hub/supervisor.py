"""Starts the programs of a workspace, starts again those that die, and stops them all in order."""

import ctypes
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import psutil

from lyceum_hub.errors import Unavailable

LARGEST_LOG = 10 * 2**20  # bytes
LOOK_EVERY = 0.2  # seconds
STEADY_AFTER = 60.0  # seconds of running after which a death is not a sign of a broken start
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
libc = ctypes.CDLL(None)


@dataclass(frozen=True)
class Program:
    """What to run, how to know that it answers, and how long it may take to stop."""

    name: str
    command: list[str]
    environment: dict[str, str]
    health: str = ""  # address that answers once the program does
    patience: float = 60.0  # seconds to start
    grace: float = 10.0  # seconds to stop
    waits: bool = False  # start it only once all before it answer
    after_restart: Callable[[], bool] | None = None  # what it lacks then; called until it says True


@dataclass
class Child:
    """A program that runs, or is about to."""

    program: Program
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: datetime | None = None
    began: float = 0.0
    deaths: int = 0
    again_at: float = 0.0
    lacks: bool = False

    @property
    def pid(self) -> int | None:
        """The number of its process."""
        return self.process.pid if self.process else None

    def start(self) -> None:
        """Start the program in a session of its own; it is told to stop if we die."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.program.command,
                env=self.program.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        self.began, self.started_at = time.monotonic(), datetime.now(UTC)

    def look(self, say: Callable[[str], None]) -> None:
        """Start the program again if it died: at once, or after a growing pause when it keeps dying."""
        if self.process and (status := self.process.poll()) is not None:
            steady = time.monotonic() - self.began > STEADY_AFTER
            self.deaths = 1 if steady else self.deaths + 1
            pause = min(30.0, 2.0 ** (self.deaths - 1) - 1)
            self.process, self.again_at = None, time.monotonic() + pause
            say(f"The {self.program.name} ended ({describe(status)}) and is started again. Its log: {self.log}")
        if self.process is None and time.monotonic() >= self.again_at:
            self.start()
            self.lacks = self.program.after_restart is not None
        if self.lacks and self.program.after_restart:
            self.lacks = not self.program.after_restart()

    def answers(self) -> bool:
        """Return whether the program answers at its address."""
        with suppress(httpx.HTTPError):
            return httpx.get(self.program.health, timeout=2).is_success
        return False

    def check_start(self) -> None:
        """Raise Unavailable if the program ended while it started, or takes too long."""
        if self.process is None or self.process.poll() is not None:
            raise Unavailable(f"The {self.program.name} ended while it started: {last_line(self.log)} ({self.log})")
        if time.monotonic() > self.began + self.program.patience:
            raise Unavailable(f"The {self.program.name} did not answer in time. Its log: {self.log}")

    def stop(self) -> None:
        """Ask the program to end, and end it with all it started when it does not."""
        if self.process is None:
            return
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(self.program.grace)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


class Supervisor:
    """The programs of a workspace; the first is started first and stopped last."""

    def __init__(self, programs: Iterable[Program], logs: Path, say: Callable[[str], None]) -> None:
        logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.logs = logs
        self.children = [Child(program, logs / f"{program.name}.log") for program in programs]
        self.say = say
        self.stop_wanted = False

    def listen(self) -> None:
        """Stop when the terminal or the system says so, and inherit what the hub leaves behind if it is killed."""
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1)
        for number in STOPPING:
            signal.signal(number, self.want_stop)

    def want_stop(self, *_: Any) -> None:
        """Remember that the workspace shall stop."""
        self.stop_wanted = True

    def start(self) -> None:
        """Start every program and return when all answer, or when it is time to stop."""
        for child in self.children:
            if child.program.waits:
                self.await_answers()
            child.start()
        self.await_answers()

    def await_answers(self) -> None:
        """Return once every program that has been started answers, or when it is time to stop."""
        for child in self.children:
            while child.process and child.program.health and not self.stop_wanted and not child.answers():
                child.check_start()
                time.sleep(LOOK_EVERY)

    def watch(self, changed: Callable[[], None], until: Callable[[], bool] = lambda: False) -> None:
        """Keep the programs running until it is time to stop; call `changed` when one has been started again."""
        while not self.stop_wanted and not until():
            before = self.pids()
            for child in self.children:
                child.look(self.say)
            if self.pids() != before:
                changed()
            self.reap()
            for log in self.logs.rglob("*.log"):
                turn_over(log)
            time.sleep(LOOK_EVERY)

    def reap(self) -> None:
        """Bury the dead that a killed hub left to us."""
        with suppress(ChildProcessError):
            while dead := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                if dead.si_pid in self.pids().values():
                    return
                os.waitpid(dead.si_pid, 0)

    def stop(self) -> None:
        """Stop the programs, the last started first, then whatever they left behind."""
        for child in reversed(self.children):
            child.stop()
        end_all(psutil.Process().children(recursive=True))

    def pids(self) -> dict[str, int | None]:
        """Return the number of each program's process."""
        return {child.program.name: child.pid for child in self.children}

    def describe(self) -> dict[str, dict[str, Any]]:
        """Return what runs, since when, as JSON can hold it."""
        return {
            child.program.name: {
                "pid": child.pid,
                "started_at": child.started_at and child.started_at.isoformat(timespec="seconds"),
                "log": str(child.log),
            }
            for child in self.children
        }


def die_with_parent() -> None:
    """In a new process: ask the kernel for a signal when the supervisor dies, however it dies."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def end_all(processes: list[psutil.Process]) -> None:
    """Ask processes to end, and end those that do not."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    for process in psutil.wait_procs(processes, timeout=5)[1]:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def turn_over(log: Path) -> None:
    """Empty a log that is large, keeping what it held beside it; whoever has it open goes on writing to it."""
    with suppress(FileNotFoundError):
        if log.stat().st_size > LARGEST_LOG:
            shutil.copyfile(log, log.with_suffix(".before"))
            os.truncate(log, 0)


def last_line(log: Path) -> str:
    """Return the last line of a log that says something, without what Python calls our errors."""
    lines = log.read_text(errors="replace").strip().splitlines()
    return re.sub(r"^lyceum_hub\.errors\.\w+: ", "", lines[-1].strip()) if lines else "it wrote nothing"


def describe(status: int) -> str:
    """Return an exit status in words."""
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"status {status}"

"""Deaths: why a server ended while it started, read from how it ended and from the end of its log."""

import re
import signal
from dataclasses import dataclass

MOST_SHOWN = 300  # characters of a line


@dataclass(frozen=True)
class Cause:
    """A reason that logs show, and the sentence that says it; `{0}` is what the pattern's group finds."""

    pattern: re.Pattern[str]
    sentence: str

    def found_in(self, log: str) -> str | None:
        """Return the sentence, where the log shows this cause; of several traces the last counts."""
        matches = list(self.pattern.finditer(log))
        return self.sentence.format(*matches[-1].groups()) if matches else None


def cause(pattern: str, sentence: str) -> Cause:
    """Return a cause by its pattern."""
    return Cause(re.compile(pattern), sentence)


# The first that fits counts: what is behind others stands above them.
CAUSES = (
    cause(
        r"No space left on device|database or disk is full",
        "The disk is full: delete files that you no longer need, or ask an administrator for room.",
    ),
    cause(
        r"Disk quota exceeded",
        "You have used up your room on the disk: delete files that you no longer need.",
    ),
    cause(
        r"MemoryError\b|Cannot allocate memory|std::bad_alloc|failed to map segment",
        "It ran out of memory: choose a profile with more, or stop something else that runs.",
    ),
    cause(
        r"can't start new thread|BlockingIOError.*Resource temporarily unavailable|fork: retry: Resource",
        "It may start no more processes: stop something else that runs, or choose a profile with more.",
    ),
    cause(
        r"Too many open files",
        "It has too many files open: stop something else that runs, or tell an administrator.",
    ),
    cause(
        r"Exception while loading config file ([^\s:]+)|Error loading config file:? ([^\s:]+)",
        "Its settings in {0} cannot be read: mend that file, or move it away.",
    ),
    cause(
        r"No module named '([\w.]+)'",
        "The package {0} is missing in its environment: tell an administrator, or choose another profile.",
    ),
    cause(
        r"cannot import name '\w+' from (?:partially initialized module )?'([\w.]+)'",
        "The package {0} in its environment does not fit with the others: tell an administrator.",
    ),
    cause(
        r"(?:ImportError|OSError): ([^\s:]+): cannot open shared object file",
        "The library {0} is missing in its environment: tell an administrator, or choose another profile.",
    ),
    cause(
        r"No such kernel named ([\w.-]+)",
        "The kernel {0} is missing in its environment: choose another profile, or another kernel for the notebook.",
    ),
    cause(
        r"[Aa]ddress already in use|[Pp]ort \d+ is already in use|port \d+ is not available",
        "The port that it was to listen on was taken meanwhile: start again.",
    ),
    cause(
        r"bad interpreter: No such file|env: .?([\w.]+).?: No such file",
        "Its environment is broken, a program in it is missing: tell an administrator, or choose another profile.",
    ),
    cause(
        r"PermissionError: \[Errno 13\] Permission denied: '([^']+)'",
        "It may not use {0}, which belongs to somebody else: move it away, or give it to its owner.",
    ),
)

SIGNALS: dict[int, str] = {
    signal.SIGKILL: "It was killed, most likely because memory ran out: choose a profile with more.",
    signal.SIGTERM: "It was asked to stop before it had started: start again.",
    signal.SIGSEGV: "A program in its environment crashed: tell an administrator, or choose another profile.",
    signal.SIGBUS: "A program in its environment crashed: the disk may be full, or a file of it broken.",
    signal.SIGILL: "A program in its environment does not fit this machine's CPU: tell an administrator.",
    signal.SIGABRT: "A program in its environment gave up: tell an administrator, or choose another profile.",
    signal.SIGXCPU: "It used up the CPU time that it may have: start again.",
}


def why(status: int, log: str) -> str:
    """Return why a server ended, and what to do, in a sentence; else the last line that it wrote."""
    found = (one.found_in(log) for one in CAUSES)
    known = next(filter(None, found), None) or SIGNALS.get(-status)
    return known or f"The last that it wrote ({how(status)}): {last_line(log)}"


def how(status: int) -> str:
    """Return how a process ended."""
    if status >= 0:
        return f"status {status}"
    known = -status in {number.value for number in signal.Signals}
    return signal.Signals(-status).name if known else f"signal {-status}"


def last_line(log: str) -> str:
    """Return the last line of a log."""
    lines = (line.strip() for line in reversed(log.splitlines()))
    return next(filter(None, lines), "nothing")[:MOST_SHOWN]

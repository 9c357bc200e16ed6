"""What a cluster says of a pod that has no machine yet, in plain words."""

import re
from dataclasses import dataclass

COUNTED = re.compile(r"0/(?P<total>\d+) nodes are available: (?P<reasons>.*?)\.?( preemption: .*)?", re.DOTALL)
REASON = re.compile(r"(?P<count>\d+) (?P<what>.+)", re.DOTALL)
MOST_SHOWN = 300  # characters of a message that we have no words for


@dataclass(frozen=True)
class Reason:
    """A reason of the scheduler's, and what it says of one machine; `{0}` is what the pattern's group finds."""

    pattern: re.Pattern[str]
    of_one: str
    of_several: str

    def said(self, count: int, what: str) -> str | None:
        """Return how many machines it holds for, and what; None where the words mean something else."""
        found = self.pattern.search(what)
        return found and f"{count} {self.of_one if count == 1 else self.of_several}".format(*found.groups())


def reason(pattern: str, of_one: str, of_several: str) -> Reason:
    """Return a reason by its pattern."""
    return Reason(re.compile(pattern, re.IGNORECASE), of_one, of_several)


def lack(what: str) -> tuple[str, str]:
    """Return what is said of machines that have no more of something."""
    return f"has {what}", f"have {what}"


# The first that fits counts.
REASONS = (
    reason(r"Insufficient nvidia\.com/gpu\.shared", *lack("no share of a GPU free")),
    reason(r"Insufficient nvidia\.com/gpu", *lack("too few GPUs free")),
    reason(r"Insufficient nvidia\.com/mig-(\S+)", *lack("no MIG instance {0} free")),
    reason(r"Insufficient cpu", *lack("too few CPUs free")),
    reason(r"Insufficient memory", *lack("too little memory free")),
    reason(r"Insufficient ephemeral-storage", *lack("too little disk free")),
    reason(r"Insufficient pods|Too many pods", "runs as many servers as it may", "run as many servers as they may"),
    reason(r"Insufficient (\S+)", *lack("too little {0} free")),
    reason(r"taint \{?node\.kubernetes\.io/unschedulable|unschedulable", "takes no new work", "take no new work"),
    reason(r"taint \{?node\.kubernetes\.io/[a-z-]*(not-ready|unreachable)", "does not answer", "do not answer"),
    reason(r"taint \{?([^:}]+)", "is kept for other work ({0})", "are kept for other work ({0})"),
    reason(r"volume node affinity", "cannot reach the home", "cannot reach the home"),
    reason(r"node affinity|node selector", "is not of the kind that the profile asks for", "are not of its kind"),
)
WITHOUT_COUNT = (
    (re.compile(r"unbound immediate PersistentVolumeClaims", re.IGNORECASE), "The home is being made."),
    (re.compile(r'persistentvolumeclaim "([^"]+)" not found', re.IGNORECASE), "The volume {0} is not there."),
)


def why_unplaced(message: str) -> str:
    """Return why a pod has no machine, in a sentence, from the scheduler's message."""
    for pattern, sentence in WITHOUT_COUNT:
        if found := pattern.search(message):
            return sentence.format(*found.groups())
    counted = COUNTED.fullmatch(message.strip())
    if not counted:
        return f"The cluster has no place for it yet: {message.strip()[:MOST_SHOWN]}"
    total = int(counted["total"])
    parts = re.split(r", (?=\d+ )", counted["reasons"])
    where = "its only machine" if total == 1 else f"of {total} machines,"
    return f"The cluster has no place for it yet: {where} {', '.join(words_of(part, total) for part in parts)}."


def words_of(part: str, total: int) -> str:
    """Return one reason in words, ours or the scheduler's own, with how many of several machines it holds for."""
    found = REASON.fullmatch(part.strip())
    if not found:
        return part.strip()
    said = next(filter(None, (one.said(int(found["count"]), found["what"]) for one in REASONS)), part.strip())
    return said.removeprefix("1 ") if total == 1 else said

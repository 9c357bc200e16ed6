"""The checker: it compares what executions did with what the database says, and knows nothing of our code."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import nbformat

FINAL = {"succeeded", "failed", "kernel_died", "timed_out", "cancelled", "lost"}


@dataclass
class Evidence:
    """What there is to compare: promises made to clients, the rows of runs, the ledger, and the files of outputs."""

    promised: set = field(default_factory=set)
    rows: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    outputs: Path | None = None
    read: list = field(default_factory=list)  # outputs as clients read them meanwhile

    def __str__(self):
        states = ", ".join(f"{count} {state}" for state, count in sorted(self.states.items()))
        return f"{len(self.rows)} runs ({states}), {len(self.lines)} lines in the ledger"

    @property
    def states(self):
        """How many runs are in each state."""
        return Counter(row["state"] for row in self.rows)

    @property
    def executions(self):
        """By run, its executions as (attempt, pid), each as often as its lines are parted by another's."""
        by_run = defaultdict(list)
        for line in self.lines:
            if line.what != "refused":
                by_run[line.run].append((line.attempt, line.pid))
        return {run: [who for who, _ in groupby(found)] for run, found in by_run.items()}


def complaints(evidence):
    """Return everything that is not as promised, in words."""
    return [complaint for rule in RULES for complaint in rule(evidence)]


def every_promise_is_kept(evidence):
    """An acknowledged run is in the database."""
    known = {row["id"] for row in evidence.rows}
    return [f"{run} was acknowledged and is gone" for run in evidence.promised - known]


def nothing_was_made_up(evidence):
    """A run was fired by a schedule, or acknowledged to who asked for it."""
    asked = {row["id"] for row in evidence.rows if not row["schedule"]}
    return [f"{run} is there, and nobody asked for it" for run in asked - evidence.promised]


def every_run_has_ended(evidence):
    """A run is in a final state, and its server is gone."""
    for row in evidence.rows:
        if row["state"] not in FINAL:
            yield f"{row['id']} is still {row['state']}: {row['reason']}"
        elif row["server"]:
            yield f"{row['id']} is {row['state']}, but {row['server']} is not gone"


def nothing_is_executed_twice_at_once(evidence):
    """The executions of a run follow one another, each attempt once; one begins when the last is silent for good."""
    for run, executions in evidence.executions.items():
        attempts = [attempt for attempt, _ in executions]
        if attempts != sorted(set(attempts)):
            yield f"{run} was executed by {executions}"


def nothing_is_executed_too_often(evidence):
    """There are as many attempts as the retries allow, and none after a success."""
    rows = {row["id"]: row for row in evidence.rows}
    for run, executions in evidence.executions.items():
        row = rows.get(run)
        if row is None:
            yield f"{run} was executed, but nobody asked for it"
            continue
        most = 1 + (row["work"]["retries"] or {"most": 0})["most"]
        if len(executions) > most or row["attempt"] > most:
            yield f"{run} was executed {len(executions)} times, at attempt {row['attempt']} of {most}"
        if executions[-1][0] > row["attempt"]:
            yield f"{run} was executed after its attempt {row['attempt']}"


def every_success_happened(evidence):
    """A run that succeeded was executed to its end, by its last attempt, and has an output."""
    ends = {(line.run, line.attempt) for line in evidence.lines if line.what == "end"}
    for row in evidence.rows:
        if row["state"] == "succeeded" and (row["id"], row["attempt"]) not in ends:
            yield f"{row['id']} succeeded without an end"
        if row["state"] == "succeeded" and not row["output"]:
            yield f"{row['id']} succeeded without an output"


def every_occurrence_is_one_run(evidence):
    """A schedule's occurrence has at most one run."""
    seen = set()
    for row in evidence.rows:
        occurrence = (row["schedule"], row["scheduled_for"])
        if row["schedule"] and occurrence in seen:
            yield f"{row['id']} is another run for {occurrence}"
        seen.add(occurrence)


def every_output_is_whole(evidence):
    """What a run's record names as its output is a notebook, and so is all that clients could read."""
    for row in evidence.rows:
        if row["output"] and (trouble := trouble_with((evidence.outputs / row["output"]).read_bytes())):
            yield f"{row['id']} has a torn output: {trouble}"
    for content in evidence.read:
        if trouble := trouble_with(content):
            yield f"A client read a torn output: {trouble}"


def nothing_runs_on(evidence):
    """Every process that executed something is gone."""
    return [f"{line.run}: process {line.pid} still runs" for line in evidence.lines if is_execution(line)]


def is_execution(line):
    """Tell whether a line's process still runs; it names the run in its command or environment."""
    try:
        process = Path(f"/proc/{line.pid}")
        return line.run.encode() in (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    except OSError:
        return False


def trouble_with(content):
    """Return why bytes are no notebook, or None."""
    try:
        nbformat.validate(nbformat.reads(content.decode(), as_version=4))
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:200]
    return None


RULES = (
    every_promise_is_kept,
    nothing_was_made_up,
    every_run_has_ended,
    nothing_is_executed_twice_at_once,
    nothing_is_executed_too_often,
    every_success_happened,
    every_occurrence_is_one_run,
    every_output_is_whole,
    nothing_runs_on,
)

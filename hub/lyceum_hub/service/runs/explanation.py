"""Explanations: why a run ended badly, for people."""

import re

from lyceum_hub.service.runs.causes import Explanation, Failure, cause_of
from lyceum_hub.service.runs.run import Run, State

NO_KERNEL = re.compile(r"There is no kernel named '?([^' ]+)'?")
KILLED = re.compile(r"SIGKILL|signal 9|out of memory:|was killed \(")
NOT_STARTED = ("Its server did not start", "The hub knows nobody")
MORE_MEMORY = "Read fewer columns or rows at a time, or choose a profile with more memory."


def explain(run: Run) -> Explanation | None:
    """Return why a run ended badly; None when it has not ended, or ended well."""
    match run.state:
        case State.FAILED:
            return failed(run)
        case State.KERNEL_DIED:
            return kernel_died(run)
        case State.TIMED_OUT:
            remedy = "Allow it more time, or have it do less."
            return Explanation("timed_out", f"{reason_of(run)}{place_in(run)}", remedy)
        case State.LOST:
            remedy = "Run it again. When it is lost again, it may need more memory than there is."
            return Explanation("lost", reason_of(run), remedy)
        case State.CANCELLED:
            skipped = "Allow overlaps, or have it fire less often." if reason_of(run).startswith("Skipped") else None
            return Explanation("cancelled", reason_of(run), skipped)
    return None


def failed(run: Run) -> Explanation:
    """Explain a failure: of a cell where there is one, else of what comes before the first cell."""
    reason = reason_of(run)
    if run.error and run.error.get("name"):
        return cause_of(Failure.of(run.error, run.work.folder))
    if kernel := NO_KERNEL.search(reason):
        remedy = "Open the notebook in JupyterLab, choose a kernel that is there, and save it."
        return Explanation("no_kernel", f"There is no kernel named {kernel[1]} here.", remedy)
    if reason.startswith(NOT_STARTED):
        remedy = "Run it again in a few minutes. Tell an administrator when that does not help."
        return Explanation("not_started", reason, remedy)
    return Explanation("error", reason)


def kernel_died(run: Run) -> Explanation:
    """Explain a dead kernel; what kills one from outside is nearly always the lack of memory."""
    error = run.error or {}
    where = f"Cell {error['cell'] + 1}" if isinstance(error.get("cell"), int) else "Its kernel"
    if error.get("signal") == 9 or KILLED.search(f"{reason_of(run)} {error.get('message', '')}"):
        sentence = f"{where} was ended from outside (SIGKILL), most likely because it needs more memory than there is."
        return Explanation("out_of_memory", sentence, MORE_MEMORY)
    during = f" in cell {error['cell'] + 1}" if isinstance(error.get("cell"), int) else ""
    sentence = f"The kernel died{during}: a library crashed, or it ran out of memory."
    return Explanation("kernel_died", sentence, f"The end of the log may say more. {MORE_MEMORY}")


def reason_of(run: Run) -> str:
    """Return the reason that a run's state was given."""
    return run.reason or f"It ended as {run.state}."


def place_in(run: Run) -> str:
    """Return which cell a run was at."""
    current = (run.progress or {}).get("current") or {}
    return f" It was at cell {current['index'] + 1}." if isinstance(current.get("index"), int) else ""

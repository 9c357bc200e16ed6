"""Papermill's records in a notebook's metadata: when each cell ran, and how it ended.

As in papermill, `metadata.papermill` of a cell has `status`, `exception`, `start_time`, `end_time` and `duration`; the
notebook's has all but the status. They are kept here without papermill, whose import takes 47 MiB.
"""

from datetime import UTC, datetime
from typing import Any

from nbformat import NotebookNode

PENDING, RUNNING, COMPLETED, FAILED, SKIPPED = "pending", "running", "completed", "failed", "skipped"
AGAIN = frozenset({"parameters", "injected-parameters", "setup"})


def is_done(cell: NotebookNode, index: int, resume_from: int) -> bool:
    """Tell whether a run that is resumed at a cell keeps an earlier one as it is."""
    return index < resume_from and not AGAIN.intersection(cell.metadata.get("tags", ()))


class Records:
    """The records of one execution; cells that a resumed run keeps have theirs already."""

    def __init__(self, notebook: NotebookNode, resume_from: int = 0) -> None:
        self.nb = notebook
        self.resume_from = resume_from

    def notebook_start(self) -> None:
        """Clear what an earlier execution left of the cells that will be executed."""
        self.nb.metadata.setdefault("papermill", NotebookNode()).update(
            start_time=now(), end_time=None, duration=None, exception=None
        )
        for index, cell in enumerate(self.nb.cells):
            if not is_done(cell, index, self.resume_from):
                clear(cell)

    def cell_start(self, cell: NotebookNode, index: int | None = None) -> None:
        """Note that a cell begins."""
        cell.metadata.papermill.update(start_time=now(), status=RUNNING, exception=False)

    def cell_exception(self, cell: NotebookNode, index: int | None = None) -> None:
        """Note that a cell ended badly."""
        cell.metadata.papermill.update(exception=True, status=FAILED)
        self.nb.metadata.papermill["exception"] = True

    def cell_complete(self, cell: NotebookNode, index: int | None = None) -> None:
        """Note that a cell has ended."""
        end(cell.metadata.papermill)
        if cell.metadata.papermill["status"] != FAILED:
            cell.metadata.papermill["status"] = COMPLETED

    def notebook_complete(self) -> None:
        """Note that the execution has ended; cells that it did not reach were skipped."""
        end(self.nb.metadata.papermill)
        skip_the_rest(self.nb)


def clear(cell: NotebookNode) -> None:
    """Clear a cell of what executing it left."""
    cell.metadata["papermill"] = NotebookNode(
        exception=None, start_time=None, end_time=None, duration=None, status=PENDING
    )
    if cell.cell_type == "code":
        cell.execution_count = None
        cell.outputs = []


def skip_the_rest(notebook: NotebookNode) -> None:
    """Mark the cells that were not reached as skipped."""
    for cell in notebook.cells:
        if cell.metadata.get("papermill", {}).get("status") == PENDING:
            cell.metadata.papermill["status"] = SKIPPED


def end(record: Any) -> None:
    """Note in a record when it ended, and how long it took."""
    record["end_time"] = now()
    if record["start_time"]:
        began, ended = (datetime.fromisoformat(record[name]) for name in ("start_time", "end_time"))
        record["duration"] = (ended - began).total_seconds()


def now() -> str:
    """Return the time as papermill writes it."""
    return datetime.now(UTC).isoformat()

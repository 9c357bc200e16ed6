"""Execute one run's notebook, and say in which of the final states it ended and why."""

import contextlib
import os
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import psutil
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill.parameterize import parameterize_notebook

from lyceum_lab.run.engine import Listener, LyceumEngine

ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
MOST_SOURCE = 10_000
MOST_TRACEBACK = 30_000


@dataclass(frozen=True)
class Outcome:
    """How a run ended."""

    state: str
    reason: str | None = None
    error: Mapping[str, Any] | None = None


class Execution(Listener):
    """A notebook being executed; it can be stopped from any thread."""

    def __init__(self, notebook: Mapping[str, Any], parameters: Mapping[str, Any], progress: Any) -> None:
        self.notebook = prepared(notebook, parameters)
        self._progress = progress
        self._others = frozenset(descendants())
        self._stopped: Outcome | None = None

    def run(self, folder: Path, timeout: float) -> Outcome:
        """Execute in a folder for at most `timeout` seconds; return how it ended, with nothing left running."""
        timer = threading.Timer(timeout, self.stop, [Outcome("timed_out", f"It was stopped after {span(timeout)}.")])
        timer.daemon = True
        timer.start()
        os.chdir(folder)
        try:
            LyceumEngine.execute_notebook(
                self.notebook, kernel_name_of(self.notebook), progress_bar=False, autosave_cell_every=0, listener=self
            )
            return self._stopped or self._outcome(None)
        except Exception as error:
            return self._stopped or self._outcome(error)
        finally:
            timer.cancel()
            self._end_processes()

    def stop(self, outcome: Outcome) -> None:
        """End the execution with an outcome, the kernel and all it started first."""
        self._stopped = self._stopped or outcome
        self._end_processes()

    def _end_processes(self) -> None:
        """Kill the kernel, what it started, and what that started."""
        for process in descendants():
            if process not in self._others:
                with contextlib.suppress(psutil.Error):
                    process.kill()

    def cell_started(self, index: int, cell: NotebookNode) -> None:
        """Pass on that a cell begins."""
        self._progress.cell_started(index, len(self.notebook.cells), cell.source)

    def cell_ended(self, index: int, cell: NotebookNode) -> None:
        """Pass on that a cell has ended."""
        self._progress.cell_ended(index, len(self.notebook.cells))

    def text_written(self, text: str) -> None:
        """Pass on what the notebook writes."""
        self._progress.text_written(text)

    def _outcome(self, error: Exception | None) -> Outcome:
        """Return the outcome that an error, or a cell's own, stands for."""
        if isinstance(error, DeadKernelError) or (error and "Kernel died" in str(error)):
            where = self._failed_cell({"name": "KernelDied", "message": "The kernel died.", "traceback": ""})
            return Outcome("kernel_died", "The kernel died: it was killed, crashed, or ran out of memory.", where)
        if isinstance(error, NoSuchKernel):
            remedy = "Open the notebook in JupyterLab, choose a kernel that is there, and save it."
            return Outcome("failed", f"There is no kernel named {error.name!r} here. {remedy}")
        if error:
            return Outcome("failed", f"{type(error).__name__}: {error}"[:1000])
        if found := self._raised():
            reason = f"Cell {found['cell'] + 1} raised {found['name']}: {found['message']}"
            return Outcome("failed", reason[:1000], found)
        return Outcome("succeeded")

    def _raised(self) -> dict[str, Any] | None:
        """Return the error of the cell that failed."""
        failed = self._failed_cell({})
        outputs = self.notebook.cells[failed["cell"]].outputs if failed else []
        for output in reversed(outputs):
            if output.output_type == "error":
                return {
                    **failed,
                    "name": plain(output.ename),
                    "message": plain(output.evalue)[:2000],
                    "traceback": plain("\n".join(output.traceback))[-MOST_TRACEBACK:],
                }
        return failed or None

    def _failed_cell(self, error: dict[str, Any]) -> dict[str, Any]:
        """Return where it failed, with what is known of the error; nothing when no cell did."""
        for index, cell in enumerate(self.notebook.cells):
            if cell.metadata.papermill.status == "failed":
                return {"cell": index, "source": cell.source[:MOST_SOURCE], **error}
        return {}


def prepared(notebook: Mapping[str, Any], parameters: Mapping[str, Any]) -> NotebookNode:
    """Return the notebook with its parameters injected as papermill does."""
    node = nbformat.from_dict(notebook)
    node.metadata.setdefault("papermill", {})
    for cell in node.cells:
        cell.metadata.setdefault("tags", [])
    return parameterize_notebook(node, dict(parameters)) if parameters else node


def kernel_name_of(notebook: NotebookNode) -> str:
    """Return the kernel that a notebook names."""
    return str(notebook.metadata.kernelspec.name)


def descendants() -> list[psutil.Process]:
    """Return every process that this one started, and those that they started."""
    return list(psutil.Process().children(recursive=True))


def plain(text: str) -> str:
    """Return text without colours."""
    return ANSI.sub("", text)


def span(seconds: float) -> str:
    """Return a length of time in words."""
    if seconds < 120:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 7200 else f"{seconds / 3600:.1f} hours"

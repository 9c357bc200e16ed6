"""Execute one run's notebook, and say in which of the final states it ended and why."""

import contextlib
import os
import re
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode

from lyceum_lab.run.client import Client, Listener, OtherLanguage
from lyceum_lab.run.journal import Journal
from lyceum_lab.run.masking import Mask
from lyceum_lab.run.parameters import prepared
from lyceum_lab.run.records import FAILED, Records

ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
MOST_SOURCE = 10_000
MOST_TRACEBACK = 30_000
START_SECONDS = 60


@dataclass(frozen=True)
class Outcome:
    """How a run ended."""

    state: str
    reason: str | None = None
    error: Mapping[str, Any] | None = None


class Execution(Listener):
    """A notebook being executed; it can be stopped from any thread.

    `secrets` are put into the kernel's environment and masked in all that comes out; a run that is resumed keeps
    the cells before `resume_from` as they are, but for those that make ready for the others.
    """

    def __init__(
        self,
        notebook: Mapping[str, Any],
        parameters: Mapping[str, Any],
        progress: Any,
        secrets: Mapping[str, str] | None = None,
        resume_from: int = 0,
    ) -> None:
        self.notebook = prepared(notebook, parameters)
        self._secrets = dict(secrets or {})
        self._mask = Mask(self._secrets.values())
        self._records = Records(self.notebook, resume_from)
        self._records.notebook_start()
        self.journal = Journal(self.notebook)
        self._progress = progress
        self._others = frozenset(descendants())
        self._stopped: Outcome | None = None
        self._client: Client | None = None

    def run(self, folder: Path, timeout: float) -> Outcome:
        """Execute in a folder for at most `timeout` seconds; return how it ended, with nothing left running."""
        timer = threading.Timer(timeout, self.stop, [Outcome("timed_out", f"It was stopped after {span(timeout)}.")])
        timer.daemon = True
        timer.start()
        os.chdir(folder)
        try:
            outcome = self._execute()
            return self._stopped or outcome
        finally:
            timer.cancel()
            self._end_processes()
            self._records.notebook_complete()
            self._mask_streams()

    def _execute(self) -> Outcome:
        """Execute the cells up to the first that raises, and return what that means."""
        with tempfile.TemporaryDirectory(prefix="lyceum-", ignore_cleanup_errors=True) as sockets:
            try:
                self._client = Client(
                    self._records,
                    Path(sockets),
                    listener=self,
                    mask=self._mask,
                    kernel_name=self.notebook.metadata.kernelspec.name,
                    startup_timeout=START_SECONDS,
                    shutdown_kernel="immediate",  # a kernel that is asked to end stalls for 3 s now and then
                )
                self._client.execute(env={**os.environ, **self._secrets})
                return Outcome("succeeded")
            except Exception as error:
                return self._outcome(error)

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
        self.journal.recorded(index)
        self.journal.changed(index, 0)
        self._progress.cell_started(index, len(self.notebook.cells), self._mask(cell.source))

    def cell_ended(self, index: int, cell: NotebookNode) -> None:
        """Pass on that a cell has ended."""
        self.journal.recorded(index)
        if cell.metadata.papermill["status"] != FAILED:
            self._progress.cell_ended(index, len(self.notebook.cells))

    def text_written(self, text: str) -> None:
        """Pass on what the notebook writes."""
        self._progress.text_written(text)

    def outputs_changed(self, index: int, start: int) -> None:
        """Keep for the journal what changed."""
        self.journal.changed(index, start)
        self._progress.outputs_changed()

    def _mask_streams(self) -> None:
        """Mask what only shows once the pieces of a stream are joined."""
        for output in (output for cell in self.notebook.cells for output in cell.get("outputs", ())):
            if output.output_type == "stream":
                output.text = self._mask(output.text)

    def _outcome(self, error: Exception) -> Outcome:
        """Return the outcome that an error stands for."""
        if isinstance(error, CellExecutionError):
            return self._raised(error)
        if isinstance(error, DeadKernelError) or "Kernel died" in str(error):
            where = self._failed_cell({"name": "KernelDied", "message": "The kernel died.", "traceback": ""})
            reason = "The kernel died: it was killed, crashed, or ran out of memory."
            return Outcome("kernel_died", reason, {**where, **self._signal()} if where else where)
        if isinstance(error, NoSuchKernel):
            remedy = "Open the notebook in JupyterLab, choose a kernel that is there, and save it."
            return Outcome("failed", f"There is no kernel named {error.name!r} here. {remedy}")
        if isinstance(error, OtherLanguage):
            return Outcome("failed", str(error))
        return Outcome("failed", self._mask(f"{type(error).__name__}: {error}")[:1000])

    def _signal(self) -> dict[str, int]:
        """Return which signal ended the kernel, if one did."""
        status = self._client.exit_status if self._client else None
        return {"signal": -status} if status and status < 0 else {}

    def _raised(self, error: CellExecutionError) -> Outcome:
        """Return the outcome that a cell's own error stands for; the kernel's reply tells it, shown or not."""
        name, message = (self._mask(plain(str(text))) for text in (error.ename, error.evalue))
        traceback = self._mask(plain(traceback_of(error)))[-MOST_TRACEBACK:]
        where = self._failed_cell({"name": name, "message": message[:2000], "traceback": traceback})
        return Outcome("failed", f"Cell {where['cell'] + 1} raised {name}: {message}"[:1000], where)

    def _failed_cell(self, error: dict[str, Any]) -> dict[str, Any]:
        """Return where it failed, with what is known of the error; nothing when no cell did."""
        for index, cell in enumerate(self.notebook.cells):
            if cell.metadata.get("papermill", {}).get("status") == FAILED:
                return {"cell": index, "source": self._mask(cell.source)[:MOST_SOURCE], **error}
        return {}


def descendants() -> list[psutil.Process]:
    """Return every process that this one started, and those that they started."""
    return list(psutil.Process().children(recursive=True))


def traceback_of(error: CellExecutionError) -> str:
    """Return an error's traceback alone: nbclient puts the cell before it, between lines of dashes."""
    return str(error.traceback.rpartition("\n------------------\n")[2].strip())


def plain(text: str) -> str:
    """Return text without colours."""
    return ANSI.sub("", text)


def span(seconds: float) -> str:
    """Return a length of time in words."""
    if seconds < 120:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 7200 else f"{seconds / 3600:.1f} hours"

"""The papermill engine `lyceum`: `papermill.execute_notebook(…, engine_name="lyceum")`.

Stock papermill marks every cell completed after a killed kernel or a timeout, and writes the whole notebook twice a
cell, in place; this one saves it in one step and no more often than its size allows.
"""

import contextlib
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from papermill.engines import Engine, NotebookExecutionManager
from papermill.iorw import write_ipynb

from lyceum_lab.run.client import Client, Listener
from lyceum_lab.run.records import Records

PAUSE_SECONDS = 2.0
SAVING_SHARE = 20  # a pause is so many times as long as the save before it


class Saved(Listener):
    """Saves a notebook while it is executed, seldom, and moves papermill's progress bar."""

    def __init__(self, manager: NotebookExecutionManager) -> None:
        self._manager = manager
        self._next = 0.0

    def cell_started(self, index: int, cell: NotebookNode) -> None:
        """Show that a cell begins."""
        self._save_in_time()

    def cell_ended(self, index: int, cell: NotebookNode) -> None:
        """Show that a cell has ended."""
        self._save_in_time()
        if self._manager.pbar:
            self._manager.pbar.update(1)

    def outputs_changed(self, index: int, start: int) -> None:
        """Save what came out."""
        self._save_in_time()

    def _save_in_time(self) -> None:
        """Save the notebook, unless it was saved just now."""
        began = time.monotonic()
        if self._manager.output_path and began >= self._next:
            self.save()
            took = time.monotonic() - began
            self._next = began + took + max(PAUSE_SECONDS, SAVING_SHARE * took)

    def save(self) -> None:
        """Save the notebook."""
        if self._manager.output_path:
            write_whole(self._manager.nb, str(self._manager.output_path))


class LyceumEngine(Engine):
    """Executes a notebook's cells in order, up to the first that raises."""

    @classmethod
    def execute_notebook(
        cls,
        nb: Any,
        kernel_name: str,
        output_path: str | None = None,
        progress_bar: Any = True,
        log_output: bool = False,
        **options: Any,
    ) -> Any:
        """Execute a notebook and return it; raises what ended it early other than a cell's own error."""
        manager = NotebookExecutionManager(nb, output_path, log_output, progress_bar)
        saved = Saved(manager)
        try:
            cls.execute_managed_notebook(manager, kernel_name, listener=saved, **options)
        except BaseException:
            saved.save()  # else papermill does
            raise
        finally:
            manager.cleanup_pbar()
        return manager.nb

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        listener: Listener | None = None,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        **_: Any,
    ) -> None:
        """Execute; a cell's own error is left to papermill, which finds it in the outputs."""
        records = Records(nb_man.nb)
        records.notebook_start()
        with tempfile.TemporaryDirectory(prefix="lyceum-", ignore_cleanup_errors=True) as sockets:
            client = Client(
                records,
                Path(sockets),
                listener,
                kernel_name=kernel_name,
                startup_timeout=start_timeout,
                timeout=execution_timeout,
                shutdown_kernel="immediate",  # a kernel that is asked to end stalls for 3 s now and then
            )
            try:
                with contextlib.suppress(CellExecutionError):
                    client.execute()
            finally:
                records.notebook_complete()


def write_whole(notebook: Any, path: str) -> None:
    """Write a notebook where papermill can; in a folder of this machine in one step."""
    if not os.path.isdir(os.path.dirname(os.path.abspath(path))):
        write_ipynb(notebook, path)
        return
    temporary = f"{path}.{os.getpid()}.ipynb"
    write_ipynb(notebook, temporary)
    os.replace(temporary, path)

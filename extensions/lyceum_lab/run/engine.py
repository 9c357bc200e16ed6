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
from papermill.engines import Engine, NotebookExecutionManager
from papermill.iorw import write_ipynb

from lyceum_lab.run.client import Client
from lyceum_lab.run.records import skip_the_rest

PAUSE_SECONDS = 2.0
SAVING_SHARE = 20  # a pause is so many times as long as the save before it


class Manager(NotebookExecutionManager):
    """Papermill's records, saved seldom; a local file is replaced by a whole one."""

    resume_from = 0
    _next = 0.0

    def save(self, **kwargs: Any) -> None:
        """Save the notebook, unless it was saved just now or has no path."""
        if not self.output_path or (time.monotonic() < self._next and not self.end_time):
            return
        began = time.monotonic()
        write_whole(self.nb, str(self.output_path))
        self.last_save_time = self.now()
        took = time.monotonic() - began
        self._next = began + took + max(PAUSE_SECONDS, SAVING_SHARE * took)


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
        autosave_cell_every: int = 30,
        **options: Any,
    ) -> Any:
        """Execute a notebook and return it; raises what ended it early other than a cell's own error."""
        manager = Manager(nb, output_path, log_output, progress_bar, autosave_cell_every)
        manager.notebook_start()
        try:
            cls.execute_managed_notebook(manager, kernel_name, **options)
        finally:
            skip_the_rest(manager.nb)
            manager.cleanup_pbar()
            manager.notebook_complete()
        return manager.nb

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        **_: Any,
    ) -> None:
        """Execute; a cell's own error is left to papermill, which finds it in the outputs."""
        with tempfile.TemporaryDirectory(prefix="lyceum-", ignore_cleanup_errors=True) as sockets:
            client = Client(
                nb_man,
                Path(sockets),
                kernel_name=kernel_name,
                startup_timeout=start_timeout,
                timeout=execution_timeout,
                shutdown_kernel="immediate",  # a kernel that is asked to end stalls for 3 s now and then
            )
            with contextlib.suppress(CellExecutionError):
                client.execute()


def write_whole(notebook: Any, path: str) -> None:
    """Write a notebook where papermill can; in a folder of this machine in one step."""
    if "://" in path or not os.path.isdir(os.path.dirname(path) or "."):
        write_ipynb(notebook, path)
        return
    temporary = f"{path}.{os.getpid()}.ipynb"
    write_ipynb(notebook, temporary)
    os.replace(temporary, path)

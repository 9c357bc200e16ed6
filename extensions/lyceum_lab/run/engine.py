"""The papermill engine `lyceum`: nbclient with a private socket, whose endings can be told apart.

Stock papermill marks every cell completed after a killed kernel or a timeout, and writes the whole notebook twice
a cell.
"""

import contextlib
import tempfile
from pathlib import Path
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from papermill.engines import Engine, NotebookExecutionManager

SKIPPED = "skipped"


class Listener:
    """Who wants to know how an execution goes on; this one does nothing with it."""

    def cell_started(self, index: int, cell: NotebookNode) -> None:
        """Note that a cell begins."""

    def cell_ended(self, index: int, cell: NotebookNode) -> None:
        """Note that a cell has ended, well or not."""

    def text_written(self, text: str) -> None:
        """Take what the notebook wrote to stdout or stderr."""


class Client(NotebookClient):
    """An nbclient that keeps papermill's records and tells a listener."""

    def __init__(self, manager: NotebookExecutionManager, listener: Listener, sockets: Path, **options: Any) -> None:
        super().__init__(manager.nb, **options)
        self._manager = manager
        self._listener = listener
        self._sockets = sockets

    def create_kernel_manager(self) -> Any:
        """Return a manager whose kernel listens on sockets in a folder of its own instead of on TCP ports."""
        manager = super().create_kernel_manager()
        manager.transport = "ipc"
        manager.connection_file = str(self._sockets / "kernel.json")
        return manager

    async def async_execute_cell(self, cell: NotebookNode, cell_index: int, **options: Any) -> NotebookNode:
        """Execute a cell and keep record of how it went."""
        self._manager.cell_start(cell, cell_index)
        self._listener.cell_started(cell_index, cell)
        try:
            return await super().async_execute_cell(cell, cell_index, **options)
        except BaseException:
            self._manager.cell_exception(cell, cell_index)
            raise
        finally:
            self._manager.cell_complete(cell, cell_index)
            self._listener.cell_ended(cell_index, cell)

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Take a message of the kernel's, and tell what it writes."""
        if msg["msg_type"] == "stream":
            self._listener.text_written(msg["content"]["text"])
        return super().process_message(msg, cell, cell_index)


class LyceumEngine(Engine):
    """Executes a notebook's cells in order, up to the first that raises."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        listener: Listener | None = None,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        **_: Any,
    ) -> None:
        """Execute; raises what ended it early other than a cell's own error, which papermill finds in the output."""
        with tempfile.TemporaryDirectory(prefix="lyceum-run-", ignore_cleanup_errors=True) as sockets:
            client = Client(
                nb_man,
                listener or Listener(),
                Path(sockets),
                kernel_name=kernel_name,
                startup_timeout=start_timeout,
                timeout=execution_timeout,
                shutdown_kernel="immediate",  # a kernel that is asked to end stalls for 3 s now and then
            )
            try:
                with contextlib.suppress(CellExecutionError):
                    client.execute()
            finally:
                skip_the_rest(nb_man)


def skip_the_rest(manager: NotebookExecutionManager) -> None:
    """Mark the cells that were not reached as skipped."""
    for cell in manager.nb.cells:
        if cell.metadata.papermill.status == manager.PENDING:
            cell.metadata.papermill.status = SKIPPED

"""A notebook's conversation with its kernel: nbclient with a private socket, limits, records and a listener."""

import asyncio
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from queue import Empty
from typing import Any

import zmq.asyncio
from jupyter_client.provisioning import KernelProvisionerFactory
from nbclient import NotebookClient
from nbformat import NotebookNode, from_dict

from lyceum_lab.kernels import nursery
from lyceum_lab.kernels.provisioner import NAME
from lyceum_lab.run.outputs import LARGEST, Room, merge
from lyceum_lab.run.records import Records, is_done

LAG_SECONDS = 60  # how long outputs may lag behind the end of their cell before they are given up
RECONNECT_MS = 5  # stock ZeroMQ looks for the kernel's socket every 100 ms
FIELDS = {
    "stream": ("name", "text"),
    "display_data": ("data", "metadata"),
    "execute_result": ("data", "metadata", "execution_count"),
    "error": ("ename", "evalue", "traceback"),
}
OUTPUTS = FIELDS.keys() - {"error"}


class OtherLanguage(Exception):
    """The kernel that is installed under a notebook's name for it speaks no Python."""


class Listener:
    """Who wants to know how an execution goes on; this one does nothing with it."""

    def cell_started(self, index: int, cell: NotebookNode) -> None:
        """Note that a cell begins."""

    def cell_ended(self, index: int, cell: NotebookNode) -> None:
        """Note that a cell has ended, well or not."""

    def text_written(self, text: str) -> None:
        """Take what the notebook wrote to stdout or stderr."""

    def outputs_changed(self, index: int, start: int) -> None:
        """Note that a cell's outputs from one on are others than before."""


class Client(NotebookClient):
    """An nbclient that keeps papermill's records, takes no more output than a run keeps, and tells a listener."""

    def __init__(
        self,
        records: Records,
        sockets: Path,
        listener: Listener | None = None,
        room: Room | None = None,
        mask: Callable[[Any], Any] = lambda value: value,
        **options: Any,
    ) -> None:
        super().__init__(records.nb, iopub_timeout=LAG_SECONDS, **options)
        self._records = records
        self._sockets = sockets
        self._listener = listener or Listener()
        self._room = room or Room()
        self._mask = mask
        self.clear_before_next_output: bool = False
        self.exit_status: int | None = None

    def create_kernel_manager(self) -> Any:
        """Return a manager whose kernel listens on sockets in a folder of its own instead of on TCP ports."""
        if nursery.at:
            KernelProvisionerFactory.instance(default_provisioner_name=NAME)
        manager = super().create_kernel_manager()
        language = manager.kernel_spec.language.lower()
        if language != "python":
            raise OtherLanguage(f"The kernel {self.kernel_name!r} is for {language}. Only Python notebooks run here.")
        manager.transport = "ipc"
        manager.connection_file = str(self._sockets / "kernel.json")
        manager.context = zmq.asyncio.Context()
        manager.context.setsockopt(zmq.RECONNECT_IVL, RECONNECT_MS)
        manager.context.setsockopt(zmq.RCVHWM, 0)
        return manager

    async def async_start_new_kernel_client(self) -> Any:
        """Return the kernel's client once both answer; stock waits for 0.2 s of silence more."""
        assert self.km is not None
        self.kc = self.km.client()
        self.kc.start_channels(stdin=False, hb=False)
        try:
            await asyncio.wait_for(self._ready(), self.startup_timeout)
        except TimeoutError:
            await self._async_cleanup_kernel()
            raise RuntimeError(f"The kernel did not answer within {self.startup_timeout} seconds.") from None
        except BaseException:
            await self._async_cleanup_kernel()
            raise
        self.kc.execute(the_gate(self._room.most), silent=True, store_history=False, stop_on_error=False)
        return self.kc

    async def _ready(self) -> None:
        """Return when the kernel has answered, and its outputs reach us."""
        assert self.kc is not None
        while True:
            self.kc.kernel_info()
            try:
                await self.kc.get_shell_msg(timeout=1)
                await self.kc.get_iopub_msg(timeout=1)
                return
            except Empty:
                await self._async_check_alive()

    async def _async_check_alive(self) -> None:
        """Raise DeadKernelError for a dead kernel, and keep how it ended."""
        assert self.km is not None
        self.exit_status = await self.km.provisioner.poll()
        await super()._async_check_alive()

    async def async_execute_cell(self, cell: NotebookNode, cell_index: int, **options: Any) -> NotebookNode:
        """Execute a cell and keep record of how it went; a cell that a resumed run keeps stays as it is."""
        if is_done(cell, cell_index, self._records.resume_from):
            return cell
        self._records.cell_start(cell, cell_index)
        self._listener.cell_started(cell_index, cell)
        try:
            return await super().async_execute_cell(cell, cell_index, **options)
        except BaseException:
            self._records.cell_exception(cell, cell_index)
            raise
        finally:
            self._records.cell_complete(cell, cell_index)
            self._listener.cell_ended(cell_index, cell)

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Take a message of the kernel's, if there is room for it."""
        kind = msg["msg_type"]
        if kind == "clear_output":
            self._room.give_back(cell_index)
        if kind in (*OUTPUTS, "error", "update_display_data"):
            msg = {**msg, "content": self._mask(msg["content"])}
        if kind not in OUTPUTS:
            taken = super().process_message(msg, cell, cell_index)
            self._note_change(kind, msg, cell_index)
            return taken
        if kind == "stream":
            self._listener.text_written(msg["content"]["text"])
        taken = None
        for fitting, content in self._room.fit(cell_index, kind, msg["content"]):
            header = {**msg["header"], "msg_type": fitting}
            taken = super().process_message(
                {**msg, "msg_type": fitting, "header": header, "content": content}, cell, cell_index
            )
        return taken

    def _note_change(self, kind: str, msg: dict[str, Any], cell_index: int) -> None:
        """Tell the listener when a message cleared outputs or took their place."""
        if kind == "clear_output":
            self._listener.outputs_changed(cell_index, 0)
        if kind == "update_display_data":
            for index in self._display_id_map.get(msg["content"]["transient"].get("display_id"), ()):
                self._listener.outputs_changed(index, 0)

    def output(self, outs: list[NotebookNode], msg: dict[str, Any], display_id: Any, cell_index: int) -> Any:
        """Add an output to a cell's; as nbclient does, but without the validation that takes time and 10 MiB."""
        if hooks := self.output_hook_stack[msg["parent_header"].get("msg_id")]:
            hooks[-1].output(outs, msg, display_id, cell_index)
            return None
        if self.clear_before_next_output:
            outs.clear()
            self.clear_display_id_mapping(cell_index)
            self.clear_before_next_output = False
            self._listener.outputs_changed(cell_index, 0)
        if display_id:
            self._display_id_map.setdefault(display_id, {}).setdefault(cell_index, []).append(len(outs))
        outs.append(output_of(msg))
        merge(outs)
        self._listener.outputs_changed(cell_index, len(outs) - 1)
        return outs[-1]


def output_of(msg: dict[str, Any]) -> NotebookNode:
    """Return the output that a message brings."""
    fields = FIELDS[msg["msg_type"]]
    known = {name: msg["content"][name] for name in fields}
    return from_dict({"output_type": msg["msg_type"], **known})


def the_gate(most: int) -> str:
    """Return the code that has a kernel hold back output; it fails quietly in a kernel of another make."""
    source = files("lyceum_lab.run").joinpath("kernel.py").read_text()
    install = f"{source}\nGate(get_ipython().kernel.session, {most}, {LARGEST})"
    return f"exec({install!r}, {{'get_ipython': get_ipython, '__name__': 'lyceum'}})"

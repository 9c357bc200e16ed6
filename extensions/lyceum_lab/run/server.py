"""The server that the hub starts for a run: it answers, executes, reports and exits."""

import ctypes
import json
import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from nbformat import NotebookNode

from lyceum_lab.run.execution import Execution, Outcome
from lyceum_lab.run.reporting import Progress
from lyceum_lab.run.service import Refused, Service

PR_SET_CHILD_SUBREAPER = 36
MOST_OUTPUT = 50 * 1024 * 1024


class Health(BaseHTTPRequestHandler):
    """Answers that this server is up, to whoever asks."""

    asked = threading.Event()

    def do_GET(self) -> None:
        """Answer 204, with the version that the hub looks for."""
        self.send_response(204)
        self.send_header("X-JupyterHub-Version", version("jupyterhub"))
        self.end_headers()
        self.asked.set()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""


def run_server() -> None:
    """Execute the run that this server was started for."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)  # so that what a kernel leaves behind is ours to end
    serve_health()
    service = Service.from_environment()
    try:
        job = service.begin()
    except Refused as error:
        sys.exit(f"The service does not hand over the run: {error}")
    outcome = execute(service, job)
    service.end(outcome.state, outcome.reason, outcome.error)
    Health.asked.wait(10)  # a server that ends before the hub has seen it counts as a failed start


def serve_health() -> None:
    """Answer on the address that the hub gave, in a thread."""
    address = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
    server = ThreadingHTTPServer((address.hostname or "127.0.0.1", address.port or 0), Health)
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()


def execute(service: Service, job: dict[str, Any]) -> Outcome:
    """Execute a job's notebook, hand in the result, and return how it ended."""
    progress = Progress(service, lambda reason: execution.stop(Outcome("cancelled", reason)))
    try:
        folder = working_folder(job["folder"])
        execution = Execution(job["notebook"], job["parameters"], progress)
    except Exception as error:
        return Outcome("failed", f"The run could not be prepared: {error}")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: execution.stop(Outcome("cancelled", "Its server was stopped.")))
    os.environ.update(facts(job))
    progress.start()
    with ThreadPoolExecutor(1) as beside:  # in the main thread nbclient would take our signals
        outcome = beside.submit(execution.run, folder, job["timeout"]).result()
    progress.close()
    service.deliver(capped(execution.notebook))
    return outcome


def working_folder(folder: str) -> Path:
    """Return the folder below the home to run in, or the home where it is gone."""
    path = Path.home() / folder
    return path if path.is_dir() else Path.home()


def facts(job: dict[str, Any]) -> dict[str, str]:
    """Return what a notebook may know about its run."""
    known = {"RUN_ID": job["id"], "ATTEMPT": str(job["attempt"]), "SCHEDULED_FOR": job["scheduled_for"]}
    return {name: value for name, value in known.items() if value}


def capped(notebook: NotebookNode, most: int = MOST_OUTPUT) -> NotebookNode:
    """Return the notebook with its largest outputs replaced by a notice until it fits `most` bytes."""
    outputs = [(size_of(output), cell, index) for cell in notebook.cells for index, output in enumerate_outputs(cell)]
    excess = sum(size for size, _, _ in outputs) - most
    for size, cell, index in sorted(outputs, key=lambda item: item[0], reverse=True):
        if excess <= 0:
            break
        notice = f"An output of {size / 1024**2:.0f} MiB was left out: a run keeps {most // 1024**2} MiB.\n"
        cell.outputs[index] = NotebookNode(output_type="stream", name="stderr", text=notice)
        excess -= size
    return notebook


def enumerate_outputs(cell: NotebookNode) -> list[tuple[int, NotebookNode]]:
    """Return a cell's outputs with their places."""
    return list(enumerate(cell.get("outputs", [])))


def size_of(output: NotebookNode) -> int:
    """Return how many bytes an output takes as JSON."""
    return len(json.dumps(output))

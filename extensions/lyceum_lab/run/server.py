"""The server that the hub starts for a run: it answers, executes, reports and exits."""

import ctypes
import json
import os
import signal
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from nbformat import NotebookNode

from lyceum_catalog import environment, facts, secrets
from lyceum_lab import readiness
from lyceum_lab.run.execution import Execution, Outcome
from lyceum_lab.run.facts import Facts
from lyceum_lab.run.masking import Mask
from lyceum_lab.run.reporting import Progress
from lyceum_lab.run.service import Refused, Service, Unreachable

PR_SET_CHILD_SUBREAPER = 36
M_MMAP_THRESHOLD = -3
LARGE = 256 * 1024


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
    settle()
    serve_health()
    service = Service.from_environment()
    try:
        job = service.begin(environment.describe())
    except Refused as error:
        sys.exit(f"The service does not hand over the run: {error}")
    with tempfile.TemporaryDirectory(prefix="lyceum-", ignore_cleanup_errors=True) as folder:
        outcome = execute(service, job, Path(folder))
    service.end(outcome.state, outcome.reason, outcome.error)
    Health.asked.wait(10)  # a server that ends before the hub has seen it counts as a failed start


def settle() -> None:
    """Take in what kernels leave behind, to end it; give memory of large messages back as soon as it is free."""
    library = ctypes.CDLL(None)
    library.prctl(PR_SET_CHILD_SUBREAPER, 1)
    library.mallopt(M_MMAP_THRESHOLD, LARGE)


def serve_health() -> None:
    """Answer on the address that the hub gave, in a thread."""
    address = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
    server = ThreadingHTTPServer((address.hostname or "127.0.0.1", address.port or 0), Health)
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
    readiness.tell()


def execute(service: Service, job: dict[str, Any], private: Path) -> Outcome:
    """Execute a job's notebook, hand in the result, and return how it ended."""
    try:
        if job.get("is_check"):
            move_into(private / "home")
        folder = working_folder(job["folder"])
        known = secrets_of(job)
        told = Facts(private / "facts", Mask(known.values()))
        progress = Progress(service, told, lambda reason: execution.stop(Outcome("cancelled", reason)))
        resume_from = job.get("resume_from") or 0
        execution = Execution(job["notebook"], job["parameters"], progress, known, resume_from)
    except secrets.CannotFind as error:
        return Outcome("failed", str(error))
    except Exception as error:
        return Outcome("failed", f"The run could not be prepared: {error}"[:1000])
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: execution.stop(Outcome("cancelled", "Its server was stopped.")))
    os.environ.update(facts_of(job), **{facts.VARIABLE: str(told.path)})
    progress.start(execution.journal)
    with ThreadPoolExecutor(1) as beside:  # in the main thread nbclient would take our signals
        outcome = beside.submit(execution.run, folder, job["timeout"]).result()
    progress.close()
    deliver(service, execution.notebook, private / "output.ipynb")
    return outcome


def deliver(service: Service, notebook: NotebookNode, path: Path) -> None:
    """Hand in the executed notebook; where that cannot be done, the parts that were handed in remain."""
    try:
        with path.open("w+", encoding="utf-8", errors="replace") as file:
            json.dump(notebook, file, ensure_ascii=False, separators=(",", ":"))
        with path.open("rb") as content:
            service.deliver(content)
    except (OSError, Refused, Unreachable) as error:
        print(f"The output could not be handed in: {error}", file=sys.stderr)  # noqa: T201 - the server's log


def secrets_of(job: dict[str, Any]) -> dict[str, str]:
    """Return the values of the secrets that a job names; raise CannotFind for one that its owner does not have."""
    if not (names := job.get("secrets")):
        return {}
    values = secrets.values()
    for name in names:
        if name not in values:
            remedy = "Add it under More › Secrets in the form behind “Run as job…”, and run again."
            raise secrets.CannotFind(f"There is no secret {name!r} in your home. {remedy}")
    return {name: values[name] for name in names}


def move_into(home: Path) -> None:
    """Take a new folder for the home, so that a run leaves nothing behind; only caches stay where they were."""
    os.environ.setdefault("XDG_CACHE_HOME", str(Path.home() / ".cache"))
    home.mkdir(mode=0o700)
    os.environ["HOME"] = str(home)


def working_folder(folder: str) -> Path:
    """Return the folder below the home to run in, or the home where it is gone."""
    path = Path.home() / folder
    return path if path.is_dir() else Path.home()


def facts_of(job: dict[str, Any]) -> dict[str, str]:
    """Return what a notebook may know about its run."""
    known = {"RUN_ID": job["id"], "ATTEMPT": str(job["attempt"]), "SCHEDULED_FOR": job["scheduled_for"]}
    return {name: value for name, value in known.items() if value}

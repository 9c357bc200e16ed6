"""A real Jupyter server with our extension, beside a small service of our own, both on loopback."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

EXTENSIONS = Path(__file__).parents[2] / "extensions"
PATIENCE = 120  # seconds
NOTEBOOK = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    "cells": [
        {"id": "a", "cell_type": "markdown", "metadata": {}, "source": "# First steps"},
        {
            "id": "b",
            "cell_type": "code",
            "metadata": {"trusted": True},
            "source": "1 + 1",
            "execution_count": 3,
            "outputs": [{"output_type": "stream", "name": "stdout", "text": "old"}],
        },
    ],
}


PROPOSALS = {
    "p1": {"entry": "first_steps", "base_version": None, "record": {"notebook": NOTEBOOK}},
    "p2": {"entry": "first_steps", "base_version": 3, "record": {"notebook": NOTEBOOK}},
}


@dataclass
class FakeService:
    """Answers as the service would, and remembers what it was asked."""

    url: str = ""
    asked: list[dict[str, object]] = field(default_factory=list)
    present: int = 3
    versions: dict[int, dict[str, object]] = field(default_factory=dict)

    @property
    def asked_version(self) -> int:
        """The version that the last request names; 0 where it names none."""
        query = str(self.asked[-1]["query"]) if self.asked else ""
        return int(query.removeprefix("version=")) if query.startswith("version=") else 0

    def answer(self, method: str, path: str) -> tuple[int, str, object]:
        if path == "/services/lyceum/api/templates/first_steps":
            version = self.asked_version or self.present
            about = {"name": "first_steps", "title": "First steps", "version": version}
            return 200, "application/json", {**about, "notebook": self.versions.get(version, NOTEBOOK)}
        if path.removesuffix("/open") == "/services/lyceum/api/courses/lesson/modules/first":
            version = self.asked_version or self.present
            notebook = self.versions.get(version, NOTEBOOK)
            about = {"lyceum": {"course": "lesson", "module": "first", "version": version}}
            told = {**notebook, "metadata": {**notebook["metadata"], **about}}
            return 200, "application/json", {"title": "First", "version": version, "notebook": told}
        if path == "/services/lyceum/api/runs/r1":
            return 200, "application/json", {"name": "Nightly “ü”\r\nX-Evil: 1", "state": "succeeded"}
        if path.endswith(("/r1/output", "/r0/output", "/r1/notebook", "/r0/notebook")):
            return 200, "application/x-ipynb+json", NOTEBOOK
        if path.rpartition("/")[2] in PROPOSALS:
            return 200, "application/json", PROPOSALS[path.rpartition("/")[2]]
        if "/api/runs/" in path or "/api/proposals/" in path:
            return 404, "application/problem+json", {"title": "Not Found", "status": 404, "detail": "There is no run."}
        if path == "/services/lyceum/api/refused":
            refusal = {"title": "That is not allowed.", "status": 403, "detail": "No scope."}
            return 403, "application/problem+json", refusal
        if method == "DELETE":
            return 204, "application/json", None
        return 200, "application/json", {"method": method, "path": path}


@pytest.fixture(scope="session")
def service() -> Iterator[FakeService]:
    fake = FakeService()

    class Handler(BaseHTTPRequestHandler):
        def reply(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            path, _, query = self.path.partition("?")
            headers = {name.lower(): value for name, value in self.headers.items()}
            fake.asked.append({"path": path, "query": query, "body": body, "headers": headers})
            status, kind, content = fake.answer(self.command, path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Set-Cookie", "secret=1")
            said = b"" if content is None else json.dumps(content).encode()
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    for method in ("GET", "POST", "PATCH", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.reply)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{server.server_port}/services/lyceum"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield fake
    server.shutdown()
    server.server_close()


@dataclass
class Lab:
    """A person's server: a client that is logged in, and the home folder."""

    client: httpx.Client
    home: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_lab(folder: Path, service_url: str, key: str = "the-key", language: str = "") -> Iterator[Lab]:
    home = folder / "home"
    home.mkdir(parents=True)
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONPATH": str(EXTENSIONS),
        "JUPYTERHUB_API_TOKEN": "the-server's-own",
        "LYCEUM_SERVICE_URL": service_url,
        "LYCEUM_CULLER_KEY": key,
        "LYCEUM_KEEP_TIME": "3600",
        "LYCEUM_LANGUAGE": language,
    }
    options = [
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.open_browser=False",
        "--ServerApp.allow_root=True",
        f"--ServerApp.root_dir={home}",
        "--ServerApp.jpserver_extensions=lyceum_lab=True",
        "--IdentityProvider.token=mine",
    ]
    command = [sys.executable, "-m", "jupyter_server", *options]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    headers = {"Authorization": "token mine"}
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=PATIENCE)
    try:
        wait_for(client, process, folder / "log")
        yield Lab(client, home)
    finally:
        client.close()
        process.terminate()
        process.wait(PATIENCE)


def wait_for(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if client.get("/api/status").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"The Jupyter server did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory, service: FakeService) -> Iterator[Lab]:
    yield from start_lab(tmp_path_factory.mktemp("lab"), service.url)


@pytest.fixture(scope="session")
def lonely_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A server whose service does not answer."""
    nobody = f"http://127.0.0.1:{free_port()}/services/lyceum"
    yield from start_lab(tmp_path_factory.mktemp("lonely"), nobody, key="")


@pytest.fixture
def french_lab(tmp_path: Path, service: FakeService) -> Iterator[Lab]:
    """A server that was started on a French page."""
    yield from start_lab(tmp_path / "french", service.url, language="fr")


@pytest.fixture
def doomed_lab(tmp_path: Path, service: FakeService) -> Iterator[Lab]:
    """A server of the test's own, which the test may kill."""
    yield from start_lab(tmp_path / "doomed", service.url)

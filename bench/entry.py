"""One entry through its address with stock Intake, against a bare static file behind the same proxy."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import intake

from bench.figures import Figure, in_turns
from bench.workspace import a_workspace
from support.workspace import PATIENCE, Workspace, free_port

RECORD = """\
name: measured
title: Measured
summary: An entry to open.
owner: somebody
steward: somebody
licence: CC0-1.0
classification: public
resources:
  - { name: parquet, reader: parquet, url: measured.parquet }
  - { name: csv, reader: csv, url: measured.csv }
columns:
  - { name: a, type: integer, unit: m }
  - { name: b, type: string }
"""
SERVE = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

folder, port = sys.argv[1:]
app = Starlette(routes=[Mount("/bare", StaticFiles(directory=folder))])
uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="error")
"""
REPEATED = 20


def measure(times: int, everything: bool) -> list[Figure]:
    """The seconds that `intake.open_catalog` takes for an entry, and for a file with the same catalog in it."""
    with a_workspace(LYCEUM_SUBDOMAIN_HOST="none") as running, tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "measured.yaml").write_text(RECORD)
        running.lyceum("catalog", "apply", folder)
        _, token = running.person()
        ours = f"{running.service}/intake/e/measured.yaml"
        bare = Path(folder) / "bare"
        bare.mkdir()
        (bare / "measured.yaml").write_bytes(fetched(ours, token))
        with served(running, bare) as theirs:
            taken = in_turns(times * REPEATED, lambda: opened(ours, token), lambda: opened(theirs, token))
    return [Figure("one entry with stock Intake; a static file there", most=3, **taken)]


def opened(url: str, token: str) -> float:
    """Return how long Intake takes to open a catalog and to find its entries."""
    headers = {"headers": {"Authorization": f"token {token}"}}
    started = time.perf_counter()
    catalog = intake.open_catalog(url, storage_options=headers)
    assert "measured" in list(catalog)
    return time.perf_counter() - started


def fetched(url: str, token: str) -> bytes:
    """Return what an address answers to a token."""
    return httpx.get(url, headers={"Authorization": f"token {token}"}, timeout=60).raise_for_status().content


@contextmanager
def served(running: Workspace, folder: Path) -> Iterator[str]:
    """Serve a folder behind the workspace's proxy, by the server that the service has; yield its file's address."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "-c", SERVE, folder, str(port)])
    try:
        route(running, port)
        url = f"{running.url}/bare/measured.yaml"
        await_answer(url)
        yield url
    finally:
        server.terminate()
        server.wait()


def route(running: Workspace, port: int) -> None:
    """Tell the proxy where the bare files are."""
    state = running.folder / "state"
    proxy = json.loads((state / "ports.json").read_text())["proxy_port"]
    headers = {"Authorization": f"token {(state / 'secrets' / 'proxy_token').read_text().strip()}"}
    body = {"target": f"http://127.0.0.1:{port}"}
    httpx.post(f"http://127.0.0.1:{proxy}/api/routes/bare", headers=headers, json=body).raise_for_status()


def await_answer(url: str) -> None:
    """Wait until an address answers."""
    until = time.monotonic() + PATIENCE
    while httpx.get(url).status_code != 200:
        assert time.monotonic() < until, f"{url} does not answer."
        time.sleep(0.1)

"""Databases with empty tables, and a real hub of our configuration with a stand-in for the proxy."""

import os
import random
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool

from lyceum_hub.accounts import Accounts
from lyceum_hub.database import migrate, open_database
from lyceum_hub.programs import free_port
from lyceum_hub.settings import VARIABLES, Settings

CONFIG = Path(sys.modules["lyceum_hub"].__file__).parent / "jupyterhub_config.py"
PASSWORD = "correct horse battery"


class StandInProxy(BaseHTTPRequestHandler):
    """Answers as a proxy without routes."""

    def do_GET(self):
        body = b"{}"
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(201)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


class SmallHub:
    """A running hub: its settings, accounts and address."""

    def __init__(self, folder: Path, **given: str) -> None:
        self.proxy = ThreadingHTTPServer(("127.0.0.1", 0), StandInProxy)
        threading.Thread(target=self.proxy.serve_forever, daemon=True).start()
        environment = {
            "LYCEUM_STATE": str(folder),
            "LYCEUM_HUB_PORT": str(free_port()),
            "LYCEUM_PORT": str(free_port()),
            "LYCEUM_PROXY_PORT": str(self.proxy.server_port),
            "LYCEUM_SUBDOMAIN_HOST": "none",  # the hub is asked by its own address, not through the proxy
            **given,
        }
        self.settings = Settings.from_environment(environment)
        database = open_database(self.settings.database_url)
        migrate(database)
        self.accounts = Accounts(database, one_person=False)
        self.log = folder / "hub.log"
        self.process = self.start(environment)
        self.await_answer()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.settings.hub_port}/hub"

    def start(self, environment: dict[str, str]) -> subprocess.Popen[bytes]:
        clean = {name: value for name, value in os.environ.items() if name not in VARIABLES.values()}
        command = [sys.executable, "-m", "jupyterhub", "-f", str(CONFIG)]
        with self.log.open("wb") as log:
            return subprocess.Popen(command, env={**clean, **environment}, stdout=log, stderr=subprocess.STDOUT)

    def await_answer(self) -> None:
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                httpx.get(f"{self.url}/health")
                return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def browser(self) -> httpx.Client:
        """Return what a person without a session uses, each at an address of their own."""
        address = ".".join(str(part) for part in (10, *random.randbytes(3)))
        headers = {"Sec-Fetch-Mode": "navigate", "X-Forwarded-For": f"127.0.0.1, {address}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30)

    @contextmanager
    def entered(self, name: str, *, admin: bool = False) -> Iterator[httpx.Client]:
        """Yield the browser of somebody new, who has just come in; it follows nothing by itself."""
        token = self.accounts.invite(name, admin=admin, by="test")
        with self.browser() as browser:
            xsrf = re.search(r'name="_xsrf" value="([^"]+)"', browser.get(f"/join?token={token}").text)[1]
            fields = {"_xsrf": xsrf, "name": name, "password": PASSWORD}
            assert browser.post(f"/join?token={token}", data=fields).status_code == 302
            yield browser

    def api(self) -> httpx.Client:
        """Return the hub's API for the command line's service."""
        headers = {"Authorization": f"token {self.settings.secret('cli_token')}"}
        return httpx.Client(base_url=f"{self.url}/api", headers=headers, timeout=30)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)
        self.proxy.shutdown()


@pytest.fixture(scope="session")
def small_hub(tmp_path_factory):
    hub = SmallHub(tmp_path_factory.mktemp("hub"))
    yield hub
    hub.stop()


@pytest.fixture(scope="session")
def hub_for_one(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hub-for-one")
    extra = folder / "site.py"
    extra.write_text("c.Workspace.one_person = True\nc.JupyterHub.load_groups = {}\n")
    hub = SmallHub(folder, LYCEUM_HUB_CONFIG=str(extra), LYCEUM_TAGLINE="For one.")
    yield hub
    hub.stop()


@event.listens_for(Pool, "checkout")
def wait_for_no_disk(connection, *_):
    """No database of these tests outlives the machine, so SQLite need not wait until each commit is on its disk."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def fresh_sqlite(tmp_path_factory):
    """The file of a database with empty tables, to copy."""
    path = tmp_path_factory.mktemp("fresh") / "lyceum.sqlite"
    prepare(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def fresh_postgresql(new_database):
    """A PostgreSQL database with empty tables, to copy."""
    return prepare(new_database())


def prepare(url):
    """Make the tables in an empty database, and leave it with nobody connected; return its URL."""
    database = open_database(url)
    migrate(database)
    database.engine.dispose()
    return url

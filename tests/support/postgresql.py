"""A PostgreSQL server of the session's own, from Debian's packages, on a socket in the session's folder."""

import os
import subprocess
import uuid
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from support.debian import need
from support.locks import alone

LIBRARY = Path("/usr/lib/postgresql")
SAFE = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")  # what a server of some minutes can do without


@dataclass(frozen=True)
class Server:
    """A running server, by the folder of its socket."""

    folder: Path

    def new_database(self, like: str = "") -> str:
        """Make a database, empty or a copy of the one at a URL that nobody is connected to, and return its URL."""
        name = f"test_{uuid.uuid4().hex}"
        template = urlsplit(like).path.removeprefix("/") or "template1"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def url(self, database: str) -> str:
        """Return the address of a database."""
        return f"postgresql://postgres@/{database}?host={self.folder}"


def start(session: Path) -> Server:
    """Return the session's server, started if it is not."""
    folder = session / "postgresql"
    with alone(session / "postgresql.lock"):
        if not (folder / "data" / "postmaster.pid").exists():
            begin(folder)
    return Server(folder)


def begin(folder: Path, address: str = "", port: int = 5432) -> None:
    """Make a server and wait until it answers: on its socket, and at an address of this machine where one is given."""
    binaries = find_binaries()
    folder.mkdir()
    if os.geteuid() == 0:
        subprocess.run(["chown", "postgres", folder], check=True)
    data = str(folder / "data")
    quick = " ".join(f"-c {setting}=off" for setting in SAFE)
    listen = f"-p {port} -c listen_addresses='{address}' -c unix_socket_directories='{folder}'"
    options = f"{listen} -c max_connections=200 {quick}"
    run(binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
    if address:
        with (folder / "data" / "pg_hba.conf").open("a") as rules:
            rules.write("host all all all trust\n")
    run(binaries / "pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")


def stop(session: Path) -> None:
    """Stop the session's server, if it was started."""
    data = session / "postgresql" / "data"
    if (data / "postmaster.pid").exists():
        run(find_binaries() / "pg_ctl", "-D", str(data), "-m", "immediate", "stop")


def run(*command: object) -> None:
    """Run a program of PostgreSQL's, which refuses to run as root."""
    become = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*become, *map(str, command)], check=True, capture_output=True, cwd="/")


def find_binaries() -> Path:
    """Return the folder of the newest server's programs, installed where we may; fail saying how otherwise."""
    need("postgresql", lambda: list(LIBRARY.glob("*/bin/initdb")))
    return max(LIBRARY.glob("*/bin"), key=lambda path: int(path.parent.name))

"""A workspace of the session's own, started with `lyceum up` on free ports and a temporary state folder."""

import json
import os
import pwd
import signal
import socket
import subprocess
import sys
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from lyceum_hub.cli.token import DAY, token_for
from lyceum_hub.settings import Settings
from support.locks import alone
from support.processes import is_running

LYCEUM = Path(sys.executable).parent / "lyceum"
PATIENCE = 300  # seconds
PROFILES = Path(__file__).with_name("profiles.yaml")
# Starts a program as nobody's child: executing a notebook in a test ends what came to be below the test's process.
APART = "import subprocess, sys; print(subprocess.Popen(sys.argv[1:], stdout=2, start_new_session=True).pid)"


@dataclass(frozen=True)
class Workspace:
    """A running workspace, by its folder."""

    folder: Path

    @property
    def note(self):
        return json.loads((self.folder / "state" / "run.json").read_text())

    @property
    def url(self):
        return self.note["url"]

    @property
    def service(self):
        return f"{self.url}/services/lyceum"

    def lab(self, name):
        """Return where somebody's servers answer, each person's at an origin of their own, and the header for it."""
        hub = urlsplit(self.url)
        return f"http://127.0.0.1:{hub.port}/user/{name}", {"Host": f"{name}.{hub.netloc}"}

    @property
    def settings(self):
        return Settings.from_environment(self.environment())

    def environment(self, **more):
        return environment(self.folder) | more

    def lyceum(self, *arguments, check=True, **more):
        """Run a `lyceum` command and return what it printed and how it ended."""
        done = subprocess.run(
            [LYCEUM, *map(str, arguments)],
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert not check or done.returncode == 0, done.stderr
        return done

    def token(self, name, *, admin=False):
        """Return a token of somebody's, who is made if new."""
        return token_for(self.settings, name, admin=admin, seconds=DAY)

    def person(self, *, admin=False):
        """Make somebody new and return their name and a token."""
        name = f"t{uuid.uuid4().hex[:8]}"
        return name, self.token(name, admin=admin)

    def api(self, token, method, path, **more):
        """Call the service, through the proxy; without certificates, which take long to load."""
        headers = {"Authorization": f"token {token}"}
        return httpx.request(method, self.service + path, headers=headers, timeout=PATIENCE, verify=False, **more)

    def ended(self, token, run):
        """Return a run once it has ended."""
        until = time.monotonic() + PATIENCE
        while run["state"] in ("queued", "starting", "running"):
            assert time.monotonic() < until, run
            time.sleep(0.3)
            run = self.api(token, "GET", f"/api/runs/{run['id']}").json()
        return run


def start(session: Path, **more: str) -> Workspace:
    """Return the session's workspace, started if it is not."""
    folder = session / "workspace"
    with alone(session / "workspace.lock"):
        if not folder.exists():
            folder.mkdir(mode=0o755)
            begin(folder, **more)
    return Workspace(folder)


def without_samples(session: Path) -> Path:
    """Return the folder of a session's workspace that is not started yet and shall have no samples."""
    folder = session / "workspace"
    (folder / "state").mkdir(mode=0o700, parents=True)
    for outer in (session, folder):
        outer.chmod(0o755)
    (folder / "state" / "samples").touch()
    return folder


def begin(folder: Path, **more: str) -> None:
    """Start a workspace, with some settings more, and wait until it says that it runs."""
    settings = environment(folder) | more
    apart = [sys.executable, "-c", APART, LYCEUM, "up"]
    with (folder / "up.log").open("wb") as log:
        pid = int(subprocess.run(apart, env=settings, stdout=subprocess.PIPE, stderr=log, check=True).stdout)
    until = time.monotonic() + PATIENCE
    while not (folder / "state" / "run.json").exists():
        if time.monotonic() > until or not is_running(pid):
            pytest.fail(f"The workspace did not start:\n{(folder / 'up.log').read_text()}")
        time.sleep(0.2)


def stop(session: Path) -> None:
    """Stop the session's workspace, if it was started, and remove the accounts that it made."""
    folder = session / "workspace"
    if (folder / "state" / "run.json").exists():
        pid = Workspace(folder).note["pid"]
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        while is_running(pid) and time.monotonic() < until:
            time.sleep(0.1)
    for account in pwd.getpwall():
        if account.pw_dir.startswith(str(session)):
            subprocess.run(["userdel", account.pw_name], check=False, capture_output=True)


def environment(folder: Path) -> dict[str, str]:
    """Return the settings of the session's workspace; its port is chosen once."""
    port = folder / "port"
    if not port.exists():
        port.write_text(str(free_port()))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LYCEUM_", "JUPYTERHUB_"))}
    return kept | {
        "LYCEUM_STATE": str(folder / "state"),
        "LYCEUM_SHARED": str(folder / "shared"),
        "LYCEUM_HOMES": str(folder / "homes"),
        "LYCEUM_PORT": port.read_text(),
        "LYCEUM_MAX_RUNS": "3",
        "LYCEUM_NIGHTLY": "off",
        "LYCEUM_PRIVATE_HOSTS": "127.0.0.1",
        "LYCEUM_PROFILES": str(profiles(folder)),
    }


def profiles(folder: Path) -> Path:
    """Return the file of the session's profiles, written once."""
    path = folder / "profiles.yaml"
    if not path.exists():
        path.write_text(PROFILES.read_text().replace("FOLDER", str(folder)))
    return path


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

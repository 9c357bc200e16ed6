"""A workspace whose people's servers are pods of the cluster that KUBECONFIG names; hub, proxy and service run here."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import yaml

from lyceum_hub.database import migrate, open_database
from lyceum_hub.programs import proxy, write_proxy_pages
from lyceum_hub.settings import Settings
from support.workspace import free_port

PATIENCE = 300  # seconds
HERE = Path(__file__).parents[1] / "kubernetes"
IMAGE = os.environ.get("LYCEUM_TEST_IMAGE", "localhost/lyceum-analysis:test")


def address_of_this_machine() -> str:
    """Return the address of this machine that the cluster's network has, so that pods reach us there."""
    kubeconfig = yaml.safe_load(Path(os.environ["KUBECONFIG"]).read_text())
    server = urlsplit(kubeconfig["clusters"][0]["cluster"]["server"])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((server.hostname, server.port or 443))
        return os.environ.get("LYCEUM_TEST_ADDRESS") or str(probe.getsockname()[0])


@dataclass
class Workspace:
    """Hub, proxy and service as processes of this machine, each started and ended by a test."""

    folder: Path
    namespace: str
    here: str = field(default_factory=address_of_this_machine)
    ports: dict[str, int] = field(
        default_factory=lambda: {name: free_port() for name in ("", "HUB", "PROXY", "SERVICE")}
    )
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The settings of all programs."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LYCEUM_", "JUPYTERHUB_"))}
        ports = {f"LYCEUM_{name}_PORT".replace("__", "_"): str(port) for name, port in self.ports.items()}
        return {
            **kept,
            **ports,
            "LYCEUM_STATE": str(self.folder),
            "LYCEUM_SPAWNER": "kubernetes",
            "LYCEUM_IMAGE": IMAGE,
            "LYCEUM_HOME_SIZE": "1Gi",
            "LYCEUM_PROFILES": str(HERE / "profiles.yaml"),
            "LYCEUM_HUB_ADDRESS": f"http://{self.here}:{self.ports['HUB']}",
            "LYCEUM_SERVICE_ADDRESS": f"http://{self.here}:{self.ports['SERVICE']}",
            "LYCEUM_TEST_ADDRESS": self.here,
            "LYCEUM_TEST_NAMESPACE": self.namespace,
        }

    @property
    def settings(self) -> Settings:
        return Settings.from_environment(self.environment)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports['']}"

    def start(self) -> None:
        """Start everything, and return once it answers."""
        settings = self.settings
        migrate(open_database(settings.database_url))
        write_proxy_pages(settings)
        self.run("proxy", proxy(settings, self.environment).command, proxied=True)
        self.run("service", [sys.executable, "-m", "lyceum_hub.service"])
        self.start_hub()
        self.answers(f"{settings.service_url}/health")

    def start_hub(self) -> None:
        """Start the hub, and return once it answers."""
        self.run("hub", [sys.executable, "-m", "jupyterhub", "-f", str(HERE / "jupyterhub_config.py")])
        self.answers(f"{self.settings.hub_api_url}/")

    def run(self, name: str, command: list[str], proxied: bool = False) -> None:
        """Start a program."""
        told = {"CONFIGPROXY_AUTH_TOKEN": self.settings.secret("proxy_token")} if proxied else {}
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(command, env=self.environment | told, stdout=log, stderr=log)

    def kill_hub(self) -> None:
        """End the hub without a word."""
        self.processes["hub"].send_signal(signal.SIGKILL)
        self.processes["hub"].wait()

    def stop(self) -> None:
        """End everything."""
        for process in reversed(self.processes.values()):
            process.terminate()
            process.wait(60)

    def answers(self, url: str) -> None:
        """Return once something answers at an address."""

        def is_there() -> bool:
            try:
                return httpx.get(url, timeout=5).is_success
            except httpx.HTTPError:
                return False

        wait_for(is_there, f"{url} does not answer; see {self.folder}")

    def hub(self, method: str, path: str, **more) -> httpx.Response:
        """Ask the hub, as its administrator."""
        headers = {"Authorization": f"token {self.settings.secret('cli_token')}"}
        return httpx.request(method, self.settings.hub_api_url + path, headers=headers, timeout=60, **more)

    def person(self) -> tuple[str, str]:
        """Make somebody new and return their name and a token."""
        name = f"t{uuid.uuid4().hex[:8]}"
        assert self.hub("POST", f"/users/{name}").status_code == 201
        return name, self.hub("POST", f"/users/{name}/tokens", json={}).json()["token"]

    def ask_for_lab(self, name: str, **options) -> None:
        """Ask for somebody's JupyterLab."""
        answer = self.hub("POST", f"/users/{name}/server", json=options)
        assert answer.status_code in (201, 202), answer.text

    def progress(self, name: str):
        """Yield what the hub tells of the start of a JupyterLab, to its end."""
        headers = {"Authorization": f"token {self.settings.secret('cli_token')}"}
        address = f"{self.settings.hub_api_url}/users/{name}/server/progress"
        with httpx.stream("GET", address, headers=headers, timeout=PATIENCE) as answer:
            for line in answer.iter_lines():
                if line.startswith("data:"):
                    yield json.loads(line.removeprefix("data:"))

    def started(self, name: str) -> None:
        """Return once somebody's JupyterLab answers."""
        *_, last = self.progress(name)
        assert last.get("ready"), last

    def stop_lab(self, name: str) -> None:
        """Stop somebody's JupyterLab, and return once it is gone."""
        self.hub("DELETE", f"/users/{name}/server")
        wait_for(lambda: not self.hub("GET", f"/users/{name}").json()["servers"], f"{name}'s server does not stop")

    def api(self, token: str, method: str, path: str, **more) -> httpx.Response:
        """Call the service, through the proxy."""
        headers = {"Authorization": f"token {token}"}
        return httpx.request(method, f"{self.url}/services/lyceum{path}", headers=headers, timeout=60, **more)

    def ended(self, token: str, **body) -> dict:
        """Return a run once it has ended."""
        answer = self.api(token, "POST", "/api/runs", json=body)
        assert answer.status_code == 201, answer.text
        run = answer.json()["id"]

        def found() -> dict:
            return self.api(token, "GET", f"/api/runs/{run}").json()

        wait_for(lambda: found()["state"] not in ("queued", "starting", "running"), f"run {run} does not end")
        return found()


def wait_for(condition, problem: str) -> None:
    """Return once a condition holds."""
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, problem
        time.sleep(0.3)

"""Stock JupyterHub with SimpleLocalProcessSpawner and JupyterLab, as their documentation has one start it."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from lyceum_hub.checks import find_node, find_proxy
from support.workspace import free_port

BIN = Path(sys.executable).parent
CONFIGURATION = """
import json
told = json.load(open({told!r}))
c.JupyterHub.bind_url = told["url"]
c.JupyterHub.hub_port = told["hub_port"]
c.JupyterHub.db_url = "sqlite:///" + told["folder"] + "/hub.sqlite"
c.JupyterHub.cookie_secret_file = told["folder"] + "/cookie_secret"
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.spawner_class = "simple"
c.JupyterHub.services = [{{"name": "bench", "api_token": told["token"], "admin": True}}]
c.Authenticator.allow_all = True
c.ConfigurableHTTPProxy.command = told["proxy"]
c.ConfigurableHTTPProxy.api_url = told["proxy_api"]
c.ConfigurableHTTPProxy.pid_file = told["folder"] + "/proxy.pid"
c.SimpleLocalProcessSpawner.home_dir_template = told["folder"] + "/homes/{{username}}"
c.Spawner.cmd = [told["singleuser"]]
c.Spawner.args = ["--allow-root", "--ServerApp.jpserver_extensions=lyceum_lab=False", "--LabApp.extension_manager=pypi"]
c.Spawner.start_timeout = c.Spawner.http_timeout = 300
"""


@contextmanager
def a_stock_hub() -> Iterator[tuple[str, str, int]]:
    """Yield the address of a running hub, an administrator's token and the number of its process."""
    folder = Path(tempfile.mkdtemp(prefix="lyceum-bench-stock-"))
    told = settings(folder)
    (folder / "told.json").write_text(json.dumps(told))
    (folder / "config.py").write_text(CONFIGURATION.format(told=str(folder / "told.json")))
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    command = [sys.executable, "-m", "jupyterhub", "-f", str(folder / "config.py")]
    with (folder / "hub.log").open("wb") as log:
        hub = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        await_answer(f"{told['url']}/hub/health", hub, folder / "hub.log")
        yield str(told["url"]), str(told["token"]), hub.pid
    finally:
        hub.terminate()
        hub.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def settings(folder: Path) -> dict[str, object]:
    """Return what a hub in a folder is told."""
    return {
        "folder": str(folder),
        "url": f"http://127.0.0.1:{free_port()}",
        "hub_port": free_port(),
        "proxy_api": f"http://127.0.0.1:{free_port()}",
        "proxy": [find_node() or "node", str(find_proxy())],
        "singleuser": str(BIN / "jupyterhub-singleuser"),
        "token": secrets.token_hex(16),
    }


def await_answer(url: str, hub: subprocess.Popen[bytes], log: Path) -> None:
    """Return once a hub answers."""
    until = time.monotonic() + 120
    while time.monotonic() < until and hub.poll() is None:
        try:
            if httpx.get(url).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise RuntimeError(f"Stock JupyterHub did not start:\n{log.read_text()[-2000:]}")

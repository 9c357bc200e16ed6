"""People's JupyterLabs in the running workspace: forks of the prefork parent, each at home in its person's folder."""

import re
import time
from pathlib import Path

import httpx
import psutil
import pytest

from support.memory import memory_of
from support.processes import command
from support.root import need_root
from support.workspace import PATIENCE

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def lab(the_workspace):
    """A running JupyterLab: its person's name, a client that may use it, and its process."""
    name, token = the_workspace.person()
    headers = {"Authorization": f"token {token}"}
    with httpx.Client(base_url=the_workspace.url, headers=headers, timeout=PATIENCE) as client:
        assert client.post(f"/hub/api/users/{name}/server").status_code in (201, 202)
        wait_for(lambda: client.get(f"/hub/api/users/{name}").json()["servers"].get("", {}).get("ready"))
        parent = psutil.Process(the_workspace.note["programs"]["prefork"]["pid"])
        (process,) = [child for child in parent.children() if f"/user/{name}/" in command(child)]
        at, host = the_workspace.lab(name)
        with httpx.Client(base_url=at, headers=headers | host, timeout=PATIENCE) as own:
            yield name, own, process
        client.delete(f"/hub/api/users/{name}/server")


def wait_for(look):
    """Return what a look finds, once it finds something."""
    until = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < until
        time.sleep(0.2)
    return found


def test_it_is_a_fork_that_shares_what_the_parent_imported(lab):
    _, _, process = lab
    assert process.cmdline()[0] == "jupyterhub-singleuser"
    memory = process.memory_full_info()
    assert memory.uss < 0.6 * memory.rss


def test_the_parent_has_one_thread_and_no_secret(the_workspace, lab):
    need_root()  # to look into its memory
    _, _, process = lab
    parent = process.parent()
    of_hub = {path.read_bytes().strip() for path in (the_workspace.folder / "state" / "secrets").glob("*_*")}
    of_server = set(re.findall(rb"JUPYTERHUB_API_TOKEN=([0-9a-f]{32})", memory_of(process.pid)))
    memory = memory_of(parent.pid)
    assert of_hub
    assert of_server
    assert [secret for secret in of_hub | of_server if secret in memory] == []
    assert parent.num_threads() == 1


def test_settings_and_layouts_stay_at_home(lab):
    _, client, process = lab
    setting = {"raw": '{"theme": "JupyterLab Dark"}'}
    assert client.put("/lab/api/settings/@jupyterlab/apputils-extension:themes", json=setting).status_code == 204
    layout = {"data": {}, "metadata": {"id": "mine"}}
    assert client.put("/lab/api/workspaces/mine", json=layout).status_code == 204
    found = {path.name for path in Path(process.cwd()).rglob("*")}
    assert "themes.jupyterlab-settings" in found
    assert [name for name in found if name.endswith(".jupyterlab-workspace")]


def test_a_kernel_is_a_fork_too_and_ends_with_its_lab(lab):
    _, client, process = lab
    assert client.post("/api/kernels", json={"name": "python3"}).status_code == 201
    (nursery,) = (child for child in process.children() if command(child).startswith("nursery"))
    (kernel,) = wait_for(nursery.children)
    wait_for(lambda: kernel.name() == "python")
    assert kernel.uids() == process.uids()
    process.kill()
    assert psutil.wait_procs([nursery, kernel], timeout=PATIENCE)[1] == []

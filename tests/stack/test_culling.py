"""Culling on the real stack: rounds of a culler that minds the Labs of one person only, and is quick about it."""

import asyncio
import json
import time
from contextlib import contextmanager

import httpx
import pytest

from lyceum_hub.culling.culler import Culler, Habits
from lyceum_hub.culling.hub import Hub
from lyceum_hub.culling.keys import Keys
from lyceum_hub.culling.labs import Labs
from support.kernels import start_cell
from support.notebooks import notebook

pytestmark = pytest.mark.stack
PATIENCE = 300  # seconds


class HubOfOne(Hub):
    """The hub, of which only one person's Labs are seen."""

    def __init__(self, http, owner):
        super().__init__(http)
        self.owner = owner

    async def labs(self):
        return [lab for lab in await super().labs() if lab.owner == self.owner]


class Person:
    """Somebody in the workspace, and a culler that minds their Labs only."""

    def __init__(self, workspace):
        self.workspace = workspace
        self.name, token = workspace.person()
        self.headers = {"Authorization": f"token {token}"}
        self.token = token
        self.secret = (workspace.folder / "state" / "secrets" / "culler_token").read_text()

    def asks(self, method, path, **more):
        """Ask the hub."""
        return httpx.request(method, self.workspace.url + path, headers=self.headers, timeout=60, **more)

    def start(self):
        """Start their Lab and return it, as the culler sees it."""
        assert self.asks("POST", f"/hub/api/users/{self.name}/server").status_code in (201, 202)
        until(lambda: self.labs())
        return self.labs()[0]

    def labs(self):
        return self.culled(lambda hub, culler: hub.labs())

    def look(self):
        """Have the culler look once; nobody may be idle for longer than two seconds."""
        self.culled(lambda hub, culler: culler.look())

    def culled(self, doing):
        async def once():
            address = self.workspace.url + "/hub/api"
            headers = {"Authorization": f"token {self.secret}"}
            http = httpx.AsyncClient(base_url=address, headers=headers, timeout=60)
            async with http, httpx.AsyncClient(timeout=60) as own:
                hub = HubOfOne(http, self.name)
                return await doing(hub, Culler(hub, Labs(own), Habits(2, 1), Keys(self.secret)))

        return asyncio.run(once())

    def looks_until(self, is_so):
        """Look again and again until something is so; the workspace's own culler takes notices back meanwhile."""

        def looked():
            self.look()
            return is_so()

        until(looked)


def until(is_so):
    """Return once something is so."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.3)


@contextmanager
def home(person, lab):
    """Yield a client of somebody's Lab."""
    with httpx.Client(base_url=lab.url, headers=person.headers, timeout=60) as client:
        yield client


def test_a_lab_is_left_while_a_cell_runs_then_stopped_and_its_page_says_why(the_workspace):
    person = Person(the_workspace)
    lab = person.start()
    with home(person, lab) as client:
        kernel = start_cell(client, "", "import time; time.sleep(600)")
        for _ in range(5):
            person.look()
            time.sleep(0.5)
        assert client.get("/lyceum/idle").json()["notice"] is None
        assert client.post(f"/api/kernels/{kernel}/interrupt").status_code == 204
    person.looks_until(lambda: not person.labs())

    page = person.asks("GET", f"/hub/user/{person.name}/lab")
    assert page.status_code == 424
    assert "after 2 seconds without use" in page.text
    listed = the_workspace.lyceum("audit", "list", "--action", "lab.stop", "--subject", person.name, "--json").stdout
    (line,) = json.loads(listed)["items"]
    assert (line["actor"], line["detail"]["why"]) == ("lyceum-culler", "idle")

    again = person.start()
    assert again.started != lab.started
    assert person.asks("DELETE", f"/hub/api/users/{person.name}/server").status_code in (202, 204)
    until(lambda: not person.labs())
    page = person.asks("GET", f"/hub/user/{person.name}/lab")
    assert "without use" not in page.text


def test_a_later_lab_than_the_one_that_was_looked_at_is_left(the_workspace):
    person = Person(the_workspace)
    lab = person.start()
    body = {"started": "2026-01-01T00:00:00Z", "why": "idle", "seconds": 1}
    headers = {"Authorization": f"token {person.secret}"}
    address = f"{the_workspace.url}/hub/api/labs/{person.name}/"
    assert httpx.request("DELETE", address, headers=headers, json=body, timeout=60).status_code == 409
    assert person.labs() != []
    body["started"] = lab.started
    assert httpx.request("DELETE", address, headers=headers, json=body, timeout=60).status_code in (202, 204)
    until(lambda: not person.labs())


def test_runs_are_none_of_the_cullers_business(the_workspace):
    person = Person(the_workspace)
    work = {"notebook": notebook("import time; time.sleep(600)")}
    run = the_workspace.api(person.token, "POST", "/api/runs", json=work).json()
    until(lambda: the_workspace.api(person.token, "GET", f"/api/runs/{run['id']}").json()["state"] == "running")
    servers = person.asks("GET", f"/hub/api/users/{person.name}").json()["servers"]
    (name,) = servers
    assert name.startswith("run-")
    assert person.labs() == []
    body = {"started": servers[name]["started"], "why": "idle", "seconds": 1}
    headers = {"Authorization": f"token {person.secret}"}
    address = f"{the_workspace.url}/hub/api/labs/{person.name}/{name}"
    assert httpx.request("DELETE", address, headers=headers, json=body, timeout=60).status_code == 404
    assert the_workspace.api(person.token, "POST", f"/api/runs/{run['id']}/cancel").status_code == 200

"""What people and administrators do with a workspace, by the addresses of hub and service."""

import json
import uuid

import httpx

from support.cluster import PATIENCE, wait_for


class People:
    """Whoever has the address of a workspace, and the token of its command line."""

    url: str
    token: str

    def hub(self, method: str, path: str, **more) -> httpx.Response:
        """Ask the hub, as its administrator."""
        headers = {"Authorization": f"token {self.token}"}
        return httpx.request(method, f"{self.url}/hub/api{path}", headers=headers, timeout=60, **more)

    def person(self) -> tuple[str, str]:
        """Make somebody new and return their name and a token."""
        name = f"t{uuid.uuid4().hex[:8]}"
        assert self.hub("POST", f"/users/{name}").status_code == 201
        return name, self.hub("POST", f"/users/{name}/tokens", json={}).json()["token"]

    def log_out(self, token: str) -> int:
        """Have somebody's token count no more, and return the hub's answer."""
        me = {"Authorization": f"token {token}"}
        name = httpx.get(f"{self.url}/hub/api/user", headers=me, timeout=60).json()["name"]
        mine = httpx.get(f"{self.url}/hub/api/users/{name}/tokens", headers=me, timeout=60).json()["api_tokens"]
        return self.hub("DELETE", f"/users/{name}/tokens/{mine[0]['id']}").status_code

    def ask_for_lab(self, name: str, **options) -> None:
        """Ask for somebody's JupyterLab."""
        answer = self.hub("POST", f"/users/{name}/server", json=options)
        assert answer.status_code in (201, 202), answer.text

    def progress(self, name: str):
        """Yield what the hub tells of the start of a JupyterLab, to its end."""
        headers = {"Authorization": f"token {self.token}"}
        address = f"{self.url}/hub/api/users/{name}/server/progress"
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

    def client(self, token: str) -> httpx.Client:
        """Return what somebody's browser would be."""
        return httpx.Client(base_url=self.url, headers={"Authorization": f"token {token}"}, timeout=60)

    def api(self, token: str, method: str, path: str, **more) -> httpx.Response:
        """Call the service, through the proxy."""
        headers = {"Authorization": f"token {token}"}
        return httpx.request(method, f"{self.url}/services/lyceum{path}", headers=headers, timeout=60, **more)

    def asked(self, token: str, **body) -> str:
        """Ask for a run, and return its id."""
        answer = self.api(token, "POST", "/api/runs", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    def ended(self, token: str, run: str) -> dict:
        """Return a run once it has ended."""

        def found() -> dict:
            return self.api(token, "GET", f"/api/runs/{run}").json()

        wait_for(lambda: found()["state"] not in ("queued", "starting", "running"), f"run {run} does not end")
        return found()

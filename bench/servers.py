"""People's servers beside stock JupyterHub's: how soon one answers, how soon a crowd does, and the memory of one."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import psutil

from bench.figures import Figure, in_turns
from bench.stock import a_stock_hub
from bench.workspace import a_workspace
from support.workspace import Workspace

CROWD = 20
LOOK_EVERY = 0.1  # seconds
SETTLED = 5.0  # seconds after which a server that has started does nothing more


class Hub:
    """A hub, ours or stock, as an administrator's program uses it."""

    def __init__(self, url: str, token: str, process: int, number: int = CROWD) -> None:
        self._address = urlsplit(url)
        headers = {"Authorization": f"token {token}"}
        self._http = httpx.Client(base_url=f"{url}/hub/api", headers=headers, timeout=300)
        self._process = psutil.Process(process)
        self.people = [self._person() for _ in range(number)]
        self.memory: list[float] = []  # MiB of an idle server, each time that many were there

    def _person(self) -> str:
        """Return the name of somebody new."""
        name = f"t{uuid.uuid4().hex[:8]}"
        self._http.post("/users", json={"usernames": [name]}).raise_for_status()
        return name

    def start(self, name: str) -> None:
        """Have somebody's server started, and return once it answers through the proxy."""
        self._http.post(f"/users/{name}/server").raise_for_status()
        while not self._answers(name):
            time.sleep(LOOK_EVERY)

    def _answers(self, name: str) -> bool:
        """Tell whether somebody's server answers: at an address of its own, or below the hub's."""
        info = self._http.get(f"/users/{name}").json()["servers"].get("", {})
        if not info.get("ready"):
            return False
        path, port = f"/user/{name}/api", self._address.port
        for host in (f"{name}.{self._address.hostname}", self._address.hostname):
            answer = httpx.get(f"http://127.0.0.1:{port}{path}", headers={"Host": f"{host}:{port}"})
            if "version" in answer.text[:100] and answer.status_code == 200:
                return True
        return False

    def stop(self, name: str) -> None:
        """Stop somebody's server, and return once it is gone."""
        self._http.delete(f"/users/{name}/server").raise_for_status()
        while "" in self._http.get(f"/users/{name}").json()["servers"]:
            time.sleep(0.1)

    def time_one(self) -> float:
        """Return the seconds from the request for a server to its answer."""
        return self._time(self.people[:1])

    def time_crowd(self) -> float:
        """Return the seconds until the last of many answers, and keep what each takes of the memory then."""
        before = self._taken()
        return self._time(self.people, before)

    def _time(self, names: list[str], before: float | None = None) -> float:
        began = time.perf_counter()
        with ThreadPoolExecutor(len(names)) as together:
            list(together.map(self.start, names))
            took = time.perf_counter() - began
            if before is not None:
                self.memory.append((self.taken_when_settled() - before) / len(names))
            list(together.map(self.stop, names))
        return took

    def taken_when_settled(self) -> float:
        """Return the same once servers that have just started do nothing more."""
        time.sleep(SETTLED)
        return self._taken()

    def _taken(self) -> float:
        """Return the MiB that the hub and all it started take, what they share counted once."""
        everything = [self._process, *self._process.children(recursive=True)]
        return sum(share_of(process) for process in everything) / 2**20


def share_of(process: psutil.Process) -> int:
    """Return a process's proportional share of memory, nothing when it is gone."""
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0


def ours(running: Workspace, number: int = CROWD) -> Hub:
    """Return our hub, with so many people; everything of a workspace is a child of its supervisor."""
    token = (running.folder / "state" / "secrets" / "cli_token").read_text().strip()
    return Hub(running.url, token, running.note["pid"], number)


def measure(times: int, everything: bool) -> list[Figure]:
    """One server and a crowd of them, by us and by stock JupyterHub with SimpleLocalProcessSpawner."""
    with a_workspace() as running, a_stock_hub() as stock:
        us, them = ours(running), Hub(*stock)
        one = in_turns(times, us.time_one, them.time_one)
        crowd = in_turns(max(1, times // 4), us.time_crowd, them.time_crowd)
    return [
        Figure("request → Lab answers; stock", most=0.25, **one),
        Figure(f"request → {CROWD} Labs answer; stock", most=0.3, **crowd),
        Figure("memory of an idle server; stock", tuple(us.memory), tuple(them.memory), unit="MiB", most=0.45),
    ]

"""Clients that do not give up: they ask for runs until they are told that they have them, and read what comes out."""

import itertools
import threading
import time

import httpx

from support.notebooks import notebook

WORK = notebook("seconds: float = 1.0\nfails: bool = False")
ORDERING = 4  # clients who ask; one more reads
ENOUGH = 12  # unfinished runs at which nobody asks for more
PREFIX = "/services/lyceum/api"


class Client:
    """Somebody who asks for work at whichever replica answers."""

    def __init__(self, addresses, token):
        self._addresses = itertools.cycle(addresses)
        self._http = httpx.Client(headers={"Authorization": f"token {token}"}, timeout=10)

    def ask(self, method, path, patience=240, **more):
        """Return the answer of whoever answers, other than that it does not work just now."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            try:
                answer = self._http.request(method, f"http://{next(self._addresses)}{PREFIX}{path}", **more)
                if answer.status_code < 500:
                    return answer
            except httpx.HTTPError:
                pass
            time.sleep(0.2)
        raise AssertionError(f"Nobody answered {method} {path} in {patience} seconds.")

    def run(self, key, parameters, retries=None, work=WORK, **more):
        """Return the id of a run, asked for again and again until it is acknowledged."""
        body = {"notebook": work, "parameters": parameters, "retries": retries, "name": key, **more}
        answer = self.ask("POST", "/runs", json=body, headers={"Idempotency-Key": key})
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]


class Crowd:
    """Clients at work beside the nemesis: some ask, some cancel, some read."""

    def __init__(self, client, chance, ask):
        self.promised, self.read, self.trouble = set(), [], []
        self._client, self._chance, self._ask = client, chance, ask
        self._leaving = threading.Event()
        self._numbers = itertools.count()
        roles = (*[self._order] * ORDERING, self._look)
        self._threads = [threading.Thread(target=self._guarded, args=[role]) for role in roles]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._leaving.set()
        for thread in self._threads:
            thread.join()

    def _guarded(self, work):
        try:
            work()
        except Exception as error:
            self.trouble.append(f"{type(error).__name__}: {error}")

    def _order(self):
        """Ask for runs, and cancel one now and then."""
        for number in self._numbers:
            while self._is_busy() and not self._leaving.is_set():
                self._leaving.wait(0.3)
            if self._leaving.wait(self._chance.uniform(0, 0.6)):
                return
            run = self._ask(self._client, number, self._chance)
            self.promised.add(run)
            if self._chance.random() < 0.1:
                self._client.ask("POST", f"/runs/{run}/cancel")

    def _is_busy(self):
        """Tell whether there is enough to do."""
        newest = self._client.ask("GET", "/runs?limit=100").json()["items"]
        return sum(run["state"] in ("queued", "starting", "running") for run in newest) >= ENOUGH

    def _look(self):
        """Read the output of some run."""
        while not self._leaving.wait(0.2):
            if self.promised:
                run = self._chance.choice(sorted(self.promised))
                answer = self._client.ask("GET", f"/runs/{run}/output")
                if answer.status_code == 200:
                    self.read.append(answer.content)

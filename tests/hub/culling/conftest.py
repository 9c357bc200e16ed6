"""A hub and Labs that answer over HTTP, in a time that the tests set."""

import asyncio
import json
import threading
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from lyceum_hub.culling.culler import Culler, Habits
from lyceum_hub.culling.hub import Hub
from lyceum_hub.culling.keys import HEADER, Keys
from lyceum_hub.culling.labs import PATH, Lab, Labs
from lyceum_lab.idleness import Idleness

HOUR = 3600.0
KEYS = Keys("hush")


class Clock:
    """A time of the tests' own."""

    def __init__(self):
        self.at = 1000.0

    def __call__(self):
        return self.at


class FakeLab:
    """A Lab: how it is used is for the tests to say, and what it keeps of that is what a real one keeps."""

    def __init__(self, clock, owner, name="", **profile):
        self.clock, self.owner, self.name, self.profile = clock, owner, name, profile
        self.idleness = Idleness(4 * HOUR, clock)
        self.started, self.began = "2026-01-01T00:00:00Z", clock()
        self.works = False
        self.gpu_used_at = None

    def described(self, address):
        url = f"{address}/user/{self.owner}/{self.name}"
        return asdict(Lab(self.owner, self.name, self.started, url, self.clock() - self.began, **self.profile))

    def answer(self, method, body):
        self.idleness.look({}, [self.works])
        if method == "PUT" and body["notice"]:
            self.idleness.tell(body["notice"]["why"], body["notice"]["left_seconds"])
        elif method == "PUT":
            self.idleness.tell_nothing()
        return 200, json.dumps(self.idleness.as_dict())

    @property
    def notice(self):
        return self.idleness.as_dict()["notice"]


class HungLab(FakeLab):
    """A Lab that never answers."""

    def answer(self, method, body):
        threading.Event().wait(2)
        return 200, ""


class BabblingLab(FakeLab):
    """A Lab that answers what its person likes."""

    says = "{}"

    def answer(self, method, body):
        return 200, self.says


class ForeignLab(FakeLab):
    """A Lab of an image that knows nothing of us."""

    def answer(self, method, body):
        return 404, "<html>"


class FakeHub:
    """A hub whose Labs run until they are stopped."""

    def __init__(self, clock):
        self.clock = clock
        self.labs = []
        self.stopped = []
        self.is_away = False
        self.before_stop = lambda lab: None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def start(self, owner, kind=FakeLab, **more):
        self.labs.append(kind(self.clock, owner, **more))
        return self.labs[-1]

    def answer(self, method, path, body, headers):
        if path.startswith("/user/"):
            lab = next(lab for lab in self.labs if path == f"/user/{lab.owner}/{lab.name}{PATH}")
            return lab.answer(method, body) if headers[HEADER] == KEYS.of(lab.owner, lab.name) else (403, "")
        if self.is_away:
            return 503, "away"
        if method == "GET":
            return 200, json.dumps([lab.described(self.address) for lab in self.labs])
        return self.stop(path, body)

    def rests(self):
        """Return for how long Labs have not used their GPUs."""
        held = {f"{lab.owner}/{lab.name}": lab.gpu_used_at for lab in self.labs if lab.gpu_used_at is not None}
        return {server: self.clock() - used_at for server, used_at in held.items()}

    def stop(self, path, body):
        lab = next((lab for lab in self.labs if path == f"/labs/{lab.owner}/{lab.name}"), None)
        if lab:
            self.before_stop(lab)
        if lab is None or body["started"] != lab.started:
            return 409, ""
        self.labs.remove(lab)
        self.stopped.append((lab.owner, body["why"]))
        return 204, ""

    def handler(self):
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def reply(self):
                sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, said = hub.answer(self.command, self.path, json.loads(sent or b"null"), self.headers)
                self.send_response(status)
                self.send_header("Content-Length", str(len(said.encode())))
                self.end_headers()
                self.wfile.write(said.encode())

            def log_message(self, *_):
                """Say nothing."""

        for method in ("GET", "PUT", "DELETE"):
            setattr(Handler, f"do_{method}", Handler.reply)
        return Handler


class Rounds:
    """A culler of the tests' hub, that looks when it is called."""

    def __init__(self, hub, runner):
        self.hub, self.runner = hub, runner
        self.to_hub = httpx.AsyncClient(base_url=hub.address, timeout=60)
        self.to_labs = httpx.AsyncClient(timeout=2)
        self.culler = self.another()

    def another(self):
        """Return a culler that knows nothing of the first, as the one after a restart."""
        habits, hub = Habits(HOUR, 600, HOUR / 2), self.hub
        return Culler(Hub(self.to_hub), Labs(self.to_labs), habits, KEYS, hub.rests, hub.clock)

    def __call__(self, after=0.0, culler=None):
        """Look once, some seconds later."""
        self.hub.clock.at += after
        self.runner.run((culler or self.culler).look())

    async def close(self):
        await self.to_hub.aclose()
        await self.to_labs.aclose()


@pytest.fixture
def hub():
    hub = FakeHub(Clock())
    yield hub
    hub.server.shutdown()
    hub.server.server_close()


@pytest.fixture
def look(hub):
    with asyncio.Runner() as runner:
        rounds = Rounds(hub, runner)
        yield rounds
        runner.run(rounds.close())

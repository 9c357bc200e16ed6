"""A service on its own database, SQLite and PostgreSQL, and a hub that starts servers in name only."""

import shutil
from collections.abc import Iterator

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from fastapi.testclient import TestClient

from lyceum_hub.database import open_database
from lyceum_hub.scopes import ROLES, RUNS_REPORT, scopes_of
from lyceum_hub.service.app import create_app
from lyceum_hub.service.hub import Hub
from lyceum_hub.settings import SERVICE_PREFIX, Settings
from support.world import World

PEOPLE = scopes_of("user")
STEWARD = [*PEOPLE, *scopes_of("steward")]
ADMIN = [*PEOPLE, "admin:users", *ROLES["user"].scopes]


class FakeHub:
    """Knows who holds a token, and keeps the names of servers it was asked to start."""

    def __init__(self):
        self.up = True
        self.servers = set()
        self.refusal = ""
        self.created = dict.fromkeys(("ada", "ben", "eve", "sue", "root"), "2026-01-01T00:00:00Z")
        self.groups = {"stewards": ["sue"]}
        self.holders = {
            "ada": {"name": "ada", "admin": False, "scopes": PEOPLE},
            "ben": {"name": "ben", "admin": False, "scopes": PEOPLE},
            "eve": {"name": "eve", "admin": False, "scopes": []},
            "steward": {"name": "sue", "admin": False, "scopes": STEWARD},
            "admin": {"name": "root", "admin": True, "scopes": ADMIN},
        }

    def person(self, name):
        groups = [group for group, members in self.groups.items() if name in members]
        servers = {server: {"name": server} for owner, server in self.servers if owner == name}
        return {
            "kind": "user",
            "name": name,
            "created": self.created[name],
            "groups": groups,
            "servers": servers,
        }

    def answer(self, request: httpx.Request) -> httpx.Response:
        if not self.up:
            raise httpx.ConnectError("refused")
        path = request.url.path.removeprefix("/hub/api")
        if path == "/user":
            holder = self.holders.get(request.headers["authorization"].removeprefix("token "))
            return httpx.Response(200, json=holder) if holder else httpx.Response(403, json={"message": "no"})
        if path == "/users":
            known = [self.person(name) for name in sorted(self.created)]
            offset, limit = (int(request.url.params[name]) for name in ("offset", "limit"))
            return httpx.Response(200, json=known[offset : offset + limit])
        if path.startswith("/users/") and path.count("/") == 2:
            name = path.removeprefix("/users/")
            known = name in self.created
            return httpx.Response(200, json=self.person(name)) if known else httpx.Response(404, json={})
        if "/servers/" not in path:
            return httpx.Response(200, json={})
        _, _, owner, _, server = path.split("/")
        if request.method == "DELETE":
            self.servers.discard((owner, server))
            return httpx.Response(204)
        if self.refusal:
            return httpx.Response(500, json={"message": self.refusal})
        self.servers.add((owner, server))
        scopes = [RUNS_REPORT, f"access:servers!server={owner}/{server}"]
        self.holders[server] = {"name": owner, "admin": False, "scopes": scopes}
        return httpx.Response(201)


class Api:
    """The service as somebody with a token calls it."""

    def __init__(self, client: TestClient):
        self._client = client

    def __call__(self, method, path, token="ada", headers=None, **more):
        headers = {**(headers or {}), **({"Authorization": f"token {token}"} if token else {})}
        return self._client.request(method, SERVICE_PREFIX + path, headers=headers, **more)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """The URL of a database as the migrations leave it."""
    if request.param == "sqlite":
        path = tmp_path / "lyceum.sqlite"
        shutil.copy(request.getfixturevalue("fresh_sqlite"), path)
        return f"sqlite:///{path}"
    return request.getfixturevalue("new_database")(like=request.getfixturevalue("fresh_postgresql"))


@pytest.fixture
def database(database_url):
    opened = open_database(database_url)
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="session")
def world(tmp_path_factory, fresh_sqlite, portal):
    """A service with something of everything in it; who changes it restores it."""
    return World(tmp_path_factory.mktemp("world"), FakeHub(), fresh_sqlite, portal)


@pytest.fixture
def hub():
    return FakeHub()


@pytest.fixture
def app(database, database_url, hub, tmp_path):
    environment = {"LYCEUM_STATE": str(tmp_path), "LYCEUM_SHARED": str(tmp_path), "LYCEUM_DATABASE_URL": database_url}
    settings = Settings.from_environment({**environment, "LYCEUM_MAX_RUNS": "2"})
    return create_app(settings, Hub("http://hub/hub/api", "service", httpx.MockTransport(hub.answer)))


@pytest.fixture(scope="session")
def portal():
    """The event loop of all requests: one for each would take longer than most requests do."""
    with start_blocking_portal() as opened:
        yield opened


@pytest.fixture
def api(app, portal) -> Iterator[Api]:
    """The service without its loop: nothing moves that a test does not move."""
    client = TestClient(app)
    client.portal = portal
    yield Api(client)
    app.state.database.engine.dispose()

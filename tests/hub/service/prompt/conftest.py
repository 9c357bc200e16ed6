"""The prompt against a service that is the application itself, with a token of ada's."""

import json
import shutil

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from lyceum_hub import cli
from lyceum_hub.cli import client
from lyceum_hub.settings import SERVICE_PREFIX
from support.notebooks import notebook


@pytest.fixture
def database_url(tmp_path, fresh_sqlite):
    """One database is enough: the service's own tests use both."""
    return f"sqlite:///{shutil.copy(fresh_sqlite, tmp_path / 'lyceum.sqlite')}"


@pytest.fixture
def lyceum(app, api, monkeypatch):
    """Call the command line."""
    url = f"http://testserver{SERVICE_PREFIX}"
    monkeypatch.setenv("LYCEUM_SERVICE_URL", url)
    monkeypatch.setenv("LYCEUM_TOKEN", "ada")
    monkeypatch.setattr(client.httpx, "Client", lambda headers, **_: TestClient(app, url, headers=headers))

    def call(*arguments, **more):
        return CliRunner().invoke(cli.main, arguments, catch_exceptions=False, prog_name="lyceum", **more)

    return call


@pytest.fixture
def asked(lyceum):
    """Call the command line with --json, and return what it says once it has succeeded."""

    def call(*arguments):
        done = lyceum(*arguments, "--json")
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)

    return call


@pytest.fixture
def refused(lyceum):
    """Call the command line with what it must refuse, and return the words with which it does."""

    def call(*arguments, code=1, **more):
        done = lyceum(*arguments, **more)
        assert (done.exit_code, done.stdout) == (code, "")
        assert "Traceback" not in done.stderr
        return done.stderr

    return call


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "work.ipynb"
    path.write_text(json.dumps(notebook("top: int = 1\nkind: str = 'a'\nrate: float = 0.5")))
    return str(path)


@pytest.fixture
def run_id(asked, file):
    return asked("run", file, "--no-wait")["id"]


@pytest.fixture
def ends(app):
    """Claim the next run and have it end so."""

    def end(state, reason=None, **more):
        run = app.state.runs.claim(9)
        return app.state.runs.end(run.id, run.fence, state, reason, **more)

    return end

"""Hostile files to import: each is refused with a place or a remedy, and nothing of it is run, fetched or opened."""

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sqlalchemy import select

from lyceum_hub.database import tables
from support.hostile_imports import FILES, HARMLESS

SUBMIT = """
import json, sys
from fastapi.testclient import TestClient
from lyceum_hub.scopes import ENTRIES_PROPOSE
from lyceum_hub.service.app import create_app
from lyceum_hub.settings import SERVICE_PREFIX, Settings

class Ada:
    async def holder(self, token):
        return {"name": "ada", "scopes": [ENTRIES_PROPOSE], "groups": []}
    async def person(self, name):
        return None

FORBIDDEN = ("socket.connect", "socket.getaddrinfo", "urllib.Request", "os.system", "os.exec", "subprocess.Popen")
watching, done = False, []

def watch(event, given):
    if watching and (event in FORBIDDEN or (event == "open" and "passwd" in str(given[0]))):
        done.append([event, repr(given)[:200]])

sys.addaudithook(watch)
with TestClient(create_app(Settings.from_environment(), Ada())) as client:
    files, before, accepted = json.loads(sys.stdin.read()), set(sys.modules), []
    headers = {"Authorization": "token t"}
    for name, (form, text) in files.items():
        watching = True
        asked = {"format": form, "text": text}
        answer = client.post(SERVICE_PREFIX + "/api/proposals/import", json=asked, headers=headers)
        watching = False
        said = answer.json()
        if answer.status_code != 422 or not said.get("errors"):
            accepted.append([name, answer.status_code, answer.text[:300]])
foreign = {"intake", "this", "rdflib", "pandas", "dask"} & (set(sys.modules) - before)
print(json.dumps({"accepted": accepted, "foreign": sorted(foreign), "done": done}))
"""


class Listener(BaseHTTPRequestHandler):
    """Notes who asks for a context."""

    asked = None

    def do_GET(self):
        self.asked.append(self.path)
        self.send_error(404)


@pytest.fixture
def listener():
    Listener.asked = []
    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_there_are_enough_of_them_and_their_frames_are_harmless(api):
    assert len(FILES) >= 40
    for form, text in HARMLESS.values():
        answer = api("POST", "/api/proposals/import", json={"format": form, "text": text})
        assert answer.status_code == 201, answer.text


def test_nothing_of_a_hostile_file_is_kept_run_or_fetched(database, database_url, tmp_path, listener):
    files = json.dumps(FILES).replace("MARKER", str(tmp_path / "marker")).replace("LISTENER", listener)
    settings = {"LYCEUM_STATE": str(tmp_path), "LYCEUM_DATABASE_URL": database_url, "SECRET": "canary-4711"}
    command = [sys.executable, "-c", SUBMIT]
    done = subprocess.run(command, env={**os.environ, **settings}, input=files, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {"accepted": [], "foreign": [], "done": []}
    assert Listener.asked == []
    assert not (tmp_path / "marker").exists()
    assert "canary-4711" not in done.stdout
    with database.reading() as connection:
        assert connection.execute(select(tables.proposals)).all() == []

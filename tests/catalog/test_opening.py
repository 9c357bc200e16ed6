"""Opening an entry in a notebook: by its name, by a resource, and in words when it cannot be."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lyceum_catalog.entries import parse_entry
from lyceum_catalog.facts import VARIABLE
from lyceum_catalog.intake_catalogs import intake_catalog
from lyceum_catalog.opening import CannotOpen, open_entry

RECORD = {
    "name": "numbers",
    "title": "Numbers",
    "summary": "Two of them.",
    "owner": "somebody",
    "steward": "somebody",
    "licence": "CC0-1.0",
    "classification": "public",
    "resources": [
        {"name": "comma", "reader": "csv", "url": "comma.csv"},
        {"name": "semicolon", "reader": "csv", "url": "semicolon.csv", "options": {"sep": ";"}},
    ],
}


class Service(BaseHTTPRequestHandler):
    """Answers with one entry, to one token."""

    catalog = ""

    def do_GET(self):
        known = self.path == "/intake/e/numbers.yaml" and self.headers["Authorization"] == "token mine"
        self.send_response(200 if known else 404)
        self.end_headers()
        problem = json.dumps({"detail": "There is no such entry.", "remedy": "Search for its name."})
        self.wfile.write((self.catalog if known else problem).encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def service(tmp_path, monkeypatch):
    (tmp_path / "comma.csv").write_text("a,b\n1,2\n")
    (tmp_path / "semicolon.csv").write_text("a;b\n3;4\n")
    Service.catalog = intake_catalog("Numbers", [parse_entry(RECORD)], str(tmp_path), {"numbers": 3})
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("LYCEUM_SERVICE_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "mine")
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("resource", "first"), [("", 1), ("comma", 1), ("semicolon", 3)])
def test_a_resource_is_read_as_its_options_say(service, resource, first):
    assert open_entry("numbers", resource).read()["a"].tolist() == [first]


@pytest.mark.parametrize("resource", ["", "semicolon"])
def test_a_run_is_told_which_version_was_opened(service, tmp_path, monkeypatch, resource):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "facts"))
    open_entry("numbers", resource)
    assert json.loads((tmp_path / "facts").read_text()) == {"entry": "numbers", "version": 3, "role": "read"}


def test_an_unknown_resource_is_refused_with_those_there_are(service):
    with pytest.raises(CannotOpen, match="comma, semicolon"):
        open_entry("numbers", "excel")


def test_the_services_own_words_are_passed_on(service):
    with pytest.raises(CannotOpen, match=r"There is no such entry\. Search for its name\."):
        open_entry("nambers")


def test_a_service_that_is_away_is_said_to_be(service, monkeypatch):
    monkeypatch.setenv("LYCEUM_SERVICE_URL", "http://127.0.0.1:1")
    with pytest.raises(CannotOpen, match="does not answer"):
        open_entry("numbers")


def test_outside_a_workspace_it_says_what_to_set(monkeypatch):
    monkeypatch.delenv("LYCEUM_SERVICE_URL", raising=False)
    with pytest.raises(CannotOpen, match="LYCEUM_SERVICE_URL"):
        open_entry("numbers")

"""The driver `lyceum`, as stock Intake finds it: names at once, entries when asked for, errors in plain words."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import intake
import pytest

from lyceum_catalog.entries import parse_entry
from lyceum_catalog.intake_catalogs import described
from lyceum_catalog.opening import CannotOpen

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
OPTIONS = {"headers": {"Authorization": "token mine"}}


class Service(BaseHTTPRequestHandler):
    """Answers with a few names and one entry, to one token."""

    answers = None
    asked = None

    def do_GET(self):
        self.asked.append(self.path)
        mine = self.headers["Authorization"] == "token mine"
        answer = self.answers.get(self.path) if mine else None
        self.send_response(200 if answer else 404 if mine else 401)
        self.end_headers()
        problem = {"detail": "There is no such entry." if mine else "The token is unknown."}
        self.wfile.write(json.dumps(answer or problem).encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def url(tmp_path):
    (tmp_path / "comma.csv").write_text("a,b\n1,2\n")
    (tmp_path / "semicolon.csv").write_text("a;b\n3;4\n")
    document = described("Numbers", [parse_entry(RECORD)], str(tmp_path), {"numbers": 4})
    Service.answers = {
        "/intake/names.json?domain=": {"title": "All", "items": ["num", "numbers", "gone"]},
        "/intake/names.json?domain=physics": {"title": "physics", "items": ["numbers"]},
        "/intake/searches/of_two.json": {"title": "Of two", "items": ["numbers"]},
        "/intake/e/numbers.json": document,
        "/intake/e/numbers/2.json": described("Numbers", [parse_entry(RECORD)], str(tmp_path), {"numbers": 2}),
    }
    Service.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_names_are_there_at_once_and_entries_when_asked_for(url):
    catalog = intake.open_catalog(f"{url}/intake/catalog.yaml", driver="lyceum", storage_options=OPTIONS)
    assert (list(catalog), len(catalog), "numbers" in catalog) == (["num", "numbers", "gone"], 3, True)
    assert Service.asked == ["/intake/names.json?domain="]
    assert catalog["numbers"].read()["a"].tolist() == [1]
    assert catalog["numbers_semicolon"].read()["a"].tolist() == [3]
    assert catalog["numbers"].metadata["version"] == 4


def test_a_version_is_asked_for_behind_the_name(url):
    catalog = intake.open_catalog(url, driver="lyceum", storage_options=OPTIONS)
    assert catalog["numbers@2"].metadata["version"] == 2
    assert catalog["numbers_semicolon@2"].read()["a"].tolist() == [3]
    assert catalog["numbers"].metadata["version"] == 4


def test_a_domain_is_a_catalog_of_its_own(url):
    catalog = intake.open_catalog(url, driver="lyceum", domain="physics", storage_options=OPTIONS)
    assert list(catalog) == ["numbers"]


def test_a_saved_search_is_a_catalog_of_its_own(url):
    catalog = intake.open_catalog(url, driver="lyceum", search="of_two", storage_options=OPTIONS)
    assert (list(catalog), catalog.metadata["title"]) == (["numbers"], "Of two")


def test_the_environment_says_where_and_who(url, monkeypatch):
    monkeypatch.setenv("LYCEUM_SERVICE_URL", url)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "mine")
    assert "numbers" in intake.open_catalog(driver="lyceum")


def test_errors_are_the_services_own_words(url):
    with pytest.raises(CannotOpen, match="The token is unknown"):
        intake.open_catalog(url, driver="lyceum", storage_options={"headers": {"Authorization": "token other"}})
    catalog = intake.open_catalog(url, driver="lyceum", storage_options=OPTIONS)
    with pytest.raises(CannotOpen, match="There is no such entry"):
        catalog["gone"]
    with pytest.raises(CannotOpen, match="It has: numbers, numbers_semicolon"):
        catalog["numbers_excel"]

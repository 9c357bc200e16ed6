"""Opening an entry in a notebook: by its name, by a resource, and in words when it cannot be."""

import json
import threading
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lyceum_catalog.entries import parse_entry
from lyceum_catalog.facts import VARIABLE
from lyceum_catalog.fingerprints import fingerprint_of
from lyceum_catalog.intake_catalogs import as_yaml, described, intake_catalog
from lyceum_catalog.opening import CannotOpen, ChangedData, open_entry

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

    catalogs = None
    places = None

    def do_GET(self):
        mine = self.headers["Authorization"] == "token mine"
        answer = self.catalogs.get(self.path) if mine else None
        self.places.append(self.headers["Lyceum-Place"])
        self.send_response(200 if answer else 404)
        self.end_headers()
        problem = json.dumps({"detail": "There is no such entry.", "remedy": "Search for its name."})
        self.wfile.write((answer or problem).encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def service(tmp_path, monkeypatch):
    (tmp_path / "comma.csv").write_text("a,b\n1,2\n")
    (tmp_path / "semicolon.csv").write_text("a;b\n3;4\n")
    numbers = parse_entry(RECORD)
    pinned = described("Numbers", [numbers], str(tmp_path), {"numbers": 2})
    for entry in pinned["entries"].values():
        file = tmp_path / f"{entry['metadata']['resource']}.csv"
        entry["metadata"]["fingerprint"] = {"path": str(file), "at": "2026-11-22", **known(file, tmp_path)}
    Service.places, Service.catalogs = (
        [],
        {
            "/intake/e/numbers.yaml": intake_catalog("Numbers", [numbers], str(tmp_path), {"numbers": 3}),
            "/intake/e/numbers/2.yaml": as_yaml(pinned),
        },
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("LYCEUM_SERVICE_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "mine")
    yield server
    server.shutdown()
    server.server_close()


def known(file, folder):
    return vars(fingerprint_of(str(file), folder))


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


def test_a_pinned_version_is_read_to_pandas_dask_and_polars(service):
    reader = open_entry("numbers", version=2)
    assert reader.metadata["version"] == 2
    assert reader.read()["a"].tolist() == [1]
    assert reader.to_reader("dask").read().compute()["a"].tolist() == [1]
    assert reader.to_reader("polars").read().collect()["a"].to_list() == [1]


@pytest.mark.parametrize("resource", ["", "semicolon"])
def test_a_pinned_version_whose_file_changed_says_so(service, tmp_path, resource):
    (tmp_path / f"{resource or 'comma'}.csv").write_text("a,b\n1,20\n")
    with pytest.warns(
        ChangedData, match=r"has changed since 2026-11-22: what you read is not what version 2 of n"
    ) as said:
        reader = open_entry("numbers", resource, version=2)
    assert said[0].filename == __file__
    assert len(reader.read()) == 1


def test_a_pinned_version_whose_file_is_gone_says_so(service, tmp_path):
    (tmp_path / "comma.csv").unlink()
    with pytest.warns(ChangedData, match="cannot be read any more"):
        open_entry("numbers", version=2)


def test_nothing_is_said_of_what_did_not_change_or_is_not_pinned(service, tmp_path):
    (tmp_path / "comma.csv").write_text("a,b\n1,20\n")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        open_entry("numbers", "semicolon", version=2)
        open_entry("numbers")


def test_the_service_learns_in_which_notebook_an_entry_is_opened(service, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "work" / "été 1.ipynb"))
    open_entry("numbers")
    monkeypatch.delenv("JPY_SESSION_NAME")
    open_entry("numbers")
    assert Service.places == ["notebook:work/%C3%A9t%C3%A9%201.ipynb", None]

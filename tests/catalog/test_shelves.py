"""Catalogs of catalogs, and of version 1: stock Intake opens them over HTTP with one token."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import intake
import pytest

from lyceum_catalog.entries import parse_entry
from lyceum_catalog.intake_catalogs import intake_catalog, shelves, v1_catalog

RECORD = {
    "name": "numbers",
    "title": "Numbers",
    "summary": "Two of them.",
    "owner": "somebody",
    "steward": "somebody",
    "licence": "CC0-1.0",
    "classification": "public",
    "resources": [{"name": "csv", "reader": "csv", "url": "x.csv", "options": {"sep": ";"}}],
}
OPTIONS = {"headers": {"Authorization": "token mine"}}


class Service(BaseHTTPRequestHandler):
    """Answers with catalogs, to one token."""

    catalogs = None

    def do_HEAD(self):
        self.answer(body=False)

    def do_GET(self):
        self.answer(body=True)

    def answer(self, body):
        mine = self.headers["Authorization"] == "token mine"
        content = self.catalogs.get(self.path, "").encode() if mine else b""
        self.send_response(200 if content else 401)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body:
            self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture
def url(tmp_path):
    (tmp_path / "x.csv").write_text("a;b\n3;4\n")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    datasets = [parse_entry(RECORD)]
    Service.catalogs = {
        "/root.yaml": shelves("All", {"part_1": ("numbers to numbers", f"{url}/part.yaml")}),
        "/part.yaml": intake_catalog("Part", datasets, str(tmp_path)),
        "/v1.yaml": v1_catalog("Old", datasets, str(tmp_path)),
    }
    yield url
    server.shutdown()
    server.server_close()


def test_a_catalog_of_catalogs_passes_the_token_on(url):
    root = intake.open_catalog(f"{url}/root.yaml", storage_options=OPTIONS)
    assert list(root) == ["part_1"]
    assert root["part_1"].read()["numbers"].read()["a"].tolist() == [3]


def test_old_code_opens_version_one(url):
    catalog = intake.open_catalog(f"{url}/v1.yaml", storage_options=OPTIONS)
    assert list(catalog) == ["numbers"]
    assert catalog["numbers"].read()["a"].tolist() == [3]
    assert catalog["numbers"].description == "Two of them."

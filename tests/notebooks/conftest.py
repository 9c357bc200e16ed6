"""A catalog on the loopback interface: just enough of the service for notebooks to load the samples."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from lyceum_catalog import samples
from lyceum_catalog.folders import read_folder
from lyceum_catalog.intake_catalogs import intake_catalog

ROOT = Path(__file__).parents[2]


class CatalogHandler(BaseHTTPRequestHandler):
    """Answers `/intake/e/{name}.yaml`, and what is said of an entry, as the service does."""

    def do_GET(self):
        body = self.server.catalogs.get(self.path)
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write((body or "{}").encode())

    def log_message(self, *arguments):
        """Keep the test's output clean."""


@pytest.fixture(scope="session")
def catalog_url(tmp_path_factory) -> Iterator[str]:
    """Serve the sample entries, their data written once, until the tests are over."""
    shared = tmp_path_factory.mktemp("shared")
    samples.write(shared / "samples")
    server = ThreadingHTTPServer(("127.0.0.1", 0), CatalogHandler)
    server.catalogs = {}
    for entry in read_folder(ROOT / "catalog" / "entries"):
        catalog = intake_catalog(entry.title, [entry], str(shared), {entry.name: 1})
        server.catalogs[f"/intake/e/{entry.name}.yaml"] = catalog
        server.catalogs[f"/intake/e/{entry.name}/1.yaml"] = catalog
        server.catalogs[f"/api/entries/{entry.name}/versions/1"] = json.dumps(entry.record())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def workspace(catalog_url, tmp_path_factory) -> Iterator[Path]:
    """A folder to run notebooks in that reach the catalog."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LYCEUM_SERVICE_URL", catalog_url)
        environment.setenv("LYCEUM_TOKEN", "test")
        environment.setenv("INTAKE_ALLOW_IMPORT", "False")
        yield tmp_path_factory.mktemp("workspace")

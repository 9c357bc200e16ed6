"""A catalog on the loopback interface: just enough of the service for notebooks to load the samples."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient

from lyceum_catalog import samples
from lyceum_catalog.folders import read_folder
from lyceum_catalog.intake_catalogs import intake_catalog

ROOT = Path(__file__).parents[2]
RESET = "%reset -f\n__spec__ = None"  # new processes, such as workers, ask for __spec__, which %reset removes


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
        environment.setenv("OMP_WAIT_POLICY", "PASSIVE")  # as in the images, else threads spin while they wait
        yield tmp_path_factory.mktemp("workspace")


@pytest.fixture(scope="session")
def kernel(workspace) -> Iterator[tuple]:
    """A kernel that notebooks take turns in, so that starting and importing take their time once."""
    manager, client = start_new_kernel(cwd=str(workspace))
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.fixture
def run_in_turn(kernel, workspace, catalog_url):
    """Return a function that runs a notebook in that kernel, with a clean slate, in a folder and an environment."""

    def run(notebook, folder=workspace, **environment):
        (manager, client), known = kernel, {"LYCEUM_SERVICE_URL": catalog_url, **environment}
        slate = f"{RESET}\n__import__('os').environ.update({known!r})\n__import__('os').chdir({str(folder)!r})"
        notebook.cells.insert(0, nbformat.v4.new_code_cell(slate))
        executor = NotebookClient(notebook, km=manager, resources={"metadata": {"path": str(folder)}}, timeout=120)
        executor.kc = client
        executor.execute(cleanup_kc=False)
        return notebook

    return run

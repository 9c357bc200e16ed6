"""A site's own packages, as images/README.md says: its Dockerfile is built, and what it adds is recorded."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from support import containers

README = Path(__file__).parents[2] / "images" / "README.md"
NAME = "localhost/lyceum-site:test"


@pytest.fixture(scope="module")
def site(images, tmp_path_factory) -> str:
    """Return the name of a site's image, which adds a reader of spreadsheets."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "Dockerfile").write_text(re.search("^```dockerfile\n(.*?)^```", README.read_text(), re.M | re.S)[1])
    (folder / "requirements.txt").write_text("openpyxl\n")
    told = shlex.split(os.environ.get("LYCEUM_BUILD_ARGS", ""))
    containers.call("build", *told, "--build-arg", f"BASE={images['analysis']}", "--tag", NAME, str(folder))
    yield NAME
    containers.call("rmi", NAME)


def test_a_site_s_package_is_there_and_nobody_is_root(site):
    said = containers.once(site, "python", "-c", "import openpyxl, os; print(os.getuid(), openpyxl.__name__)")
    assert said.stdout.split() == ["1000", "openpyxl"]


def test_two_images_are_compared_by_what_they_record(site, images):
    command = [sys.executable, "-m", "lyceum_hub.cli", "images", "compare", images["analysis"], site, "--json"]
    said = subprocess.run(command, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    found = {one["name"]: one["before"] for one in json.loads(said.stdout)["items"]}
    assert found == {"openpyxl": "", "et_xmlfile": ""}

"""What `make up` says of a machine on which nothing can be installed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

INSTALL = Path(__file__).parents[2] / "hub" / "install"


@pytest.fixture
def install(tmp_path):
    """Run the installation in a checkout of its own, with programs that are found before the machine's."""
    (tmp_path / "hub").mkdir()
    shutil.copy(INSTALL, tmp_path / "hub")

    def run(programs=(), **environment):
        for name, text in dict(programs).items():
            (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
            (tmp_path / name).chmod(0o755)
        found = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", **environment}
        return subprocess.run([tmp_path / "hub/install", "hub"], env=found, capture_output=True, text=True, check=False)

    return run


def test_without_a_python_it_says_which_and_how_to_name_one(install):
    done = install(PYTHON="/nowhere/python3")
    assert done.returncode == 1
    assert "No Python 3.11, 3.12 or 3.13" in done.stderr
    assert "make up PYTHON=/path/to/python3" in done.stderr


def test_on_a_full_disk_it_says_how_much_is_needed(install, tmp_path):
    done = install({"df": "echo; echo /dev/sda 100 88 12 88% /"})
    assert done.returncode == 1
    assert f"needs 3000 MB, and 12 MB are free in {tmp_path}" in done.stderr

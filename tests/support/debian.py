"""Packages of Debian's that tests need, installed where we may."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from support.locks import alone

PATIENCE = "DPkg::Lock::Timeout=600"  # seconds for whoever else installs something on this machine


def need(package: str, is_there: Callable[[], object]) -> None:
    """Install a package, one test process at a time; fail saying how where that is not ours to do."""
    if is_there():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with alone(Path(tempfile.gettempdir()) / "lyceum-tests-install"):
            if not is_there():
                subprocess.run(["apt-get", "update"], check=False)
                subprocess.run(
                    ["apt-get", "-o", PATIENCE, "install", "-y", "--no-install-recommends", package], check=False
                )
    if not is_there():
        pytest.fail(f"These tests need {package}. Install it: apt-get install {package}")

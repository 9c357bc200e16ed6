"""What all tests share: one PostgreSQL server and one running workspace a session, made by whoever needs it first."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from support import postgresql, workspace

FOLDER = "LYCEUM_TEST_FOLDER"


def pytest_configure(config):
    """Make the session's folder; the workers of a parallel session inherit its name."""
    if not hasattr(config, "workerinput"):
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="lyceum-test-")
        Path(os.environ[FOLDER]).chmod(0o755)


def pytest_unconfigure(config):
    """Stop what the session started, and remove its folder."""
    if not hasattr(config, "workerinput"):
        folder = Path(os.environ.pop(FOLDER))
        workspace.stop(folder)
        postgresql.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def umask():
    """Let no test write with the mask of a command that an earlier one ran in this process."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture(scope="session")
def session_folder():
    return Path(os.environ[FOLDER])


@pytest.fixture(scope="session")
def new_database(session_folder):
    """Return a function that makes a PostgreSQL database, empty or like another, and returns its URL."""
    return postgresql.start(session_folder).new_database


@pytest.fixture(scope="session")
def the_workspace(session_folder):
    """Return the running workspace: hub, proxy, service and culler as `lyceum up` starts them."""
    return workspace.start(session_folder)

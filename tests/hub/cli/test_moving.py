"""`lyceum export` and `lyceum import` at the prompt: there and back, told in words and as JSON."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LYCEUM = Path(sys.executable).parent / "lyceum"
AT_WORK = """
import sys
from sqlalchemy import create_engine
connection = create_engine(sys.argv[1]).connect()
print("open", flush=True)
sys.stdin.read()
"""


def lyceum(state, *arguments, **more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LYCEUM_")}
    told = kept | {"LYCEUM_STATE": str(state), **more}
    return subprocess.run([LYCEUM, *map(str, arguments)], env=told, capture_output=True, text=True)


@pytest.fixture
def old(tmp_path, fresh_sqlite):
    """A state folder with empty tables."""
    state = tmp_path / "old"
    (state / "secrets").mkdir(parents=True)
    (state / "secrets" / "learning").write_text("0" * 64)
    shutil.copy(fresh_sqlite, state / "lyceum.sqlite")
    return state


def test_a_workspace_leaves_and_arrives(old, tmp_path):
    done = lyceum(old, "export", tmp_path, "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    file, new = Path(said["file"]), tmp_path / "new"
    assert file.parent == tmp_path
    done = lyceum(new, "import", file, "--expect", "0" * 64)
    assert done.returncode == 1
    assert "is another archive" in done.stderr
    assert not new.exists()
    done = lyceum(new, "import", file, "--expect", said["fingerprint"])
    assert done.returncode == 0, done.stderr
    assert "compared by counts and hashes" in done.stdout
    assert (new / "secrets" / "learning").read_text() == "0" * 64
    done = lyceum(new, "import", file)
    assert done.returncode == 1
    assert "This workspace is not empty; it has rows in its tables: 2 in audit. Import into a new one" in done.stderr


def test_a_workspace_that_runs_is_to_be_stopped_first(old, tmp_path):
    with (old / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = lyceum(old, "export", tmp_path / "moved.zip")
    assert done.returncode == 1
    assert "Lyceum runs already" in done.stderr
    assert "Stop it first" in done.stderr


def test_where_there_is_no_workspace_nothing_is_exported(tmp_path):
    done = lyceum(tmp_path / "none", "export", tmp_path)
    assert "There is no workspace" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_service_of_another_machine_is_to_be_stopped_first(old, tmp_path, new_database):
    url = new_database()
    command = [sys.executable, "-c", AT_WORK, url.replace("postgresql:", "postgresql+psycopg:")]
    told = {**os.environ, "PGAPPNAME": "lyceum-service"}
    with subprocess.Popen(command, env=told, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as service:
        assert service.stdout.readline() == b"open\n"
        done = lyceum(old, "export", tmp_path / "moved.zip", LYCEUM_DATABASE_URL=url)
        service.stdin.close()
    assert done.returncode == 1
    assert "The service works on this database just now. Stop it first" in done.stderr

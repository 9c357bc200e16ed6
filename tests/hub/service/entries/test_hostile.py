"""Hostile catalog files: each is refused by the folder reader and by the service, and nothing of it ever happens."""

import json
import os
import subprocess
import sys

import yaml
from sqlalchemy import select

from lyceum_hub.database import tables
from support.hostile import ENTRY, FILES, filled

SUBMIT = """
import json, os, sys
from pathlib import Path

from fastapi.testclient import TestClient
from lyceum_catalog.folders import read_file
from lyceum_catalog.problems import InvalidContent
from lyceum_hub.scopes import ENTRIES_APPLY, ENTRIES_PROPOSE, ENTRIES_PUBLISH, ENTRIES_READ
from lyceum_hub.service.app import create_app
from lyceum_hub.settings import SERVICE_PREFIX, Settings

class Steward:
    async def holder(self, token):
        return {"name": "sue", "scopes": [ENTRIES_APPLY, ENTRIES_PROPOSE, ENTRIES_PUBLISH, ENTRIES_READ]}

    async def person(self, name):
        return None

folder = Path(sys.argv[1])
client = TestClient(create_app(Settings.from_environment(), Steward()))
before = set(sys.modules)
accepted = []
for path in sorted(folder.glob("*.yaml")):
    try:
        read_file(path)
        accepted.append(path.name)
    except InvalidContent:
        pass
for path in sorted(folder.glob("*.json")):
    headers = {"Authorization": "token t", "Content-Type": "application/json"}
    record = path.read_bytes()
    for way, content in (("entries", record), ("proposals", b'{"record": ' + record + b', "submit": true}')):
        answer = client.post(f"{SERVICE_PREFIX}/api/{way}", content=content, headers=headers)
        if answer.status_code != 422:
            accepted.append(f"{path.name}: {way} {answer.status_code}")
foreign = {"intake", "this", "pickle_payload", "pandas", "dask"} & (set(sys.modules) - before)
print(json.dumps({"accepted": accepted, "foreign": sorted(foreign)}))
"""


def written(folder):
    """Write each hostile file, and the record that it is where a careless YAML loader can read it."""
    records = 0
    for name, content in FILES.items():
        text = content.replace("MARKER", str(folder / "marker"))
        (folder / f"{name}.yaml").write_text(text)
        try:
            record = json.dumps(yaml.safe_load(text))
        except (yaml.YAMLError, RecursionError, TypeError):
            continue
        (folder / f"{name}.json").write_text(record)
        records += 1
    return records


def test_there_are_enough_of_them_and_their_frame_is_harmless(api):
    assert len(FILES) >= 40
    assert len(set(FILES.values())) == len(FILES)
    assert api("POST", "/api/entries", "admin", json=yaml.safe_load(filled(ENTRY))).status_code == 200


def test_nothing_of_a_hostile_file_is_accepted_executed_or_imported(database, database_url, tmp_path):
    folder = tmp_path / "hostile"
    folder.mkdir()
    assert written(folder) >= 40
    settings = {"LYCEUM_STATE": str(tmp_path), "LYCEUM_DATABASE_URL": database_url, "SECRET": "canary-4711"}
    command = [sys.executable, "-c", SUBMIT, str(folder)]
    done = subprocess.run(command, env={**os.environ, **settings}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {"accepted": [], "foreign": []}
    assert not (folder / "marker").exists()
    assert "canary-4711" not in done.stdout + done.stderr
    with database.reading() as connection:
        assert connection.execute(select(tables.entries)).all() == []
        assert connection.execute(select(tables.proposals)).all() == []

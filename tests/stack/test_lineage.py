"""An entry from a run and by stock Intake: use and lineage show it, and a pinned version that changed says so."""

import os
import subprocess
import sys
import textwrap
import time

import pytest

from support.notebooks import notebook

pytestmark = pytest.mark.stack

PATIENCE = 300  # seconds
STOCK = """
import sys
import intake

url, token = sys.argv[1:]
catalog = intake.open_catalog(url, storage_options={"headers": {"Authorization": f"token {token}"}})
assert catalog["buoys"].read()["level"].tolist() == [1, 2]
"""

RECORD = """
    name: {name}
    title: {title}
    summary: A sentence.
    owner: {owner}
    steward: somebody
    licence: CC0-1.0
    classification: public
    derived_from: [{source}]
    resources: [{{name: csv, reader: csv, url: {name}.csv}}]
"""

PINNED = """
import warnings
from lyceum_catalog import open_entry, wrote

with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    reader = open_entry("buoys", version=1)
frames = [reader.read(), reader.to_reader("dask").read().compute(), reader.to_reader("polars").read().collect()]
print([len(frame) for frame in frames], [str(one.message) for one in said if "changed" in str(one.message)])
wrote("surge")
"""


@pytest.fixture
def owner(the_workspace, tmp_path):
    """Somebody who owns the entry buoys, in two versions of one file, and what was made from it."""
    name, token = the_workspace.person()
    write(the_workspace, "level\n1\n2\n")
    for title in ("Buoys", "Buoys at sea"):
        for entry, source in (("buoys", ""), ("surge", "buoys")):
            text = RECORD.format(name=entry, title=title, owner=name, source=source)
            (tmp_path / f"{entry}.yaml").write_text(textwrap.dedent(text))
        the_workspace.lyceum("catalog", "apply", tmp_path)
    return name, token


def write(workspace, text):
    (workspace.folder / "shared" / "buoys.csv").write_text(text)


def ok(answer):
    assert answer.status_code == 200, answer.text
    return answer.json()


def until(found):
    """Return what is found once it is there."""
    end = time.monotonic() + PATIENCE
    while not (there := found()):
        assert time.monotonic() < end
        time.sleep(0.2)
    return there


def executed(workspace, token, source):
    body = {"notebook": notebook("level = 1", source), "name": "look at buoys"}
    answer = workspace.api(token, "POST", "/api/runs", json=body)
    assert answer.status_code == 201, answer.text
    ended = workspace.ended(token, answer.json())
    assert ended["state"] == "succeeded", (ended["reason"], ended["error"])
    return ended["log"]


def test_use_and_lineage_show_who_opened_it_and_a_version_that_changed_says_so(the_workspace, owner):
    name, token = owner
    until(lambda: "fingerprint" in the_workspace.api(token, "GET", "/intake/e/buoys/1.yaml").text)
    assert executed(the_workspace, token, PINNED).strip() == "[2, 2, 2] []"

    stock = [sys.executable, "-c", STOCK, f"{the_workspace.service}/intake/e/buoys.yaml", token]
    done = subprocess.run(stock, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr

    def places():
        told = ok(the_workspace.api(token, "GET", "/api/entries/buoys/lineage"))
        found = {(edge["from"], edge["role"], edge["to"]) for edge in told["edges"]}
        return found if any(role == "read" and to.startswith("program:") for _, role, to in found) else None

    job, entry = f"job:{name}/look at buoys", "entry:buoys"
    assert until(places) >= {
        (entry, "read", job),
        (entry, "read", f"program:{name}"),
        (entry, "derived", "entry:surge"),
        (job, "written", "entry:surge"),
    }
    use = ok(the_workspace.api(token, "GET", "/api/entries/buoys/use"))
    assert [one["person"] for one in use["by_person"]] == [name]
    assert use["loads"] >= 2
    loads = ok(the_workspace.api(token, "GET", "/api/lineage/loads?entry=buoys"))["items"]
    assert {event["job"]["name"] for event in loads} == {name}

    write(the_workspace, "level\n1\n3\n")
    assert "what you read is not what version 1 of buoys was" in executed(the_workspace, token, PINNED)

"""The first rows of a data set, by the Jupyter server: read and masked there, or in words why they cannot be read."""

import json
import subprocess
import sys

import pyarrow as pa
import pytest
from pyarrow import parquet

from lyceum_catalog.intake_catalogs import described
from lyceum_lab import previews
from support.datasets import dataset

COLUMNS = [{"name": "id", "type": "integer"}, {"name": "name", "type": "string", "personal": True}]


@pytest.fixture
def served(service, tmp_path, monkeypatch):
    """Return a function that has the service know a data set by its record and its catalog."""
    known = service.answer

    def serve(entry):
        answers = {
            "/services/lyceum/api/entries/data": entry.record(),
            "/services/lyceum/intake/e/data.json": described("", [entry], str(tmp_path), {"data": 1}),
        }

        def answer(method, path):
            return (200, "application/json", answers[path]) if path in answers else known(method, path)

        monkeypatch.setattr(service, "answer", answer)

    return serve


def write(path, rows=120, **more):
    people = {"id": range(rows), "name": [None, *(f"person {n}" for n in range(rows - 1))], "secret": ["x"] * rows}
    parquet.write_table(pa.table(people), path, **more)


def test_the_first_rows_come_masked_and_are_no_load(lab, service, served, tmp_path):
    write(tmp_path / "data.parquet")
    served(dataset(*COLUMNS, classification="personal"))
    found = lab.client.get("/lyceum/entries/data/preview").json()
    assert [(column["name"], column["type"], column["masked"]) for column in found["columns"]] == [
        ("id", "integer", False),
        ("name", "string", True),
        ("secret", "string", True),  # nobody described it
    ]
    assert (len(found["rows"]), found["total"]) == (50, 120)
    assert found["rows"][:2] == [["0", None, "••••"], ["1", "••••", "••••"]]
    assert [call["query"] for call in service.asked if call["path"].endswith("data.json")][-1] == "preview=true"
    assert len(lab.client.get("/lyceum/entries/data/preview?rows=3").json()["rows"]) == 3


def test_what_the_service_refuses_is_passed_on(lab):
    assert lab.client.get("/lyceum/entries/refused/preview?rows=x").status_code == 422
    assert lab.client.get("/lyceum/entries/../preview").status_code == 404


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (dataset(url="gone.parquet"), "There is no file"),
        (dataset(url="broken.parquet"), "cannot be read as Parquet"),
        (dataset(reader="images", url="*.png"), "holds no table"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(lab, served, tmp_path, entry, said):
    (tmp_path / "broken.parquet").write_bytes(b"PAR1" * 100)
    served(entry)
    answer = lab.client.get("/lyceum/entries/data/preview")
    assert answer.status_code == 422
    assert said in answer.json()["detail"]


def test_only_a_few_rows_of_a_large_row_group_are_read(tmp_path):
    """The process has 4 GiB of addresses; what it takes to its memory is small."""
    write(tmp_path / "data.parquet", 2_000_000)
    entry = dataset(*COLUMNS)
    asked = {"catalog": described("", [entry], str(tmp_path), {}), "record": entry.record(), "resource": "", "rows": 50}
    script = """
import sys
from lyceum_catalog.profiling import preview
before = int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
preview.main()
after = int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
assert after - before < 60_000, (before, after)
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["rows"]) == 50


def test_a_process_that_says_nothing_is_told_in_words():
    with pytest.raises(previews.CannotPreview, match="broke the program"):
        previews.understood(b"")

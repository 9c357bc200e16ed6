"""Croissant: mlcroissant finds nothing to say about it, and reads the rows it describes."""

import json
from dataclasses import replace
from hashlib import sha256

import mlcroissant
import pytest

from lyceum_catalog.standards.croissant import croissant
from support.publications import SITE, entry, publication, samples


def opened(tmp_path, document):
    path = tmp_path / "croissant.json"
    path.write_text(json.dumps(document))
    return mlcroissant.Dataset(jsonld=path)


def without_findings(tmp_path, document):
    issues = opened(tmp_path, document).metadata.issues
    return (issues.errors, issues.warnings) == (set(), set())


@pytest.mark.parametrize("dataset", [entry(), *samples()], ids=lambda dataset: dataset.name)
@pytest.mark.parametrize("readable", [True, False])
def test_mlcroissant_finds_nothing_wrong(tmp_path, dataset, readable):
    assert without_findings(tmp_path, croissant(SITE, publication(dataset, readable=readable)))


def test_mlcroissant_would_find_what_is_missing(tmp_path):
    document = croissant(SITE, publication())
    del document["license"]
    assert not without_findings(tmp_path, document)


def test_rows_are_read_from_a_file_with_a_known_hash(tmp_path):
    content = b"days,sex\n3,f\n4,m\n"
    (tmp_path / "stays.csv").write_bytes(content)
    columns = [{"name": "days", "type": "integer"}, {"name": "sex", "type": "string"}]
    resources = [{"name": "csv", "reader": "csv", "url": "stays.csv"}]
    dataset = entry(columns=columns, resources=resources, quality=[], outcome=None)
    hashes = {"csv": sha256(content).hexdigest()}
    document = croissant(replace(SITE, root=str(tmp_path)), publication(dataset, hashes=hashes))
    assert document["isLiveDataset"] is False
    rows = list(opened(tmp_path, document).records("rows"))
    assert rows == [{"rows/days": 3, "rows/sex": b"f"}, {"rows/days": 4, "rows/sex": b"m"}]


def test_files_are_named_as_they_can_be_reached_and_databases_are_left_out():
    files = {item["@id"]: item for item in croissant(SITE, publication())["distribution"]}
    assert list(files) == ["parquet", "csv", "scans", "lines"]
    assert files["parquet"]["contentUrl"] == "/shared/stays/all of them.parquet"
    assert files["csv"]["contentUrl"] == "https://example.org/stays.csv"
    assert files["scans"]["includes"] == "/shared/scans/*.png"
    assert files["lines"]["encodingFormat"] == "application/jsonlines"

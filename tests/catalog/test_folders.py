"""Entry files: file, line, field and remedy of what is wrong; nothing of them is executed."""

from pathlib import Path

import pytest

from lyceum_catalog.folders import read_folder
from lyceum_catalog.problems import InvalidContent

GOOD = """\
name: flights
title: Flights
summary: Every flight.
owner: open-data
steward: open-data
licence: CC0-1.0
classification: public
resources:
  - {name: parquet, reader: parquet, url: samples/flights.parquet}
"""


def problems(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)
    with pytest.raises(InvalidContent) as caught:
        read_folder(folder)
    return caught.value.problems


def test_a_folder_of_entries_is_read(tmp_path):
    (tmp_path / "flights.yaml").write_text(GOOD)
    assert [entry.name for entry in read_folder(tmp_path)] == ["flights"]


def test_our_own_entries_and_templates_are_in_order():
    root = Path(__file__).parents[2]
    assert len(read_folder(root / "catalog/entries")) >= 6
    assert len(read_folder(root / "notebooks/templates")) >= 4


def test_file_and_line_of_a_field_are_told(tmp_path):
    (found,) = problems(tmp_path, flights=GOOD.replace("reader: parquet", "reader: pickle"))
    assert (Path(found.file).name, found.line, found.field) == ("flights.yaml", 9, "resources[0].reader")
    assert found.remedy


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: !!python/object/apply:os.system ['touch {marker}']", "tag"),
        ("a: !custom x", "tag"),
        ("a: &x [1]\nb: [*x, *x]", "alias"),
        ("a: 1\na: 2", "twice"),
        ("a: [1\nb: 2", "not YAML"),
        ("? [1, 2]\n: x", "not text"),
        ("[" * 40 + "]" * 40, "deeper"),
        ("", "empty"),
        ("- 1\n- 2", "not an entry"),
        ("a: 1\n---\nb: 2", "not YAML"),
        ("x" * (1024 * 1024 + 1), "larger"),
        ("a: \x07", "not YAML"),
        ("name: 2013-01-01", "is no text"),
    ],
)
def test_a_hostile_file_is_refused_and_nothing_runs(tmp_path, text, says):
    marker = tmp_path / "marker"
    found = problems(tmp_path, hostile=text.replace("{marker}", str(marker)))
    assert says in " ".join(f"{problem.field} {problem.message}" for problem in found)
    assert not marker.exists()


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "x.yaml").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in problems(tmp_path)[0].message


def test_every_file_with_a_problem_is_named(tmp_path):
    found = problems(tmp_path, a=GOOD, b="[", c="name: c")
    assert {Path(problem.file).name for problem in found} == {"a.yaml", "b.yaml", "c.yaml"}


def test_the_name_is_the_files(tmp_path):
    (found,) = problems(tmp_path, other=GOOD)
    assert "Rename" in found.remedy


def test_an_empty_folder_is_said_to_be_empty(tmp_path):
    assert "no *.yaml" in problems(tmp_path)[0].message

"""Intake's catalogs: those that Intake itself writes, those that people wrote by hand, and ours."""

import intake
import pytest
from intake.readers import datatypes, readers
from intake.readers.entry import Catalog

from lyceum_catalog.intake_catalogs import intake_catalog
from lyceum_catalog.problems import InvalidContent
from lyceum_catalog.standards.drafts import Given
from lyceum_catalog.standards.formats import format_of
from lyceum_catalog.standards.importing import read
from support.publications import entry, samples

OLD = """
metadata: {version: 1, title: Old}
sources:
  Air-Quality:
    driver: csv
    description: Hourly values.
    args:
      urlpath: "https://data.example.org/air.csv"
      csv_kwargs: {sep: ";"}
    metadata: {title: Air quality, license: CC-BY-4.0, tags: [air], anything: [1, 2]}
  cube:
    driver: ndzarr
    args: {urlpath: /shared/cube.zarr, component: a/b}
"""


def test_version_one_as_people_wrote_it():
    found = read(OLD, "intake", Given("ada", "/shared"))
    air, cube = found.entries
    assert (air.name, air.title, air.summary, air.licence) == (
        "air_quality",
        "Air quality",
        "Hourly values.",
        "CC-BY-4.0",
    )
    assert air.resources[0].model_dump() == {
        "name": "csv",
        "reader": "csv",
        "url": "https://data.example.org/air.csv",
        "options": {"sep": ";"},
    }
    assert (cube.resources[0].url, cube.resources[0].options) == ("cube.zarr", {"root": "a/b"})
    name = next(note for note in found.notes if note.field == "sources.Air-Quality: name")
    assert name.line == 4


def test_version_two_as_intake_writes_it(tmp_path):
    catalog = Catalog()
    catalog["air"] = readers.PandasCSV(datatypes.CSV(url="https://data.example.org/air.csv"), sep=";")
    catalog["rows"] = readers.DaskParquet(datatypes.Parquet(url="/shared/rows.parquet"))
    catalog.to_yaml_file(str(tmp_path / "catalog.yaml"))
    text = (tmp_path / "catalog.yaml").read_text()
    assert set(intake.open_catalog(str(tmp_path / "catalog.yaml")).entries) == {"air", "rows"}
    air, rows = read(text, "intake", Given("ada", "/shared")).entries
    assert (air.name, air.resources[0].options) == ("air", {"sep": ";"})
    assert (rows.name, rows.resources[0].reader, rows.resources[0].url) == ("rows", "parquet", "rows.parquet")


@pytest.mark.parametrize("dataset", [entry(), *samples()], ids=lambda dataset: dataset.name)
def test_our_own_catalogs_are_read_as_the_resources_they_came_from(dataset):
    (found,) = read(intake_catalog("All", [dataset], "/shared"), "intake", Given("ada", "/shared")).entries
    assert (found.name, found.title, found.licence) == (dataset.name, dataset.title, dataset.licence)
    assert found.resources == dataset.resources


def test_what_is_wrong_is_named_by_line():
    with pytest.raises(InvalidContent) as refusal:
        read(OLD.replace("driver: ndzarr", "driver: my.module.Driver"), "intake", Given("ada"))
    (problem,) = refusal.value.problems
    assert (problem.field, problem.line) == ("sources.cube.driver", 12)
    assert "code" in problem.remedy


@pytest.mark.parametrize(
    "text", ["x: 1", "[]", "sources: []", "sources: {x: 1}", "sources: {1: {driver: csv}}", "a: 2020-99-99"]
)
def test_what_is_no_catalog_is_refused(text):
    with pytest.raises(InvalidContent):
        read(text, "intake", Given("ada"))


def test_a_files_ending_says_what_it_is():
    assert [format_of(name) for name in ("a.TTL", "b.jsonld", "c.yml", "d.csv")] == ["dcat", "dcat", "intake", ""]

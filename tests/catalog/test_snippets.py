"""The snippets of an entry: each of them is executed, and leaves the data in a variable named after it."""

import pandas as pd
import pytest
from intake.readers.entry import Catalog

from lyceum_catalog.entries import Dataset, parse_entry
from lyceum_catalog.intake_catalogs import described
from lyceum_catalog.snippets import LIBRARIES, snippet, snippets

TABLE = pd.DataFrame({"name": ["Adélie", "Gentoo"], "mass": [3700.5, 5076]})


def dataset(reader: str, url: str, **options: object) -> Dataset:
    entry = parse_entry(
        {
            "name": "penguins",
            "title": "Penguins",
            "summary": "Penguins.",
            "owner": "ada",
            "steward": "ada",
            "licence": "CC0-1.0",
            "classification": "public",
            "resources": [{"name": reader, "reader": reader, "url": url, "options": options}],
        }
    )
    assert isinstance(entry, Dataset)
    return entry


@pytest.fixture
def files(tmp_path):
    TABLE.to_parquet(tmp_path / "p.parquet")
    TABLE.to_csv(tmp_path / "p.csv", index=False)
    TABLE.to_csv(tmp_path / "p.latin.csv", index=False, sep=";", encoding="latin-1")
    TABLE.to_json(tmp_path / "p.json", orient="records")
    TABLE.to_json(tmp_path / "p.jsonl", orient="records", lines=True)
    return tmp_path


def rows(table):
    """Return a table as pandas has it, whichever library made it."""
    for whole in ("collect", "compute", "to_pandas"):
        table = getattr(table, whole)() if hasattr(table, whole) else table
    return table.to_dict("records")


@pytest.mark.parametrize(
    ("reader", "url", "options", "libraries"),
    [
        ("parquet", "p.parquet", {}, LIBRARIES),
        ("csv", "p.csv", {}, LIBRARIES),
        ("csv", "p.latin.csv", {"sep": ";", "encoding": "latin-1"}, ("pandas",)),
        ("json", "p.json", {"lines": False}, ("pandas", "dask")),
        ("json", "p.jsonl", {"lines": True}, ("pandas", "dask", "polars")),
    ],
)
def test_each_library_that_is_offered_reads_the_same_rows(files, monkeypatch, reader, url, options, libraries):
    entry = dataset(reader, url, **options)
    catalog = Catalog.from_dict(described("Files", [entry], str(files), {}))
    monkeypatch.setattr("lyceum_catalog.open_entry", catalog.__getitem__)
    offered = snippets(entry)
    assert tuple(offered) == tuple(libraries)
    for library, source in offered.items():
        names: dict[str, object] = {}
        exec(source, names)
        found = names["penguins"]
        assert type(found).__module__.split(".")[0] == library
        assert rows(found) == TABLE.to_dict("records")


def test_the_first_library_is_the_one_of_the_snippet():
    entry = dataset("parquet", "p.parquet")
    assert snippet(entry) == snippets(entry)["pandas"]
    assert snippet(entry).splitlines()[-2:] == ['penguins = open_entry("penguins").read()', "penguins"]


@pytest.mark.parametrize(
    ("reader", "url", "options", "libraries"),
    [
        ("sql", "postgresql://host/base", {"table": "penguins"}, ["pandas"]),
        ("zarr", "p.zarr", {}, []),
        ("images", "p/*.png", {}, []),
    ],
)
def test_what_is_no_table_for_a_library_is_not_offered_by_it(reader, url, options, libraries):
    entry = dataset(reader, url, **options)
    assert list(snippets(entry)) == libraries
    assert 'open_entry("penguins").read()' in snippet(entry)

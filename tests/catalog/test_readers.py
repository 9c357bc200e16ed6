"""Every reader an entry may name opens with stock Intake, in a process where nothing of ours is imported."""

import sqlite3
import subprocess
import sys

import numpy
import pandas
import pytest
import zarr
from PIL import Image

from lyceum_catalog.entries import parse_entry
from lyceum_catalog.intake_catalogs import intake_catalog
from lyceum_catalog.readers import READERS

RESOURCES = {
    "parquet": ("x.parquet", {}, "len(data) == 2"),
    "csv": ("x.csv", {"sep": ";"}, "data['a'].tolist() == [1, 2]"),
    "json": ("x.jsonl", {"lines": True}, "data.compute()['a'].tolist() == [1, 2]"),
    "zarr": ("x.zarr", {}, "data.compute().tolist() == [1, 2]"),
    "sql": ("x.db", {"table": "numbers"}, "data['a'].tolist() == [1, 2]"),
    "images": ("images/*.png", {}, "len(data) == 1 and data[0].open().read(4) == b'\\x89PNG'"),
}
READ = """
import sys
import intake

data = intake.open_catalog(sys.argv[1])["things"].read()
assert eval(sys.argv[2]), data
assert not [module for module in sys.modules if module.startswith("lyceum")]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    numbers = pandas.DataFrame({"a": [1, 2]})
    numbers.to_parquet(folder / "x.parquet")
    numbers.to_csv(folder / "x.csv", sep=";", index=False)
    numbers.to_json(folder / "x.jsonl", orient="records", lines=True)
    zarr.save_array(folder / "x.zarr", numpy.array([1, 2]))
    with sqlite3.connect(folder / "x.db") as connection:
        numbers.to_sql("numbers", connection, index=False)
    (folder / "images").mkdir()
    Image.new("RGB", (4, 4)).save(folder / "images" / "one.png")
    return folder


def test_every_reader_is_tried():
    assert RESOURCES.keys() == READERS.keys()


@pytest.mark.parametrize("reader", RESOURCES)
def test_stock_intake_reads_it(folder, reader):
    url, options, holds = RESOURCES[reader]
    record = {
        "name": "things",
        "title": "Things",
        "summary": "Some.",
        "owner": "somebody",
        "steward": "somebody",
        "licence": "CC0-1.0",
        "classification": "public",
        "resources": [{"name": "data", "reader": reader, "url": url, "options": options}],
    }
    catalog = folder / f"{reader}.yaml"
    catalog.write_text(intake_catalog("Things", [parse_entry(record)], str(folder)))
    done = subprocess.run([sys.executable, "-c", READ, catalog, holds], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr

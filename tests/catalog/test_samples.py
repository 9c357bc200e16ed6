"""The sample data is complete, and the sample entries say exactly what is in it."""

import subprocess
import sys
from pathlib import Path

import pandas
import pytest
from pyarrow import parquet, types

from lyceum_catalog import samples
from lyceum_catalog.entries import Dataset
from lyceum_catalog.folders import read_folder

ENTRIES = Path(__file__).parents[2] / "catalog" / "entries"
ROWS = {
    "flights": 336_776,
    "weather": 26_115,
    "airlines": 16,
    "airports": 1_458,
    "planes": 3_322,
    "penguins": 344,
    "loanapp": 1_989,
}
ENTRY_OF = {entry.name: entry for entry in read_folder(ENTRIES)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shared") / "samples"
    samples.write(folder)
    return folder


def type_of(arrow_type):
    names = {"integer": types.is_integer, "number": types.is_floating, "datetime": types.is_timestamp}
    return next((name for name, fits in names.items() if fits(arrow_type)), "string")


def test_every_sample_has_an_entry():
    assert set(ENTRY_OF) == set(samples.SAMPLES) == set(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_the_entry_names_the_columns_and_their_types(folder, name):
    described = [(column.name, column.type) for column in ENTRY_OF[name].columns]
    schema = parquet.read_schema(folder / f"{name}.parquet")
    assert described == [(field.name, type_of(field.type)) for field in schema]


@pytest.mark.parametrize("name", ROWS)
def test_parquet_and_csv_hold_the_same_rows(folder, name):
    from_parquet = pandas.read_parquet(folder / f"{name}.parquet")
    from_csv = pandas.read_csv(folder / f"{name}.csv")
    assert len(from_parquet) == len(from_csv) == ROWS[name]
    assert from_parquet.isna().sum().equals(from_csv.isna().sum())


@pytest.mark.parametrize("name", ROWS)
def test_the_entry_reads_what_lies_in_the_shared_folder(folder, name):
    entry = ENTRY_OF[name]
    assert isinstance(entry, Dataset)
    assert all((folder.parent / resource.url).is_file() for resource in entry.resources)


@pytest.mark.parametrize("name", ROWS)
def test_every_column_is_described(name):
    assert all(column.description for column in ENTRY_OF[name].columns)


def test_missing_values_arrive_as_missing(folder):
    flights = pandas.read_parquet(folder / "flights.parquet")
    assert flights["dep_time"].isna().sum() == 8_255
    assert flights["arr_delay"].isna().sum() == 9_430
    assert not (flights["tailnum"] == "NA").any()


def test_hours_are_utc(folder):
    flights = pandas.read_parquet(folder / "flights.parquet", columns=["time_hour"])
    assert flights["time_hour"].iloc[0] == pandas.Timestamp("2013-01-01T10:00Z")


def test_race_and_sex_are_marked_sensitive_and_the_people_personal():
    entry = ENTRY_OF["loanapp"]
    sensitive = {column.name for column in entry.columns if column.sensitive}
    assert entry.classification == "personal"
    assert sensitive == {"black", "hispan", "white", "male", "old", "married"}
    assert all(column.personal for column in entry.columns if column.sensitive)


def test_everybody_may_read_the_files_and_nobody_else_may_write(folder):
    assert folder.stat().st_mode & 0o777 == 0o755
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o644}


def test_writing_again_keeps_what_is_there(folder):
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert set(samples.write(folder)) == set(before)
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_a_failed_write_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(table, path):
        path.write_bytes(b"half")
        raise OSError("No space left on device")

    monkeypatch.setitem(samples.WRITERS, ".parquet", full)
    with pytest.raises(OSError, match="No space left"):
        samples.write(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_is_named_with_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(samples, "SAMPLES", {"moons": ("no_such_package", "moons.csv")})
    with pytest.raises(ModuleNotFoundError, match=r"no_such_package: install lyceum\[samples\]"):
        samples.write(tmp_path)


def test_the_module_loads_without_pandas():
    code = "import sys, lyceum_catalog.samples; print('pandas' in sys.modules or 'pyarrow' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"

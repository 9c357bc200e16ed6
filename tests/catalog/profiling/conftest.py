"""Data in files, read as an entry's Intake reader reads them."""

import pyarrow as pa
import pytest
from intake.readers.entry import Catalog
from pyarrow import csv, parquet

from lyceum_catalog.intake_catalogs import described
from lyceum_catalog.profiling.batches import stream_of
from lyceum_catalog.profiling.measuring import Subject, profile_of
from support.datasets import dataset

WRITERS = {"parquet": parquet.write_table, "csv": csv.write_csv}


@pytest.fixture
def stream(tmp_path):
    """Return a function that opens a data set's only resource below the test's folder."""

    def stream(entry, **more):
        return stream_of(Catalog.from_dict(described("", [entry], str(tmp_path), {"data": 1}))["data"], **more)

    return stream


@pytest.fixture
def profiled(tmp_path, stream):
    """Return a function that writes a table and returns its profile's columns by name."""

    def profiled(table, entry=None, form="parquet"):
        table = table if isinstance(table, pa.Table) else pa.table(table)
        entry = entry or dataset(reader=form, url=f"data.{form}")
        WRITERS[form](table, tmp_path / f"data.{form}")
        profile = profile_of(Subject("data", 1, "file", entry.record()), stream(entry))
        assert profile.rows == table.num_rows
        return {column.name: column for column in profile.columns}

    return profiled

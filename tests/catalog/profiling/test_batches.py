"""Every reader's data as batches of bounded size, and clear words where they cannot be read."""

import json
import sqlite3

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from lyceum_catalog.profiling import batches
from lyceum_catalog.profiling.batches import CannotProfile
from support.datasets import dataset


def rows(stream):
    return [row for batch in stream.batches for row in batch.to_pylist()]


def test_a_row_group_comes_in_parts(stream, tmp_path):
    parquet.write_table(pa.table({"x": range(10_000)}), tmp_path / "data.parquet")
    found = stream(dataset(), most_rows=1000)
    assert [batch.num_rows for batch in found.batches] == [1000] * 10
    assert found.rows == 10_000


def test_wide_rows_come_a_few_at_once(stream, tmp_path):
    table = pa.table({"x": [np.random.default_rng(n).bytes(2_000_000).hex() for n in range(20)]})
    parquet.write_table(table, tmp_path / "data.parquet", compression="none", use_dictionary=False)
    assert max(batch.num_rows for batch in stream(dataset()).batches) < 8


def test_a_column_of_text_may_begin_with_whole_numbers_and_go_on_with_decimals(stream, tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "BLOCK", 1000)
    (tmp_path / "data.csv").write_text("a,b\n" + "1,\n" * 1000 + "1.5,x\n")
    found = rows(stream(dataset(reader="csv", url="data.csv")))
    assert found[-1] == {"a": 1.5, "b": "x"}
    assert found[0] == {"a": 1.0, "b": None}


def test_lines_of_json_a_database_and_an_array_are_read_too(stream, tmp_path):
    (tmp_path / "data.json").write_text("".join(json.dumps({"a": n}) + "\n" for n in range(5)))
    lines = dataset(reader="json", url="data.json", options={"lines": True})
    assert [row["a"] for row in rows(stream(lines))] == list(range(5))
    with sqlite3.connect(tmp_path / "data.sqlite") as database:
        database.execute("create table t (a integer, b text)")
        database.executemany("insert into t values (?, ?)", [(n, f"{n}") for n in range(5)])
    database.close()
    table = dataset(reader="sql", url="data.sqlite", options={"table": "t"})
    assert [row["b"] for row in rows(stream(table, most_rows=2))] == list("01234")
    zarr = pytest.importorskip("zarr")
    zarr.save_array(tmp_path / "data.zarr", np.arange(6.0).reshape(2, 3))
    assert [row["values"] for row in rows(stream(dataset(reader="zarr", url="data.zarr")))] == list(range(6))


@pytest.mark.parametrize(
    ("entry", "content", "said"),
    [
        (dataset(), None, "There is no file"),
        (dataset(), b"no Parquet", "cannot be read as Parquet"),
        (dataset(), b"", "cannot be read as Parquet"),
        (dataset(reader="csv", url="data.csv"), b"", "cannot be read as CSV"),
        (dataset(reader="csv", url="data.csv"), b"a,b\n1\n", "cannot be read as CSV"),
        (dataset(reader="csv", url="data.csv"), b"a\n\xff\xfe\xff\n", "not in the encoding"),
        (dataset(reader="csv", url="data.csv"), "a,b\né,1\n".encode("utf-16"), "not in the encoding"),
        (dataset(reader="csv", url="data.csv"), b"\x1f\x8bno text\n1\n", "not in the encoding"),
        (dataset(reader="json", url="data.json"), b"{", "cannot be read as JSON"),
        (dataset(reader="sql", url="data.sqlite", options={"table": "t"}), b"", "the database cannot be read"),
        (dataset(reader="images", url="*.png"), b"", "holds no table"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(stream, tmp_path, entry, content, said):
    if content is not None:
        (tmp_path / entry.resources[0].url.replace("*", "data")).write_bytes(content)
    with pytest.raises(CannotProfile, match=said):
        rows(stream(entry))


def test_a_large_list_in_json_is_not_read_whole(stream, tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "WHOLE_JSON", 10)
    (tmp_path / "data.json").write_text('[{"a": 1}, {"a": 2}]')
    with pytest.raises(CannotProfile, match="would be read whole"):
        stream(dataset(reader="json", url="data.json"))

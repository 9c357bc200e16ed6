"""What a profile tells of columns: exact for little data, within the stated error for much, nothing of persons."""

import datetime
import json
import subprocess
import sys
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from lyceum_catalog.profiling.batches import CannotProfile
from lyceum_catalog.profiling.measuring import Subject, profile_of
from lyceum_catalog.profiling.profile import BYTES, MOST_COLUMNS, Profile
from support.datasets import dataset

NUMBERS = list(range(100)) * 3
DAY = datetime.date(2024, 2, 29)


def quantiles(column):
    return {quantile.share: quantile.value for quantile in column.spread.quantiles}


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_little_data_are_measured_exactly(profiled, form):
    found = profiled({"n": [*NUMBERS, None], "s": ["a"] * 200 + ["b"] * 100 + [None]}, form=form)
    n, s = found["n"], found["s"]
    assert (n.type, n.missing, n.distinct, n.distinct_error, n.spread.error) == ("integer", 1, 100, 0, 0)
    assert quantiles(n)[0.0] == 0
    assert quantiles(n)[0.5] == 49
    assert quantiles(n)[1.0] == 99
    assert sum(n.spread.histogram.counts) + n.spread.histogram.below + n.spread.histogram.above == 300
    assert (s.type, s.missing, s.distinct, s.spread) == ("string", 1, 2, None)
    assert [(top.value, top.rows) for top in s.top] == [("a", 200), ("b", 100)]


@pytest.mark.parametrize(
    ("values", "kind", "distinct"),
    [
        (pa.array([1.5, float("nan"), None, float("inf")]), "number", 2),
        (pa.array([0.0, -0.0]), "number", 1),
        (pa.array([True, False, None]), "boolean", 2),
        (pa.array([DAY, DAY + datetime.timedelta(1)]), "date", 2),
        (pa.array([1, 2], pa.timestamp("ns", "Europe/Paris")), "datetime", 2),
        (pa.array([Decimal("1.10"), Decimal("2.20")]), "number", 2),
        (pa.array(["x", "y", "x"]).dictionary_encode(), "string", 2),
        (pa.array([datetime.time(12), datetime.time(13)]), "string", 2),
        (pa.array([2**63, 2**64 - 1], pa.uint64()), "integer", 2),
        (pa.array([[1], [2]]), "other", None),
        (pa.array([{"a": 1}]), "other", None),
        (pa.array([b"x"]), "other", None),
        (pa.array([None, None], pa.string()), "string", 0),
        (pa.array([], pa.float64()), "number", 0),
    ],
)
def test_every_type_has_a_profile(profiled, values, kind, distinct):
    found = profiled({"c": values})["c"]
    assert (found.type, found.distinct) == (kind, distinct)


def test_not_a_number_is_missing_and_infinity_has_no_place_in_a_histogram(profiled):
    found = profiled({"c": [1.0, 2.0, float("nan"), float("inf"), None]})["c"]
    assert found.missing == 2
    assert quantiles(found)[1.0] == 2


def test_much_data_are_within_the_stated_error(profiled):
    rows = 300_000
    random = np.random.default_rng(7)
    values = random.normal(size=rows)
    values[: rows // 4] = 999.0  # a code for "unknown"
    words = [f"word {number}" for number in random.zipf(1.5, rows) % 100_000]
    found = profiled({"n": values, "s": words, "id": np.arange(rows)})
    n, s, number = found["n"], found["s"], found["id"]
    assert 0 < n.spread.error < 0.01
    for point, share in zip(n.spread.points, n.spread.shares, strict=True):
        assert abs(np.mean(values <= point) - share) <= n.spread.error
    assert quantiles(n)[0.0] == values.min()
    assert n.top[0].value == "999"
    assert abs(n.top[0].rows / rows - 0.25) <= n.top_error
    assert abs(number.distinct / rows - 1) < 5 * number.distinct_error < 0.05
    assert abs(s.distinct / len(set(words)) - 1) < 0.05
    assert abs(s.top[0].rows - words.count(s.top[0].value)) <= s.top_error * rows


PEOPLE = {
    "name": [f"person {number}" for number in range(400)],
    "income": list(range(400)),
    "group": ["a"] * 200 + ["b"] * 191 + ["c"] * 9,
    "good": [1] * 100 + [0] * 100 + [1] * 50 + [0] * 141 + [1] * 9,
}
COLUMNS = [
    {"name": "name", "type": "string", "personal": True},
    {"name": "income", "type": "integer", "personal": True},
    {"name": "group", "type": "string", "personal": True, "sensitive": True},
    {"name": "good", "type": "integer"},
]


def people(reference=None, **more):
    group = {**COLUMNS[2], **({"reference": reference} if reference else {})}
    outcome = {"column": "good", "favourable": 1}
    columns = [*COLUMNS[:2], group, COLUMNS[3]]
    return dataset(*columns, outcome=outcome, **{"classification": "personal", **more})


def test_of_a_personal_column_no_value_is_told(profiled):
    found = profiled(PEOPLE, people())
    for name in ("name", "income", "group"):
        assert found[name].personal
        assert (found[name].top, found[name].spread) == (None, None)
    assert (found["name"].distinct, found["income"].missing) == (400, 0)
    assert "person" not in found["name"].model_dump_json().replace("personal", "")


def test_a_column_that_nobody_described_is_personal_where_the_data_are_guarded(profiled):
    assert profiled({"x": [1, 2]}, dataset(classification="personal"))["x"].personal
    assert not profiled({"x": [1, 2]}, dataset(classification="public"))["x"].personal


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_groups_are_told_with_their_outcome_and_reference_but_no_small_ones(profiled, form):
    reference = {"shares": {"a": 0.4, "b": 0.6}, "source": "A census"}
    groups = profiled(PEOPLE, people(reference, reader=form, url=f"data.{form}"), form)["group"].groups
    # 9 people are too few, and what became of them could be computed from the others: b is hidden too
    assert [(group.value, group.rows, group.favourable, group.reference) for group in groups.items] == [
        ("a", 200, 0.5, 0.4)
    ]
    assert (groups.hidden, groups.source) == (2, "A census")


def test_many_ages_are_told_in_ranges_of_a_round_width(profiled):
    column = {"name": "age", "type": "integer", "personal": True, "sensitive": True}
    found = profiled({"age": [*range(20, 70), *range(20, 70), 999]}, dataset(column))["age"]
    labels = ["below 30", "30 to below 40", "40 to below 50", "50 to below 60", "60 and more"]
    assert [group.value for group in found.groups.items] == labels
    assert [group.rows for group in found.groups.items] == [20, 20, 20, 20, 21]
    dates = pa.array([datetime.date(1950 + n % 50, 1, 1) for n in range(200)])
    found = profiled({"age": dates}, dataset({**column, "type": "date"}))["age"]
    assert [group.value for group in found.groups.items][1] == "1960 to below 1970"


def test_many_rare_values_are_told_together(profiled):
    column = {"name": "place", "type": "string", "personal": True, "sensitive": True}
    places = [f"place {n % 40:02}" for n in range(800)] + [None] * 20
    groups = profiled({"place": places}, dataset(column))["place"].groups
    assert [group.value for group in groups.items[-2:]] == ["(other values)", "(missing)"]
    assert sum(group.rows for group in groups.items) == 820


def test_an_outcome_that_the_data_do_not_have_is_told(profiled):
    with pytest.raises(CannotProfile, match="column 'good', which the data do not have"):
        profiled({"group": ["a"]}, people())
    with pytest.raises(CannotProfile, match="good where good is 1"):
        profiled({"group": ["a"], "good": [[1]]}, people())


def test_the_profile_of_very_many_columns_is_taken_by_the_service(profiled):
    table = {f"column_{number}": np.random.default_rng(number).normal(size=50) for number in range(MOST_COLUMNS)}
    found = profiled(table)
    profile = Profile(entry="data", version=1, resource="file", rows=50, columns=list(found.values()))
    assert Profile.model_validate_json(profile.as_json()) == profile
    assert len(profile.as_json()) < BYTES
    with pytest.raises(CannotProfile, match="2001 columns"):
        profiled({**table, "one_more": [0.0] * 50})


MEASURED = """
import json, sys
from intake.readers.datatypes import Parquet
from intake.readers.readers import PandasParquet
from lyceum_catalog.profiling.batches import stream_of
from lyceum_catalog.profiling.measuring import Subject, profile_of

def peak():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]) // 1024

streams = [stream_of(PandasParquet(data=Parquet(path))) for path in sys.argv[1:]]
record = {"classification": "public", "columns": []}
peaks = [(profile_of(Subject("x", 1, "x", record), stream).rows, peak()) for stream in streams]
print(json.dumps(peaks))
"""


def test_memory_does_not_grow_with_the_rows_of_one_row_group(tmp_path):
    random = np.random.default_rng(0)
    paths = []
    for rows in (200_000, 3_200_000):
        columns = {f"x{number}": random.normal(size=rows) for number in range(8)}
        paths.append(tmp_path / f"{rows}.parquet")
        parquet.write_table(pa.table(columns), paths[-1], compression="none", row_group_size=rows)
    done = subprocess.run([sys.executable, "-c", MEASURED, *paths], capture_output=True, text=True, check=True)
    (_, small), (rows, large) = json.loads(done.stdout)
    assert rows == 3_200_000
    assert paths[1].stat().st_size > 190 * 2**20
    assert large < small + 100  # MiB; reading the row group whole would take 200 more


def test_a_csv_file_is_read_as_the_entry_says(stream, tmp_path):
    (tmp_path / "data.csv").write_text("a;b\n1,5;x\n2,5;x\n")
    entry = dataset(reader="csv", url="data.csv", options={"sep": ";", "decimal": ","})
    profile = profile_of(Subject("data", 3, "file", entry.record()), stream(entry))
    a, b = profile.columns
    assert (profile.version, profile.resource) == (3, "file")
    assert (a.type, quantiles(a)[1.0], b.top[0].rows) == ("number", 2.5, 2)

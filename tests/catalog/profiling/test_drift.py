"""Drift between profiles: distances as scipy has them, and what is marked."""

import numpy as np
import pyarrow as pa
import pytest

from lyceum_catalog.profiling.distances import chi_square, chi_square_p, smirnov_p, stability
from lyceum_catalog.profiling.drift import drift_of
from lyceum_catalog.profiling.profile import Profile
from support.datasets import dataset


@pytest.mark.parametrize(("statistic", "freedom"), [(0.1, 1), (3.84, 1), (30, 3), (500, 2), (5, 10), (200, 150)])
def test_the_chance_of_a_chi_square_is_scipys(statistic, freedom):
    stats = pytest.importorskip("scipy.stats")
    assert chi_square_p(statistic, freedom) == pytest.approx(stats.chi2.sf(statistic, freedom), rel=1e-9)


def test_chi_square_is_scipys_and_leaves_out_what_is_nowhere():
    stats = pytest.importorskip("scipy.stats")
    wanted = stats.chi2_contingency([[10, 20, 30], [15, 15, 40]], correction=False)
    assert chi_square([10, 20, 0, 30], [15, 15, 0, 40]) == pytest.approx((wanted.statistic, wanted.dof))
    assert chi_square([0, 0], [1, 2]) == (0.0, 0)


@pytest.mark.parametrize(("distance", "before", "now"), [(0.1, 100, 100), (0.05, 1000, 1500), (0.01, 100_000, 90_000)])
def test_the_chance_of_a_distance_is_near_the_exact_one(distance, before, now):
    stats = pytest.importorskip("scipy.stats")
    exact = stats.kstwo.sf(distance, round(before * now / (before + now)))
    assert smirnov_p(distance, before, now) == pytest.approx(exact, rel=0.05)


def test_values_worked_by_hand():
    assert stability([0.5, 0.5], [0.5, 0.5]) == 0
    assert stability([0.5, 0.5], [0.25, 0.75]) == pytest.approx(0.25 * np.log(2) + 0.25 * np.log(1.5))
    assert chi_square([10, 10], [5, 15])[0] == pytest.approx(8 / 3)
    assert chi_square_p(3.841459, 1) == pytest.approx(0.05, abs=1e-6)
    assert smirnov_p(0.001, 10, 10) == 1


@pytest.fixture
def compared(profiled):
    """Return a function that profiles two tables and returns the drift of each column by name."""

    def compared(before, now, entry=None):
        profiles = [profile_from(profiled(pa.table(table), entry), pa.table(table)) for table in (before, now)]
        return {drift.name: drift for drift in drift_of(*profiles)}

    return compared


def profile_from(columns, table):
    return Profile(entry="data", version=1, resource="file", rows=table.num_rows, columns=list(columns.values()))


RANDOM = np.random.default_rng(3)
NORMAL, AGAIN, MOVED = RANDOM.normal(size=20_000), RANDOM.normal(size=20_000), RANDOM.normal(0.7, size=20_000)


def test_numbers_that_moved_are_marked_and_others_not(compared):
    found = compared({"same": NORMAL, "moved": NORMAL}, {"same": AGAIN, "moved": MOVED})
    assert not found["same"].marked
    assert found["same"].psi < 0.02
    assert found["moved"].marked
    stats = pytest.importorskip("scipy.stats")
    assert found["moved"].ks == pytest.approx(stats.ks_2samp(NORMAL, MOVED).statistic, abs=0.01)
    assert "spread otherwise" in found["moved"].why[0]


def test_a_small_difference_of_many_rows_is_not_marked_however_sure(compared):
    found = compared({"x": [0] * 50_000 + [1] * 50_000}, {"x": [0] * 51_500 + [1] * 48_500})["x"]
    assert found.p < 0.001
    assert not found.marked


def test_texts_are_compared_by_how_often_they_stand_there(compared):
    before = {"x": ["a"] * 500 + ["b"] * 500}
    assert not compared(before, {"x": ["a"] * 510 + ["b"] * 490})["x"].marked
    found = compared(before, {"x": ["a"] * 800 + ["b"] * 150 + ["c"] * 50})["x"]
    assert found.marked
    stats = pytest.importorskip("scipy.stats")
    wanted = stats.chi2_contingency([[500, 500, 0], [800, 150, 50]], correction=False).statistic
    assert found.chi_square == pytest.approx(wanted, abs=0.01)


def test_what_came_went_changed_its_type_or_is_missing_is_marked(compared):
    before = {"gone": [1, 2], "kind": ["1", "2"], "wide": [1, 2], "empty": ["a", "a"]}
    found = compared(before, {"new": [1, 2], "kind": [1, 2], "wide": [1.5, 2], "empty": ["a", None]})
    assert found["gone"].why == ["The column is gone."]
    assert found["new"].why == ["The column is new."]
    assert found["kind"].why == ["Its type was string and is integer."]
    assert "50% of its values are missing, before 0%." in found["empty"].why
    assert "type" not in " ".join(found["wide"].why)


def test_personal_columns_are_compared_by_their_groups_and_outcomes(compared):
    columns = [{"name": "g", "type": "string", "personal": True, "sensitive": True}, {"name": "y", "type": "integer"}]
    entry = dataset(*columns, outcome={"column": "y", "favourable": 1})
    before = {"g": ["a"] * 500 + ["b"] * 500, "y": [1] * 400 + [0] * 100 + [1] * 400 + [0] * 100}
    now = {"g": ["a"] * 500 + ["b"] * 500, "y": [1] * 400 + [0] * 100 + [1] * 200 + [0] * 300}
    found = compared(before, now, entry)["g"]
    assert found.psi == 0
    assert found.why == ["Of b 40% fared well, before 80%."]

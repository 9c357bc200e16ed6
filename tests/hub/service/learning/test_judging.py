"""Judging: what an answer's evidence is right for, whatever stands in either."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from lyceum_catalog.evidence import evidence_of
from lyceum_catalog.modules import Expected
from lyceum_hub.service.learning.judging import Evidence, hints_for, judge

NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=32) | st.integers(-(2**52), 2**52)
TEXTS = st.text(max_size=40)
SINGLES = NUMBERS | TEXTS | st.booleans()
LISTS = st.lists(SINGLES, max_size=6)
SUMS = st.dictionaries(TEXTS, NUMBERS, max_size=4)
TABLES = st.fixed_dictionaries({"rows": st.integers(0, 99), "columns": st.lists(TEXTS, max_size=4), "sums": SUMS})
EXPECTED = st.one_of(
    st.fixed_dictionaries({"number": NUMBERS}, optional={"tolerance": st.floats(0, 1e6)}),
    st.fixed_dictionaries({"text": TEXTS}),
    st.fixed_dictionaries({"one_of": st.lists(SINGLES, min_size=1, max_size=6)}),
    st.fixed_dictionaries({"list": LISTS}),
    st.fixed_dictionaries({"table": TABLES}),
    st.just({"true": True}),
)
EVIDENCE = st.one_of(
    st.fixed_dictionaries({"kind": st.sampled_from(["number", "text", "truth"]), "value": SINGLES | st.none()}),
    st.fixed_dictionaries({"kind": st.just("list"), "items": LISTS, "length": st.integers(0, 2000)}),
    TABLES.map(lambda told: {"kind": "table", **told}),
    st.just({"kind": "other", "type": "function"}),
)


def judged(expect, answer):
    return judge(Expected.model_validate(expect), Evidence.model_validate(evidence_of(answer)))


@given(EXPECTED, EVIDENCE)
def test_every_evidence_gets_one_verdict_and_always_the_same(expect, told):
    expected, evidence = Expected.model_validate(expect), Evidence.model_validate(told)
    assert isinstance(judge(expected, evidence), str)
    assert judge(expected, evidence) == judge(expected, evidence)


@given(NUMBERS, st.floats(0, 1e6))
def test_a_number_is_right_up_to_its_tolerance_and_not_beyond(number, tolerance):
    assert judged({"number": number, "tolerance": tolerance}, number) == "right"
    beyond = number + 2 * tolerance + 1 + abs(number) / 1000
    assert judged({"number": number, "tolerance": tolerance}, beyond) == "value"


@given(TEXTS)
def test_case_and_outer_blanks_of_a_text_do_not_count(text):
    assert judged({"text": text}, f"  {text} ") == "right"
    assert judged({"text": text}, text + "x") != "right"


@given(LISTS)
def test_a_list_is_right_as_it_is_and_with_nothing_more(items):
    assert judged({"list": items}, items) == "right"
    assert judged({"list": items}, [*items, 1]) == "items"


@given(st.lists(SINGLES, min_size=1, max_size=6))
def test_each_of_several_is_right(values):
    assert {judged({"one_of": values}, value) for value in values} == {"right"}


@given(EXPECTED.filter(lambda expect: "number" in expect or "list" in expect), st.booleans())
def test_true_and_false_are_no_numbers(expect, answer):
    assert judged(expect, answer) != "right"


@pytest.mark.parametrize(
    ("expect", "answer", "verdict"),
    [
        ({"number": 6.4, "tolerance": 0.05}, 6.4433, "right"),
        ({"number": 1}, True, "a_number"),
        ({"number": 1}, "1", "a_number"),
        ({"number": 1}, math.nan, "a_number"),
        ({"text": "EWR"}, 1, "a_text"),
        ({"true": True}, False, "value"),
        ({"true": True}, 1, "a_truth"),
        ({"list": [1, 2]}, [2, 1], "items"),
        ({"list": [1, 2]}, (1.0, 2), "right"),
        ({"one_of": ["a", 2]}, [2], "value"),
        ({"table": {"rows": 2}}, [1], "a_table"),
        ({"text": "a"}, len, "a_text"),
    ],
)
def test_what_is_wrong_is_told_in_general(expect, answer, verdict):
    assert judged(expect, answer) == verdict


def test_a_table_is_judged_by_rows_columns_and_sums():
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame({"a": [1, 2], "b": ["x", "y"]})
    assert judged({"table": {"rows": 2, "columns": ["a"], "sums": {"a": 3}}}, table) == "right"
    assert judged({"table": {"rows": 3}}, table) == "rows"
    assert judged({"table": {"columns": ["c"]}}, table) == "columns"
    assert judged({"table": {"sums": {"a": 4}}}, table) == "sums"
    assert judged({"list": [1, 2]}, table["a"]) == "right"
    assert judged({"number": 3}, table["a"].sum()) == "right"


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "code"},
        {"kind": "number", "value": math.inf},
        {"kind": "text", "value": "x" * 1001},
        {"kind": "list", "items": [1] * 1001},
        {"kind": "list", "items": [[1]]},
        {"kind": "number", "value": 1, "right": True},
    ],
)
def test_evidence_is_small_and_of_a_known_form(told):
    with pytest.raises(ValidationError):
        Evidence.model_validate(told)


def test_hints_come_in_order_and_then_none():
    assert [hints_for(["a", "b"], tries) for tries in (1, 2, 3)] == ["a", "b", None]

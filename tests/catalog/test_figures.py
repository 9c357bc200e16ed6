"""Recording figures, and what a notebook tells of its run."""

import json

import numpy
import pytest

import lyceum_catalog
from lyceum_catalog import figures
from lyceum_catalog.facts import VARIABLE
from lyceum_catalog.figures import CannotRecord


@pytest.fixture
def told(tmp_path, monkeypatch):
    """The facts that were told, as a function."""
    monkeypatch.setattr(figures, "recorded", set())
    monkeypatch.setenv(VARIABLE, str(tmp_path / "facts"))
    return lambda: [json.loads(line) for line in (tmp_path / "facts").read_text().splitlines()]


def test_a_figure_is_printed_and_told(told, capsys):
    lyceum_catalog.record("mean delay", 12.5)
    lyceum_catalog.record("flights", numpy.int64(3))
    assert capsys.readouterr().out == "mean delay = 12.5\nflights = 3\n"
    assert told() == [{"figure": "mean delay", "value": 12.5}, {"figure": "flights", "value": 3}]


@pytest.mark.parametrize("value", [numpy.float32(2), numpy.array([2.0]), numpy.array(2), 2, 2.0])
def test_numbers_of_other_makes_do_as_well(told, value):
    lyceum_catalog.record("two", value)
    assert told() == [{"figure": "two", "value": 2}]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, "2", None, numpy.array([1, 2]), 10**400])
def test_what_is_no_finite_number_is_refused(told, value):
    with pytest.raises(CannotRecord, match="'it' is"):
        lyceum_catalog.record("it", value)


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 101, 3])
def test_what_is_no_name_is_refused(told, name):
    with pytest.raises(CannotRecord):
        lyceum_catalog.record(name, 1)


def test_there_are_at_most_two_hundred_figures(told):
    for number in range(200):
        lyceum_catalog.record(f"figure {number}", number)
    with pytest.raises(CannotRecord, match="one too many"):
        lyceum_catalog.record("another", 1)
    lyceum_catalog.record("figure 7", 8)
    assert told()[-1] == {"figure": "figure 7", "value": 8}


def test_by_hand_it_is_only_printed(monkeypatch, capsys):
    monkeypatch.delenv(VARIABLE, raising=False)
    lyceum_catalog.record("by hand", 1)
    assert capsys.readouterr().out == "by hand = 1\n"


def test_a_file_that_is_gone_does_not_stop_a_notebook(monkeypatch, capsys):
    monkeypatch.setenv(VARIABLE, "/nowhere/facts")
    lyceum_catalog.record("anyway", 1)
    assert capsys.readouterr().out == "anyway = 1\n"


def test_what_was_written_is_told(told):
    lyceum_catalog.wrote("daily_delays")
    assert told() == [{"entry": "daily_delays", "version": None, "role": "written"}]

"""What is printed is aligned, short, and cannot steer a terminal."""

import pytest

from lyceum_hub.cli.printing import clock, facts, figures, moment, plain, sparkline, table, values


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;new title\x07here", "here"),
        ("\x1b]8;;http://evil\x1b\\link", "link"),
        ("\x1bcreset \x9b2J \0", "creset 2J "),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("5 %\r10 %", "5 %\r10 %"),
    ],
)
def test_nothing_printed_steers_a_terminal(text, left):
    assert plain(text) == left


def test_columns_are_aligned_and_empty_ones_left_out():
    assert table([("A", "B", "LONG"), ("1", "", "x"), ("333", "", "")]) == "A    LONG\n1    x\n333"


@pytest.mark.parametrize(("seconds", "shown"), [(0.4, "0:00"), (61, "1:01"), (3600, "1:00:00"), (90061, "25:01:01")])
def test_durations_are_minutes_and_seconds(seconds, shown):
    assert clock(seconds) == shown


def test_instants_are_shown_as_clocks_show_them(monkeypatch):
    assert moment("2026-07-01T04:00:00.000Z", "Europe/Paris") == "Wed 2026-07-01 06:00 CEST"
    assert moment(None) == ""


def test_values_and_figures_have_their_names():
    assert values({"top": 3, "kind": "é"}) == 'top = 3, kind = "é"'
    assert figures({"rows": 1000000, "rmse": 0.123456789}) == "rows = 1e+06, rmse = 0.123457"
    assert facts([("Name", "x"), ("Nothing", None), ("Zero", 0)]) == ["  Name        x", "  Zero        0"]


@pytest.mark.parametrize(("series", "line"), [([1, 1], "▁▁"), ([0, 7], "▁█"), ([0, 1, 2, 3], "▁▃▆█")])
def test_a_series_is_a_line_of_bars(series, line):
    assert sparkline(series) == line

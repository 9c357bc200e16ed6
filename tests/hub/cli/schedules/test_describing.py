"""Schedules in words."""

import pytest

from lyceum_hub.cli.schedules.describing import figures, notice, standing

CLOCK = {"enabled": True, "next": ["2026-10-05T04:00:00.000Z"], "timezone": "Europe/Paris", "text": "At 06:00"}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({}, "Mon 2026-10-05 06:00 CEST"),
        ({"enabled": False}, "paused"),
        ({"next": []}, "over"),
        ({"next": [], "after": {"entry": "flights"}}, "waits"),
    ],
)
def test_a_schedule_says_when_it_fires_next_or_why_not(more, says):
    assert standing({**CLOCK, **more}) == says


def test_figures_are_shown_as_they_went():
    history = [{"figures": {"rmse": 3.0}}, {"figures": {}}, {"figures": {"rmse": 1.0, "rows": 7}}]
    assert figures(history) == [
        "",
        "Figures of its last 3 runs",
        "  rmse  █▁  1 (from 1 to 3)",
        "  rows  ▁  7 (from 7 to 7)",
    ]
    assert figures([]) == figures([{"figures": {}}]) == []


def test_who_is_told_of_what():
    ends = {"on": ["failure", "recovery"], "email": "ada@example.org"}
    assert notice(ends) == "ada@example.org: failure, recovery"
    bound = {"on": [], "figure": {"name": "rmse", "above": 0.5, "below": None}, "webhook": "https://example.org/…"}
    assert notice(bound) == "https://example.org/…: rmse > 0.5"

"""Schedules at the prompt: every rule can be said, shown, changed and taken back."""

from datetime import UTC, datetime

import pytest


@pytest.fixture
def made(asked, file):
    return asked("schedule", "add", file, "--every", "10m", "-p", "top=3", "-p", "kind=7")


def test_a_schedule_is_added_listed_paused_resumed_and_deleted(asked, lyceum, refused, made):
    assert (made["every"], made["parameters"], made["overlap"]) == (600, {"top": 3, "kind": "7"}, "skip")
    assert made["id"] in lyceum("schedule", "list").stdout
    assert "paused" in lyceum("schedule", "pause", made["id"]).stdout
    assert asked("schedule", "list")["items"][0]["enabled"] is False
    assert asked("schedule", "resume", made["id"])["enabled"] is True
    assert "work" in lyceum("schedule", "delete", made["id"]).stdout
    assert "`lyceum schedule add NOTEBOOK" in lyceum("schedule", "list").stdout
    for command in ("pause", "resume", "delete", "show", "change"):
        assert "There is no schedule" in refused("schedule", command, made["id"])


def test_every_rule_of_a_schedule_can_be_said(asked, file):
    rules = ("--overlap", "replace", "--catch-up", "all", "--start", "2090-01-01T00:00Z", "--end", "2091-01-01T00:00")
    zone = ("--timezone", "Asia/Tokyo")
    made = asked("schedule", "add", file, "--cron", "0 6 * * *", *rules, *zone, "--retries", "2")
    assert [made[key] for key in ("overlap", "catch_up", "timezone")] == ["replace", "all", "Asia/Tokyo"]
    assert made["retries"]["most"] == 2
    assert datetime.fromisoformat(made["start"]) == datetime(2090, 1, 1, tzinfo=UTC)
    assert datetime.fromisoformat(made["end"]) == datetime(2090, 12, 31, 15, tzinfo=UTC)


def test_firings_are_shown_as_the_clocks_of_the_zone_show_them(lyceum, file):
    timing = ("--cron", "0 6 * * 1", "--timezone", "Asia/Tokyo")
    for command in (("schedule", "add", file), ("schedule", "preview"), ("run", file)):
        done = lyceum(*command, *timing)
        assert done.exit_code == 0
        assert done.stdout.count("06:00 JST") == 5
        assert "Mon " in done.stdout


def test_a_preview_keeps_nothing(asked):
    found = asked("schedule", "preview", "--every", "1d", "--start", "2090-01-01T06:00")
    assert found["next"][0] == "2090-01-01T06:00:00.000Z"
    assert asked("schedule", "list")["total"] == 0


def test_a_schedule_is_changed_in_what_is_named(asked, made):
    changed = asked("schedule", "change", made["id"], "-p", "kind=8", "--retries", "1", "--name", "other")
    assert changed["parameters"] == {"top": 3, "kind": "8"}
    assert (changed["name"], changed["retries"]["most"], changed["every"]) == ("other", 1, 600)
    timed = asked("schedule", "change", made["id"], "--cron", "0 6 * * *", "--clear", "retries")
    assert (timed["cron"], timed["every"], timed["retries"], timed["name"]) == ("0 6 * * *", None, None, "other")


def test_a_change_of_nothing_is_refused(refused, made):
    assert "What shall be different?" in refused("schedule", "change", made["id"])


def test_a_schedule_is_shown_with_its_rules(lyceum, asked, made):
    shown = lyceum("schedule", "show", made["id"]).stdout
    for said in ("work: Every 10 minutes", "top = 3", "skip", "latest"):
        assert said in shown
    assert asked("schedule", "show", made["id"])["id"] == made["id"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "one thing that sets it off"),
        (("--cron", "0 0 31 2 *"), "Bad day-of-month"),
        (("--cron", "0 6 * *"), "instead of five"),
        (("--every", "10"), "greater than or equal to 60"),
        (("--every", "10m", "--timezone", "Mars/Base"), "There is no time zone 'Mars/Base'."),
        (("--every", "10m", "--start", "soon"), "--start soon in UTC is no point in time."),
        (("--every", "10m", "--end", "2020-01-01T00:00"), "Choose a later end"),
        (("--after", "x:often"), "Write x:success, :failure or :end."),
        (("--after", "x", "--after-entry", "flights"), "Name one of them."),
    ],
)
def test_a_schedule_that_cannot_be_is_refused_in_a_sentence(refused, asked, file, options, says):
    assert says in refused("schedule", "add", file, *options)
    assert asked("schedule", "list")["total"] == 0


@pytest.mark.parametrize("options", [("--every", "often"), ("--overlap", "dance"), ("--keep-count", "0")])
def test_options_that_do_not_fit_exit_with_two(refused, file, options):
    assert "Usage: lyceum" in refused("schedule", "add", file, *options, code=2)

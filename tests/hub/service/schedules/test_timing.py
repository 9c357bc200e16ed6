"""Timings: firings of cron expressions and intervals, and which of them are due."""

from datetime import UTC, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import pytest

from lyceum_hub.errors import Invalid
from lyceum_hub.service.schedules.timing import Timing
from lyceum_hub.service.schedules.words import after, described, span

SIX = datetime(2027, 1, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "local"),
    [
        (datetime(2027, 3, 27, 12, tzinfo=UTC), "2027-03-28 03:00"),  # 02:30 does not exist
        (datetime(2027, 10, 30, 12, tzinfo=UTC), "2027-10-31 02:30"),  # 02:30 comes twice
    ],
)
def test_a_gap_or_an_overlap_of_daylight_saving_fires_once(after, local):
    first, second = Timing("30 2 * * *", "Europe/Paris").after(after, 2)
    assert f"{first.astimezone(ZoneInfo('Europe/Paris')):%Y-%m-%d %H:%M}" == local
    assert second - first > timedelta(hours=20)


def test_several_firings_in_a_gap_are_one():
    firings = Timing("0,30 2,3 * * *", "Europe/Paris").after(datetime(2027, 3, 27, 12, tzinfo=UTC), 3)
    assert [f"{firing:%d %H:%M}" for firing in firings] == ["28 01:00", "28 01:30", "29 00:00"]


def test_the_second_pass_of_an_overlap_never_fires_in_the_past():
    second_pass = datetime(2027, 10, 31, 1, 35, tzinfo=UTC)  # 02:35 for the second time
    (firing,) = Timing("40 2 * * *", "Europe/Paris").after(second_pass, 1)
    assert f"{firing:%Y-%m-%d %H:%M}" == "2027-11-01 01:40"


@pytest.mark.parametrize(
    ("cron", "local"),
    [("*/30 1 * * 0", ["01:00", "01:30"]), ("*/30 0 * * 0", [])],  # the clock goes from 24:00 to 01:00
)
def test_a_job_that_follows_the_clock_keeps_to_it_where_midnight_is_left_out(cron, local):
    before, zone = datetime(2027, 3, 27, 12, tzinfo=UTC), ZoneInfo("Asia/Beirut")
    firings = [firing.astimezone(zone) for firing in Timing(cron, "Asia/Beirut").after(before, 2)]
    assert [f"{firing:%H:%M}" for firing in firings if f"{firing:%d}" == "28"] == local


def test_start_and_end_belong_to_the_time_between_them():
    timing = Timing("0 6 * * *", start=SIX, end=SIX + timedelta(days=1))
    assert timing.after(SIX - timedelta(days=9), 5) == [SIX, SIX + timedelta(days=1)]


def test_an_interval_counts_from_its_start():
    timing = Timing(None, every=3600, start=SIX)
    assert timing.after(SIX - timedelta(days=1), 2) == [SIX, SIX + timedelta(hours=1)]
    assert timing.after(SIX, 1) == [SIX + timedelta(hours=1)]
    assert timing.after(SIX + timedelta(minutes=150), 1) == [SIX + timedelta(hours=3)]


def test_an_interval_without_a_start_begins_now():
    timing = Timing.checked(None, every=60)
    assert timing.start
    assert datetime.now(UTC) - timing.start < timedelta(seconds=5)


@pytest.mark.parametrize("away", [timedelta(0), timedelta(minutes=7), timedelta(hours=30), timedelta(days=60)])
@pytest.mark.parametrize("most", [1, 20])
@pytest.mark.parametrize("timing", [Timing("*/5 * * * *"), Timing("0 6 * * *"), Timing(None, every=300, start=SIX)])
def test_the_last_that_are_due_are_found_however_long_nobody_looked(timing, most, away):
    now = SIX + away
    due = timing.due(SIX, now, most)
    all_of_them = list(takewhile(lambda firing: firing <= now, timing.firings(SIX - timedelta(seconds=1))))
    assert due == all_of_them[-most:]


def test_a_firing_that_was_due_is_not_lost_when_the_rules_of_its_zone_have_changed():
    due = SIX + timedelta(minutes=13)
    assert Timing("0 6 * * *").due(due, due + timedelta(seconds=1), 1) == [due]


def test_a_day_that_never_comes_is_refused():
    with pytest.raises(Invalid, match="day-of-month"):
        Timing.checked("0 0 30 2 *", "UTC")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(60, "Every minute"), (90, "Every 90 seconds"), (7200, "Every 2 hours"), (86400, "Every day")],
)
def test_an_interval_reads_well(seconds, words):
    assert span(seconds, "en") == words


def test_in_french_as_well():
    assert span(7200, "fr") == "Toutes les 2 heures"
    assert described("0 6 * * 1-5", "fr") == "À 06:00, de lundi à vendredi"
    assert after("success", None, "fr") == "après réussite : une planification supprimée"
    until = Timing("0 6 * * *", "UTC", end=datetime(2027, 1, 1, tzinfo=UTC))
    assert until.text(language="fr") == "À 06:00, jusqu’au 2027-01-01 00:00 (UTC)"

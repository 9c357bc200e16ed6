"""Firings over two years in ten zones are those of Debian's cron, worked out independently."""

from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from lyceum_hub.service.schedules.timing import Timing
from support import debian_cron
from support.debian_cron import Field, Job

BEGIN, END = datetime(2027, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
ZONES = (
    "Africa/Cairo",  # changes at midnight
    "America/New_York",
    "America/Santiago",  # changes at midnight, in the south
    "America/St_Johns",  # half an hour off
    "Asia/Beirut",
    "Asia/Kolkata",  # never changes
    "Australia/Lord_Howe",  # changes by half an hour
    "Europe/Dublin",  # its winter time is the special one
    "Europe/Paris",
    "Pacific/Chatham",  # three quarters of an hour off
)
RANGES = {"minute": (0, 59), "hour": (0, 23), "day": (1, 31), "month": (1, 12), "weekday": (0, 6)}
AFEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])


def plain(*values):
    return Field(",".join(map(str, values)), frozenset(values))


def star(low, high, step=1):
    return Field("*" if step == 1 else f"*/{step}", frozenset(range(low, high + 1, step)))


def field(name):
    """A star, a star with a step, a value, a list or a range."""
    low, high = RANGES[name]
    value = st.integers(low, high)
    return st.one_of(
        st.just(star(low, high)),
        st.builds(star, st.just(low), st.just(high), st.integers(2, high)),
        value.map(plain),
        st.lists(value, min_size=2, max_size=4, unique=True).map(lambda values: plain(*values)),
        st.tuples(value, value).map(lambda ends: between(*sorted(ends))),
    )


def between(low, high):
    return Field(f"{low}-{high}", frozenset(range(low, high + 1)))


JOBS = st.builds(Job, **{name: field(name) for name in RANGES})
NIGHTLY = st.builds(
    Job,
    minute=field("minute"),
    hour=st.lists(st.integers(0, 4), min_size=1, max_size=4, unique=True).map(lambda hours: plain(*hours)),
    day=st.just(star(1, 31)),
    month=st.just(star(1, 12)),
    weekday=st.just(star(0, 6)),
)


def job(minute, hour, day=None, month=None):
    return Job(minute, hour, day or star(1, 31), month or star(1, 12), star(0, 6))


def compare(job, zone, since, count):
    expected = islice((at for at in debian_cron.firings(job, zone, BEGIN, END) if at > since), count)
    found = Timing(job.cron, zone).firings(since)
    assert [at for at in islice(found, count) if at < END] == list(expected), job.cron


@pytest.mark.parametrize("zone", ZONES)
@example(job(plain(0), plain(0), plain(29), plain(2)))
@example(job(star(0, 59, 30), star(0, 23)))
@example(job(star(0, 59, 30), star(0, 23), plain(1)))
@AFEW
@given(JOBS)
def test_two_years_of_firings_are_those_of_debians_cron(zone, job):
    try:
        Timing(job.cron, zone).after(BEGIN, 1)
    except Exception:
        assume(False)  # such as 31 February
    compare(job, zone, BEGIN + timedelta(days=1), 80)


@pytest.mark.parametrize("zone", ZONES)
@AFEW
@given(NIGHTLY, st.data())
def test_around_a_change_of_the_clocks_nothing_is_doubled_or_left_out(zone, job, data):
    changes = [period.end for period in debian_cron.periods(zone, BEGIN, END)][:-1] or [BEGIN + timedelta(days=90)]
    near = data.draw(st.sampled_from(changes)) + timedelta(minutes=data.draw(st.integers(-300, 300)))
    compare(job, zone, near, 30)


@pytest.mark.parametrize("zone", ZONES)
@AFEW
@given(JOBS, st.integers(0, 660), st.integers(0, 60 * 1440), st.integers(1, 20))
def test_what_is_due_after_any_downtime_are_the_last_firings(zone, job, days, minutes, most):
    begin = BEGIN + timedelta(days=days)
    now = begin + timedelta(minutes=minutes)
    past = [at for at in debian_cron.firings(job, zone, begin, begin + timedelta(days=61)) if begin < at <= now]
    assume(past)
    assert Timing(job.cron, zone).due(past[0], now, most) == past[-most:]


def test_a_leap_day_comes_in_leap_years():
    leap_day = Timing("0 6 29 2 *", "Europe/Paris").after(datetime(2027, 1, 1, tzinfo=UTC), 2)
    assert [f"{firing:%Y-%m-%d}" for firing in leap_day] == ["2028-02-29", "2032-02-29"]


@AFEW
@given(st.integers(60, 10**7), st.integers(0, 10**9), st.integers(-(10**8), 10**8), st.integers(0, 10**8))
def test_an_interval_fires_at_every_multiple_from_its_start_up_to_its_end(every, offset, before, length):
    start = BEGIN + timedelta(seconds=offset)
    end, since = start + timedelta(seconds=length), start + timedelta(seconds=before)
    found = list(islice(Timing(None, every=every, start=start, end=end).firings(since), 50))
    expected = [start + timedelta(seconds=every * n) for n in range(length // every + 1) if every * n > before]
    assert found == expected[:50]

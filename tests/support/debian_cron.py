"""When Debian's cron fires, worked out by hand: no parser, no library but the zones' offsets.

Time is cut into periods between two changes of the offset. In each, the clock shows every minute once. A job whose
minute or hour begins with a star fires whenever the clock shows a matching time. Any other job fires once for a
matching time: the first time the clock shows it, or just after the gap that it fell into.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

STEP = timedelta(minutes=15)  # offsets change at quarters of an hour
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Field:
    """A cron field: how it is written, and the values that it stands for."""

    text: str
    values: frozenset[int]

    @property
    def starred(self) -> bool:
        return self.text.startswith("*")


@dataclass(frozen=True)
class Job:
    """Five fields; Sunday is 0."""

    minute: Field
    hour: Field
    day: Field
    month: Field
    weekday: Field

    @property
    def cron(self) -> str:
        return " ".join(field.text for field in (self.minute, self.hour, self.day, self.month, self.weekday))

    @property
    def follows_the_clock(self) -> bool:
        return self.minute.starred or self.hour.starred

    def comes_on(self, day: date) -> bool:
        in_month, in_week = day.day in self.day.values, day.isoweekday() % 7 in self.weekday.values
        both = self.day.starred or self.weekday.starred
        return day.month in self.month.values and ((in_month and in_week) if both else (in_month or in_week))

    def shown_between(self, first: datetime, last: datetime) -> Iterator[datetime]:
        """Yield the matching times of a clock that goes evenly from the first up to, not including, the last."""
        midnight = first.replace(hour=0, minute=0)
        while midnight < last:
            if self.comes_on(midnight.date()):
                for hour in sorted(self.hour.values):
                    for minute in sorted(self.minute.values):
                        shown = midnight.replace(hour=hour, minute=minute)
                        if first <= shown < last:
                            yield shown
            midnight += DAY


@dataclass(frozen=True)
class Period:
    """A time with one offset, from its begin up to, not including, its end; both in UTC."""

    begin: datetime
    end: datetime
    offset: timedelta

    def shown(self, instant: datetime) -> datetime:
        return (instant + self.offset).replace(tzinfo=None)


@cache
def periods(zone: str, begin: datetime, end: datetime) -> tuple[Period, ...]:
    """Return the periods of a zone that cover the time between two quarters of an hour."""
    found, since, at = [], begin, begin
    offset = begin.astimezone(ZoneInfo(zone)).utcoffset()
    while at < end:
        at += STEP
        new = at.astimezone(ZoneInfo(zone)).utcoffset()
        if new != offset or at >= end:
            found.append(Period(since, at, offset))
            since, offset = at, new
    return tuple(found)


def firings(job: Job, zone: str, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Yield when a job fires, in UTC."""
    latest_shown = None
    for period in periods(zone, begin, end):
        first, last = period.shown(period.begin), period.shown(period.end)
        if not job.follows_the_clock and latest_shown is not None:
            missed = any(job.shown_between(latest_shown, first))
            if missed and first not in job.shown_between(first, first + timedelta(minutes=1)):
                yield period.begin
            first = max(first, latest_shown)
        for shown in job.shown_between(first, last):
            yield (shown - period.offset).replace(tzinfo=UTC)
        latest_shown = max(last, latest_shown or last)

"""Months and days, in UTC: what quotas begin anew with, and what use is counted by."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta


@dataclass(frozen=True)
class Month:
    """A month of the calendar."""

    first: date

    @classmethod
    def of(cls, at: datetime) -> "Month":
        """Return the month that an instant is in."""
        return cls(at.astimezone(UTC).date().replace(day=1))

    @property
    def next(self) -> "Month":
        """The month after it."""
        return Month((self.first + timedelta(days=31)).replace(day=1))

    @property
    def before(self) -> "Month":
        """The month before it."""
        return Month((self.first - timedelta(days=1)).replace(day=1))

    @property
    def last(self) -> date:
        """Its last day."""
        return self.next.first - timedelta(days=1)

    @property
    def name(self) -> str:
        """What it is called."""
        return calendar.month_name[self.first.month]


def days_between(since: datetime, until: datetime) -> Iterator[tuple[date, float]]:
    """Yield each day of a time that is longer than nothing, and the share of the time that is on it."""
    whole, start = (until - since).total_seconds(), since.astimezone(UTC)
    while start < until:
        midnight = datetime.combine(start.date() + timedelta(days=1), time(), UTC)
        end = min(midnight, until)
        yield start.date(), (end - start).total_seconds() / whole
        start = end

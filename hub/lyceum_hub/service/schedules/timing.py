"""When a schedule fires: a cron expression or an interval, from a start to an end, read in a time zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from itertools import count as numbers
from itertools import islice, takewhile
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

from lyceum_hub.errors import Invalid
from lyceum_hub.service.schedules.words import BOUNDS, described, span

ONE_OF = "Give `cron`, such as `0 6 * * 1-5`, or `every`, in seconds, or `after`, what it waits for."
INSTANT = timedelta(microseconds=1)
MINUTE, WEEK = timedelta(minutes=1), timedelta(weeks=1)


@dataclass(frozen=True)
class Timing:
    """When a schedule fires: at five cron fields in an IANA time zone, or every so many seconds from a start."""

    cron: str | None
    timezone: str = "UTC"
    every: int | None = None
    start: datetime | None = None
    end: datetime | None = None

    @classmethod
    def checked(
        cls,
        cron: str | None,
        timezone: str = "UTC",
        every: int | None = None,
        start: datetime | None = None,
        end: datetime | None = None,
        waits: bool = False,
    ) -> "Timing":
        """Return the timing, an interval's start being now by default; raise Invalid when it would never fire.

        One that waits for something else than a time has neither a cron expression nor an interval.
        """
        if (cron is not None) + (every is not None) + waits != 1:
            raise Invalid("A schedule has one thing that sets it off.", field="cron", remedy=ONE_OF)
        if timezone not in timezones():
            remedy = "Use a name such as Europe/Paris or UTC."
            raise Invalid(f"There is no time zone {timezone!r}.", field="timezone", remedy=remedy)
        if cron is not None:
            check_cron(cron, timezone)
        start = datetime.now(UTC) if every and not start else start
        timing = cls(cron, timezone, every, bound(start, "start"), bound(end, "end"))
        now = datetime.now(UTC)
        if timing.is_over(max(now, timing.start or now)) if waits else not timing.after(now, 1):
            remedy = "Choose a later end, or none."
            raise Invalid("It would never fire: nothing comes between now and its end.", field="end", remedy=remedy)
        return timing

    def after(self, instant: datetime, count: int) -> list[datetime]:
        """Return the next firings after an instant, in UTC."""
        return list(islice(self.firings(instant), count))

    def firings(self, since: datetime) -> Iterator[datetime]:
        """Yield the firings after an instant, in UTC; a gap or overlap of daylight saving fires once."""
        first = max(since, self.start - INSTANT) if self.start else since
        if not (self.every or self.cron):
            return iter(())
        found = self._by_interval(first) if self.every else self._by_cron(first)
        return takewhile(lambda firing: self.end is None or firing <= self.end, found)

    def due(self, first: datetime, now: datetime, most: int) -> list[datetime]:
        """Return the last firings, at most so many, from one that was due up to now; the first at least."""
        window = timedelta(minutes=most)
        while True:
            since = max(first - INSTANT, now - window)
            found = list(takewhile(lambda firing: firing <= now, self.firings(since)))
            if len(found) >= most or since < first:
                return found[-most:] or [first]
            window *= 8

    def has_begun(self, now: datetime) -> bool:
        """Tell whether its start, if it has one, has come."""
        return self.start is None or self.start <= now

    def is_over(self, now: datetime) -> bool:
        """Tell whether its end, if it has one, has passed."""
        return self.end is not None and self.end < now

    def text(self, waits_for: str | None = None, language: str = "en") -> str:
        """Return the timing in words, given those for what it waits for where that is no time."""
        what = waits_for or (span(self.every, language) if self.every else described(self.cron or "", language))
        bounds = zip(BOUNDS[language], (self.start, self.end), strict=True)
        limits = [f"{word} {self._local(instant):%Y-%m-%d %H:%M}" for word, instant in bounds if instant]
        return ", ".join([what, *limits]) + (f" ({self.timezone})" if limits or not waits_for else "")

    def _local(self, instant: datetime) -> datetime:
        return instant.astimezone(ZoneInfo(self.timezone))

    def _by_cron(self, since: datetime) -> Iterator[datetime]:
        assert self.cron is not None
        minute, hour, *_ = self.cron.split()
        return self._by_clock(since) if "*" in (minute[0], hour[0]) else self._at_times(since)

    def _at_times(self, since: datetime) -> Iterator[datetime]:
        """Yield a job's times, each once: cronsim repeats one in a gap, and goes back in an overlap."""
        latest = since
        for local in CronSim(self.cron or "", self._local(since)):
            if (firing := local.astimezone(UTC)) > latest:
                latest = firing
                yield firing

    def _by_clock(self, since: datetime) -> Iterator[datetime]:
        """Yield whenever the clock shows a job's time, from one change of the clock to the next.

        cronsim on its own takes a midnight that a gap leaves out for a time, and misses the hour after it.
        """
        while True:
            first = since + INSTANT
            offset, change = offset_at(first, self.timezone), next_change(first, self.timezone)
            for shown in CronSim(self.cron or "", (since + offset).replace(tzinfo=None)):
                firing = (shown - offset).replace(tzinfo=UTC)
                if firing >= change:
                    break
                yield firing
            else:
                return
            since = change - INSTANT

    def _by_interval(self, since: datetime) -> Iterator[datetime]:
        assert self.every
        assert self.start
        step = timedelta(seconds=self.every)
        return (self.start + number * step for number in numbers((since - self.start) // step + 1))


@cache
def timezones() -> frozenset[str]:
    """Return the names of the IANA time zones."""
    return frozenset(available_timezones())


def offset_at(instant: datetime, timezone: str) -> timedelta:
    """Return how far a zone's clocks are ahead of UTC."""
    return instant.astimezone(ZoneInfo(timezone)).utcoffset() or timedelta(0)


def next_change(instant: datetime, timezone: str) -> datetime:
    """Return when a zone's clocks change next, to the minute; a year later when they do not before."""
    return change_after(instant.astimezone(UTC).replace(second=0, microsecond=0), timezone)


@lru_cache(maxsize=1024)  # a thousand schedules may be due in the same minute
def change_after(before: datetime, timezone: str) -> datetime:
    """Return when a zone's clocks change after a minute; a year later when they do not before."""
    offset = offset_at(before, timezone)
    weeks = (before + number * WEEK for number in range(1, 53))
    after = next((week for week in weeks if offset_at(week, timezone) != offset), None)
    if after is None:
        return before + 52 * WEEK
    before = after - WEEK
    while after - before > MINUTE:
        middle = before + (after - before) // MINUTE // 2 * MINUTE
        before, after = (middle, after) if offset_at(middle, timezone) == offset else (before, middle)
    return after


def check_cron(cron: str, timezone: str) -> None:
    """Raise Invalid for what is no cron expression of five fields, and for a day that never comes."""
    remedy = "Write five fields: minute, hour, day of month, month, day of week, such as `0 6 * * 1-5`."
    fields = len(cron.split())
    if fields != 5:
        raise Invalid(f"{cron!r} has {fields} fields instead of five.", field="cron", remedy=remedy)
    try:
        comes = Timing(cron, timezone).after(datetime.now(UTC), 1)
    except CronSimError as error:
        raise Invalid(f"{cron!r} is no cron expression: {error}.", field="cron", remedy=remedy) from error
    if not comes:
        raise Invalid(f"{cron!r} never comes.", field="cron", remedy="Choose a day that exists.")


def bound(instant: datetime | None, field: str) -> datetime | None:
    """Return a start or end as a whole second in UTC; raise Invalid for a year out of reach."""
    if instant is None:
        return None
    if not 2000 < instant.year < 2100:
        raise Invalid(f"The year {instant.year} is out of reach.", field=field, remedy="Choose one of this century.")
    return instant.astimezone(UTC).replace(microsecond=0)

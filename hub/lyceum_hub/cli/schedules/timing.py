"""When and how a schedule fires, as the command line says it."""

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from lyceum_hub.errors import Invalid

UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
ENDINGS = ("success", "failure", "end")


class Interval(click.ParamType[int]):
    """A number of seconds, such as 600, 10m, 2h or 1d."""

    name = "interval"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> int:
        """Return the seconds."""
        found = re.fullmatch(r"(\d{1,9})\s*([smhd]?)", str(value), re.ASCII)
        if not found:
            self.fail(f"{value!r} is no interval; write 600, 10m, 2h or 1d.", param, context)
        return int(found[1]) * UNITS[found[2]]


WHEN = (
    click.option("--cron", help="Minute, hour, day of month, month, day of week."),
    click.option("--every", type=Interval(), metavar="INTERVAL", help="Instead of --cron, such as 10m, 2h or 1d."),
    click.option("--timezone", help="The time zone of --cron, --start and --end; UTC by default."),
    click.option("--start", metavar="TIME", help="Nothing fires before, such as 2027-01-01T06:00."),
    click.option("--end", metavar="TIME", help="Nothing fires after."),
)
RULES = (
    click.option("--after", metavar="SCHEDULE[:END]", help="Fire after another's success (default), failure or end."),
    click.option("--after-entry", metavar="NAME", help="Fire when a catalog entry gets a new version."),
    click.option("--overlap", type=click.Choice(["skip", "replace", "allow"]), help="While an earlier run goes on."),
    click.option("--catch-up", type=click.Choice(["latest", "none", "all"]), help="What was missed in a downtime."),
    click.option("--keep-count", type=click.IntRange(1), metavar="RUNS", help="Keep the outputs of so many runs."),
    click.option("--keep-days", type=click.IntRange(1), metavar="DAYS", help="Keep outputs for so many days."),
)


@dataclass(frozen=True)
class Timed:
    """What the options of a command say of when and how a schedule fires."""

    cron: str | None = None
    every: int | None = None
    timezone: str | None = None
    start: str | None = None
    end: str | None = None
    after: str | None = None
    after_entry: str | None = None
    overlap: str | None = None
    catch_up: str | None = None
    keep_count: int | None = None
    keep_days: int | None = None

    def request(self, zone: str = "UTC") -> dict[str, Any]:
        """Return the fields of a request; times that name no zone are read in the one given here, or in `zone`."""
        zone = self.timezone or zone
        keep = {"count": self.keep_count, "days": self.keep_days}
        wanted = {
            **{field: getattr(self, field) for field in ("cron", "every", "timezone", "overlap", "catch_up")},
            "start": instant("start", self.start, zone),
            "end": instant("end", self.end, zone),
            "after": cause(self.after, self.after_entry),
            "keep": {rule: most for rule, most in keep.items() if most},
        }
        return {field: value for field, value in wanted.items() if value}


def times(*options: Callable[..., Any]) -> Callable[..., Any]:
    """Return the decorator that gives a command options, and what they say as its argument `timed`."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def gathered(**given: Any) -> Any:
            named = {field.name: given.pop(field.name) for field in fields(Timed) if field.name in given}
            return command(timed=Timed(**named), **given)

        return functools.reduce(lambda made, option: option(made), reversed(options), gathered)

    return decorate


def instant(option: str, text: str | None, zone: str) -> str | None:
    """Return a point in time with its zone; raise Invalid when the text is none."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).isoformat()
    except (ValueError, KeyError, OSError) as error:
        remedy = "Write it as 2027-01-01T06:00, with a time zone such as Europe/Paris."
        raise Invalid(f"--{option} {text} in {zone} is no point in time.", remedy=remedy) from error


def cause(after: str | None, entry: str | None) -> dict[str, str] | None:
    """Return what sets a schedule off instead of a clock; raise Invalid when that is unclear."""
    if after and entry:
        raise Invalid("A schedule follows either another one or an entry.", remedy="Name one of them.")
    if entry:
        return {"entry": entry}
    if not after:
        return None
    schedule, _, ending = after.partition(":")
    if ending and ending not in ENDINGS:
        raise Invalid(f"{ending!r} is no end of a run.", remedy=f"Write {schedule}:success, :failure or :end.")
    return {"schedule": schedule, "on": ending or "success"}

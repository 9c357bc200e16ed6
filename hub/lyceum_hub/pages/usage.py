"""The hub's pages about use: one's own on the home page, everybody's and what it costs for administrators."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, get_args

from jupyterhub.handlers.base import BaseHandler
from jupyterhub.handlers.pages import HomeHandler
from jupyterhub.scopes import needs_scope
from tornado.web import HTTPError, authenticated

from lyceum_hub.metering.amounts import HOURS, TITLES, By, amount
from lyceum_hub.metering.metering import Metering
from lyceum_hub.metering.months import Month
from lyceum_hub.metering.reports import Asked, as_csv, file_name, report
from lyceum_hub.metering.standing import Measure, Standing
from lyceum_hub.metering.use import Use, Used, use_of_person
from lyceum_hub.servers.units import size


@dataclass(frozen=True)
class Bar:
    """One line of what somebody has used: in words, and as a share of what they may."""

    title: str
    used: str
    allowed: str  # empty where there is no limit
    share: float | None  # percent
    is_used_up: bool


class HomePage(HomeHandler):
    """The home page, with what one has used."""

    async def render_template(self, name: str, **values: Any) -> Any:
        """Return the page; where nothing can be told of the use, without it."""
        return await super().render_template(name, **values, **await self.told())

    async def told(self) -> dict[str, Any]:
        """Return what the page tells of one's use this month."""
        person, groups = self.current_user.name, {group.name for group in self.current_user.groups}
        metering: Metering = self.authenticator.metering
        try:
            stands, use = await self.authenticator.hashing.run(look_up, metering, person, groups)
        except Exception:
            self.log.exception("What %s has used is not told.", person)
            return {"bars": []}
        cost = f"{use.cost:.2f} {metering.settings.currency}" if use.cost else ""
        return {"bars": bars(stands), "month": stands.month, "cost": cost}


class UsagePage(BaseHandler):
    """Who used what in a month, and what it costs."""

    @authenticated
    @needs_scope("admin:users")
    async def get(self) -> None:
        """Show a month by persons, groups or profiles."""
        asked, metering = asked_in(self), self.authenticator.metering
        lines = await self.authenticator.hashing.run(report, metering.database, asked)
        month = Month(asked.since)
        page = await self.render_template(
            "usage.html",
            asked=asked,
            month=month,
            is_present=month == Month.of(datetime.now(UTC)),
            choices=get_args(By),
            lines=[cells(line) for line in lines],
            total=None if asked.by == "group" else cells(total(lines)),
            currency=metering.settings.currency,
        )
        self.finish(page)


class UsageTable(BaseHandler):
    """The same for spreadsheets."""

    @authenticated
    @needs_scope("admin:users")
    async def get(self) -> None:
        """Send a month as a table."""
        asked, metering = asked_in(self), self.authenticator.metering
        lines = await self.authenticator.hashing.run(report, metering.database, asked)
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        self.set_header("Content-Disposition", f'attachment; filename="{file_name(asked)}"')
        self.finish(as_csv(asked, lines, metering.settings.currency))


def look_up(metering: Metering, person: str, groups: set[str]) -> tuple[Standing, Use]:
    """Return how somebody stands, and their use; it blocks."""
    stands = metering.standing(person, groups)
    with metering.database.reading() as connection:
        return stands, use_of_person(connection, person, stands.month)


def asked_in(handler: Any) -> Asked:
    """Return the month that an address asks for, and by what; HTTPError 400 where it cannot be read."""
    by, named = handler.get_query_argument("by", "person"), handler.get_query_argument("month", "")
    try:
        month = Month(date.fromisoformat(f"{named}-01")) if named else Month.of(datetime.now(UTC))
        days = month.first, month.last
    except (ValueError, OverflowError):
        raise HTTPError(400, "Write the month as 2026-11.") from None
    if by not in get_args(By):
        raise HTTPError(400, f"Use can be shown by {', '.join(get_args(By))}.")
    return Asked(by, *days)


def bars(stands: Standing) -> list[Bar]:
    """Return what is told of a person: what is limited, and what is used although it is not."""
    told = [one for one in stands.own if one.limit is not None or (one.used and one.what != "servers")]
    return [bar(one) for one in (*told, *stands.groups)]


def bar(measure: Measure) -> Bar:
    """Return one line of it."""
    title = TITLES[measure.what] + (f" of {measure.group} together" if measure.group else "")
    allowed = "" if measure.limit is None else amount(measure.what, measure.limit)
    share = min(100, 100 * measure.used / measure.limit) if measure.limit and measure.used is not None else None
    return Bar(title, amount(measure.what, measure.used), allowed, share, measure.is_used_up)


def cells(line: Used) -> dict[str, str]:
    """Return a line of the table in words."""
    hours = {name: f"{getattr(line.use, name):,.1f}" for name in ("hours", *HOURS)}
    stored = size(line.storage) if line.storage else ""
    return {"who": line.who, **hours, "storage": stored, "cost": f"{line.use.cost:.2f}"}


def total(lines: list[Used]) -> Used:
    """Return the sum of lines."""
    parts = ("servers", "hours", *HOURS, "cost")
    use = Use(**{name: sum(getattr(line.use, name) for line in lines) for name in parts})
    return Used("Together", use, sum(line.storage or 0 for line in lines))


def handlers() -> list[tuple[str, type[Any]]]:
    """Return these pages as the hub wants them."""
    return [(r"/home", HomePage), (r"/usage", UsagePage), (r"/usage.csv", UsageTable)]

"""Use: what the loads of an entry add up to, over time and by person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, distinct, func, select, update

from lyceum_hub.database.tables import entry_index, entry_loads

MOST_PEOPLE = 200
COUNTED = 90  # days; what `uses` of the index are
AT_ONCE = 500


@dataclass(frozen=True)
class Use:
    """How often an entry was loaded within some days, by how many people, and on which days."""

    loads: int
    people: int
    by_day: list[tuple[date, int]]


@dataclass(frozen=True)
class Loader:
    """Somebody who loaded an entry: how often, and when last."""

    person: str
    loads: int
    last_at: datetime


def use_of(connection: Connection, name: str, days: int) -> Use:
    """Return the use of an entry within so many days, today's included; a day without loads is left out."""
    lately = within(name, days)
    total = select(func.coalesce(func.sum(entry_loads.c.count), 0), func.count(distinct(entry_loads.c.person)))
    daily = select(entry_loads.c.day, func.sum(entry_loads.c.count)).group_by(entry_loads.c.day)
    loads, people = connection.execute(total.where(*lately)).one()
    rows = connection.execute(daily.where(*lately).order_by(entry_loads.c.day)).all()
    return Use(loads, people, [(day, times) for day, times in rows])


def loaders_of(connection: Connection, name: str, days: int) -> list[Loader]:
    """Return who loaded an entry within so many days, the most frequent first."""
    times = func.sum(entry_loads.c.count)
    query = (
        select(entry_loads.c.person, times.label("loads"), func.max(entry_loads.c.last_at).label("last_at"))
        .where(*within(name, days))
        .group_by(entry_loads.c.person)
        .order_by(times.desc(), entry_loads.c.person)
        .limit(MOST_PEOPLE)
    )
    return [Loader(row.person, row.loads, row.last_at) for row in connection.execute(query)]


def within(name: str | ColumnElement[str], days: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions on loads of an entry within so many days."""
    return entry_loads.c.entry == name, entry_loads.c.day > datetime.now(UTC).date() - timedelta(days=days)


def recount(connection: Connection, names: Iterable[str]) -> None:
    """Have the index say how often these entries were loaded of late."""
    theirs = within(entry_index.c.name, COUNTED)
    total = select(func.coalesce(func.sum(entry_loads.c.count), 0)).where(*theirs).scalar_subquery()
    wanted = list(names)
    for start in range(0, len(wanted), AT_ONCE):
        some = entry_index.c.name.in_(wanted[start : start + AT_ONCE])
        connection.execute(update(entry_index).where(some).values(uses=total))

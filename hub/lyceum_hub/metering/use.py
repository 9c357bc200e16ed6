"""Use: what persons, groups and profiles have used, summed from the days of sessions."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, func, select

from lyceum_hub.database.tables import server_days, server_sessions, session_groups, storage_days
from lyceum_hub.metering.amounts import By
from lyceum_hub.metering.months import Month

HOUR = 3600
GB = 1e9
WHO: dict[str, ColumnElement[str]] = {
    "person": server_sessions.c.person,
    "group": session_groups.c.group,
    "profile": server_sessions.c.profile,
}


@dataclass(frozen=True)
class Use:
    """What was used in some time; `memory_hours` are those of a gigabyte, `cost` is by the profiles' prices."""

    servers: int = 0
    hours: float = 0.0
    cpu_hours: float = 0.0
    gpu_hours: float = 0.0
    memory_hours: float = 0.0
    cost: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {name: round(value, 6) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Used:
    """What a person, a group or a profile used, and the bytes that are stored for them, where that is known."""

    who: str
    use: Use
    storage: int | None = None


def use_by(connection: Connection, by: By, since: date, until: date, person: str | None = None) -> list[Used]:
    """Return what was used from one day to another, both included, most first; of one person where one is named.

    Who was in several groups counts for each.
    """
    query = sums(WHO[by], since, until, (server_sessions.c.person == person) if person else None)
    stored = storage_of(connection, by, until)
    found = [Used(row.who, use_of_row(row), stored.pop(row.who, None)) for row in connection.execute(query)]
    others = [] if person else [Used(who, Use(), size) for who, size in sorted(stored.items())]
    return sorted(found, key=lambda used: (-used.use.cost, -used.use.hours, used.who)) + others


def use_of_person(connection: Connection, person: str, month: Month) -> Use:
    """Return what somebody has used in a month."""
    return one(connection, "person", person, month)


def use_of_group(connection: Connection, group: str, month: Month) -> Use:
    """Return what those who were in a group have used in a month."""
    return one(connection, "group", group, month)


def running_of(connection: Connection, by: By, who: str) -> list[str]:
    """Return the names of the servers that run or start, of a person or of those in a group."""
    query = select(server_sessions.c.server).select_from(joined(WHO[by], days=False))
    is_open = server_sessions.c.ended_at.is_(None)
    return list(connection.execute(query.where(is_open, WHO[by] == who)).scalars())


def stored_by(connection: Connection, holder: str) -> int | None:
    """Return the bytes that are stored for `person:…` or `group:…`, as they were counted last."""
    newest = select(storage_days.c.bytes).where(storage_days.c.holder == holder)
    return connection.execute(newest.order_by(storage_days.c.day.desc()).limit(1)).scalar_one_or_none()


def one(connection: Connection, by: By, who: str, month: Month) -> Use:
    """Return the use of one person or group in a month."""
    row = connection.execute(sums(WHO[by], month.first, month.last, WHO[by] == who)).one_or_none()
    return use_of_row(row) if row else Use()


def sums(who: ColumnElement[str], since: date, until: date, of: ColumnElement[bool] | None = None) -> Select[Any]:
    """Return the query for what each used."""
    day, session = server_days.c, server_sessions.c
    columns: list[ColumnElement[Any]] = [
        who.label("who"),
        func.count(session.id.distinct()).label("servers"),
        (func.sum(day.seconds) / HOUR).label("hours"),
        (func.sum(day.cpu_seconds) / HOUR).label("cpu_hours"),
        (func.sum(day.seconds * session.gpus) / HOUR).label("gpu_hours"),
        (func.sum(day.memory_byte_seconds) / HOUR / GB).label("memory_hours"),
        (func.sum(day.seconds * session.price) / HOUR).label("cost"),
    ]
    query = select(*columns).select_from(joined(who)).where(day.day.between(since, until)).group_by(who)
    return query if of is None else query.where(of)


def joined(who: ColumnElement[str], days: bool = True) -> FromClause:
    """Return the tables that a query by persons, groups or profiles reads."""
    tables: FromClause = server_sessions
    if days:
        tables = tables.join(server_days, server_days.c.session == server_sessions.c.id)
    if who is session_groups.c.group:
        tables = tables.join(session_groups, session_groups.c.session == server_sessions.c.id)
    return tables


def storage_of(connection: Connection, by: By, until: date) -> dict[str, int]:
    """Return the bytes stored for each person or group, as they were last counted up to a day."""
    prefix = f"{by}:"
    until_then = storage_days.c.day <= until
    newest = (
        select(storage_days.c.holder, func.max(storage_days.c.day).label("day"))
        .where(storage_days.c.holder.startswith(prefix, autoescape=True), until_then)
        .group_by(storage_days.c.holder)
        .subquery()
    )
    same = (storage_days.c.holder == newest.c.holder) & (storage_days.c.day == newest.c.day)
    rows = connection.execute(select(storage_days.c.holder, storage_days.c.bytes).join(newest, same))
    return {row.holder.removeprefix(prefix): row.bytes for row in rows}


def use_of_row(row: Row[Any]) -> Use:
    """Return the sums of a row."""
    return Use(row.servers, row.hours, row.cpu_hours, row.gpu_hours, row.memory_hours, row.cost)

"""Stewardship: what there is to look after among the entries that somebody manages."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, union

from lyceum_hub.database import Database
from lyceum_hub.database.tables import entries, entry_index, entry_versions
from lyceum_hub.service.entries.access import MANAGE, Reader

MOST = 200  # of each list
OWNER, STEWARD = entry_index.c.card["owner"].as_string(), entry_index.c.card["steward"].as_string()


class Stewardship:
    """The lists of what somebody looks after."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def people(self, reader: Reader) -> set[str]:
        """Return the people who own the entries that a reader manages, or are their stewards."""
        theirs = reader.may(MANAGE, entry_index.c.name)
        with self._database.reading() as connection:
            names = connection.execute(union(select(OWNER).where(theirs), select(STEWARD).where(theirs))).scalars()
            return {name for name in names if name and not name.startswith("group:")}

    def overview(self, reader: Reader, gone: Collection[str]) -> dict[str, Any]:
        """Return what has to be confirmed, what those who are gone left, and what nobody has described."""
        absent = sorted(gone)
        left = or_(OWNER.in_(absent), STEWARD.in_(absent))
        undescribed = entry_versions.c.record["description"].as_string() == ""
        return {
            "stale": self._some(reader, entries.c.due_at <= datetime.now(UTC)),
            "left": [{**item, "gone": gone_of(item, gone)} for item in self._some(reader, left)],
            "undocumented": self._some(reader, undescribed),
        }

    def _some(self, reader: Reader, chosen: ColumnElement[bool]) -> list[dict[str, Any]]:
        query = looked_after().where(reader.may(MANAGE, entries.c.name), chosen).limit(MOST)
        with self._database.reading() as connection:
            return [shown(row._asdict()) for row in connection.execute(query)]


def looked_after() -> Select[Any]:
    """Return the query for the entries that are in use, those first that are due first."""
    version = (entry_versions.c.name == entries.c.name) & (entry_versions.c.version == entries.c.version)
    both = entries.join(entry_index, entry_index.c.name == entries.c.name).join(entry_versions, version)
    columns = (entries.c.name, entries.c.state, entries.c.version, entries.c.due_at, entries.c.confirmed_at)
    query = select(*columns, entries.c.published_at, entry_index.c.card).select_from(both)
    return query.order_by(entries.c.due_at, entries.c.name)


def shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a list shows of an entry."""
    card = {name: row["card"][name] for name in ("title", "owner", "steward")}
    return {**{name: value for name, value in row.items() if name != "card"}, **card}


def gone_of(item: Mapping[str, Any], gone: Collection[str]) -> list[str]:
    """Return who of an entry's people has no account any more."""
    return sorted({item["owner"], item["steward"]} & set(gone))

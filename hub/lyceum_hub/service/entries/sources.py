"""Sources: the entries that entries were made from, as their present versions say."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, insert, or_, select

from lyceum_catalog.entries import Entry
from lyceum_hub.database.tables import entry_sources


def put(connection: Connection, found: Iterable[Entry]) -> None:
    """Keep what these entries were made from, in place of what earlier versions said."""
    some = list(found)
    rows = [{"entry": entry.name, "source": name} for entry in some for name in dict.fromkeys(entry.derived_from)]
    connection.execute(delete(entry_sources).where(entry_sources.c.entry.in_([entry.name for entry in some])))
    if rows:
        connection.execute(insert(entry_sources), rows)


def touching(connection: Connection, names: Sequence[str]) -> list[tuple[str, str]]:
    """Return pairs of an entry and one that it was made from, where either is among these."""
    among = or_(entry_sources.c.entry.in_(names), entry_sources.c.source.in_(names))
    query = select(entry_sources.c.entry, entry_sources.c.source).where(among)
    return [(row.entry, row.source) for row in connection.execute(query.order_by(*entry_sources.c))]

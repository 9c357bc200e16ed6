"""The concerned: the people who load an entry, whose jobs read it, or who made others from it."""

from sqlalchemy import Connection, select

from lyceum_hub.database.tables import entry_index
from lyceum_hub.service.entries.access import Reader
from lyceum_hub.service.entries.graph import dependents_of


def concerned_by(connection: Connection, reader: Reader, name: str) -> set[str]:
    """Return whom a change of an entry concerns: people, and groups as `group:NAME`."""
    found = dependents_of(connection, reader, name)
    loading = {item["person"] for item in found["people"]}
    running = {item["owner"] for item in found["jobs"] if item.get("owner")}
    return loading | running | keepers_of(connection, found["entries"])


def keepers_of(connection: Connection, names: list[str]) -> set[str]:
    """Return the owners and stewards of some entries."""
    cards = connection.execute(select(entry_index.c.card).where(entry_index.c.name.in_(names))).scalars()
    return {card[who] for card in cards for who in ("owner", "steward")}

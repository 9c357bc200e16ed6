"""Publications: data sets with what exports in others' words tell of them, as far as a reader may know it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from lyceum_catalog.entries import Dataset
from lyceum_catalog.standards.publication import Publication
from lyceum_hub.database import Database
from lyceum_hub.database.tables import entries, entry_fingerprints, entry_versions
from lyceum_hub.errors import NotFound
from lyceum_hub.service.entries import access
from lyceum_hub.service.entries.access import READ, SEE, Reader
from lyceum_hub.service.entries.published import FOUND, Published, present, published, usable


class Publications:
    """The published data sets as others may know them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def one(self, name: str, reader: Reader) -> Publication:
        """Return a data set; raise NotFound where it may not be seen, or Gone."""
        with self._database.reading() as connection:
            access.require(connection, reader, name, SEE)
            found = usable(connection, name, reader)
            if not isinstance(found.entry, Dataset):
                raise NotFound(f"{name!r} is a {found.entry.label}, not a data set.")
            return publications(connection, [found], reader)[0]

    def names(self, reader: Reader) -> list[str]:
        """Return the names of all data sets that a reader may see, in order."""
        theirs = (entries.c.kind == "dataset", entries.c.state.in_(FOUND), reader.may(SEE, entries.c.name))
        with self._database.reading() as connection:
            query = select(entries.c.name).where(*theirs).order_by(entries.c.name)
            return list(connection.execute(query).scalars())

    def some(self, names: Sequence[str], reader: Reader) -> list[Publication]:
        """Return those of some data sets that a reader may see, by name."""
        theirs = (entries.c.name.in_(names), reader.may(SEE, entries.c.name))
        with self._database.reading() as connection:
            rows = connection.execute(present().where(*theirs).order_by(entries.c.name)).all()
            return publications(connection, [published(row) for row in rows], reader)


def publications(connection: Connection, found: Sequence[Published], reader: Reader) -> list[Publication]:
    """Return versions with what is known beside them; other entries are named only where the reader sees them."""
    names = [item.entry.name for item in found]
    issued, hashes = issued_at(connection, names), hashes_of(connection, names)
    others = {name for item in found for name in (*item.entry.derived_from, item.successor or "")}
    seen = access.seen(connection, reader, others)
    query = select(entries.c.name).where(entries.c.name.in_(names), reader.may(READ, entries.c.name))
    readable = set(connection.execute(query).scalars())
    return [
        Publication(
            item.entry.model_copy(update={"derived_from": [name for name in item.entry.derived_from if name in seen]}),
            item.version,
            issued[item.entry.name],
            item.published_at,
            item.state,
            item.successor if item.successor in seen else "",
            item.entry.name in readable,
            hashes[item.entry.name, item.version],
        )
        for item in found
        if isinstance(item.entry, Dataset)
    ]


def issued_at(connection: Connection, names: Iterable[str]) -> Mapping[str, datetime]:
    """Return when entries were first published."""
    first = (entry_versions.c.name.in_(names), entry_versions.c.version == 1)
    rows = connection.execute(select(entry_versions.c.name, entry_versions.c.published_at).where(*first))
    return {row.name: row.published_at for row in rows}


def hashes_of(connection: Connection, names: Iterable[str]) -> Mapping[tuple[str, int], dict[str, str]]:
    """Return what is known of the bytes of entries' resources, by entry and version."""
    found: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    table = entry_fingerprints.c
    rows = connection.execute(
        select(table.entry, table.version, table.resource, table.sha256).where(table.entry.in_(names))
    )
    for row in rows:
        found[row.entry, row.version][row.resource] = row.sha256
    return found

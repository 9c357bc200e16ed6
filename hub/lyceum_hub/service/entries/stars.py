"""Stars: one of each person for an entry that they think well of."""

from datetime import UTC, datetime

from sqlalchemy import Delete, delete
from sqlalchemy.dialects.postgresql import Insert, insert  # SQLite writes ON CONFLICT the same way

from lyceum_hub.database import Database
from lyceum_hub.database.tables import entry_stars
from lyceum_hub.service import audit
from lyceum_hub.service.entries import access
from lyceum_hub.service.entries.access import SEE, Reader
from lyceum_hub.service.entries.opinions import Opinions, hold, opinions_of, recount


class Stars:
    """The stars in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(self, reader: Reader, name: str) -> Opinions:
        """Star an entry that one sees, unless one does already; raise NotFound."""
        row = {"entry": name, "person": reader.name, "at": datetime.now(UTC)}
        return self._change(reader, name, "entry.star", insert(entry_stars).values(row).on_conflict_do_nothing())

    def take_back(self, reader: Reader, name: str) -> Opinions:
        """Star an entry no more; raise NotFound."""
        own = (entry_stars.c.entry == name, entry_stars.c.person == reader.name)
        return self._change(reader, name, "entry.unstar", delete(entry_stars).where(*own))

    def _change(self, reader: Reader, name: str, action: str, query: Insert | Delete) -> Opinions:
        with self._database.writing() as connection:
            access.require(connection, reader, name, SEE)
            hold(connection, name)
            if connection.execute(query).rowcount:
                recount(connection, [name])
                audit.record(connection, reader.name, action, name)
            return opinions_of(connection, name, reader.name)

"""Published entries: versions that never change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection

from lyceum_catalog.entries import Course, Entry
from lyceum_hub.database import Database
from lyceum_hub.database.tables import entries, entry_versions
from lyceum_hub.service.entries import access
from lyceum_hub.service.entries.access import MANAGE, READ, SEE, Reader
from lyceum_hub.service.entries.index import AT_ONCE, Prepared, in_parts, prepare
from lyceum_hub.service.entries.opinions import Opinions, opinions_of
from lyceum_hub.service.entries.published import Published, one, present, published, usable
from lyceum_hub.service.entries.publishing import Change, alone, change_of, check_once, heads, lock, write
from lyceum_hub.service.entries.requests import AccessRequest, newest_of


@dataclass(frozen=True)
class Held:
    """The present version of an entry as it is kept."""

    record: dict[str, Any]
    version: int
    content_hash: str


@dataclass(frozen=True)
class Page:
    """An entry as somebody looks at it: their rights, entries it names that they see, what they asked for, opinions."""

    published: Published
    rights: frozenset[str]
    seen: frozenset[str]
    request: AccessRequest | None
    opinions: Opinions


class EntryStore:
    """The catalog's entries in the database; `followers` are called in the transaction of each new version."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.followers: list[Callable[[Connection, str, int], None]] = []

    def publish(self, found: Sequence[Entry], author: str) -> list[Change]:
        """Publish entries, all or none; one whose content is the same stays at its version.

        Raises InvalidContent when one of them stands there twice.
        """
        check_once(found)
        ordered = sorted(found, key=lambda entry: entry.name)  # whoever publishes the same meanwhile waits
        prepared = {item.entry.name: item for item in self._prepared(ordered)}
        with alone(), self._database.writing() as connection:
            held = lock(connection, [entry.name for entry in ordered])
            changes = {entry.name: change_of(entry, held.get(entry.name)) for entry in ordered}
            fresh = [entry for entry in ordered if changes[entry.name].change != "unchanged"]
            for some in in_parts(fresh, AT_ONCE):
                write(connection, [prepared.get(entry.name) or prepare(entry) for entry in some], changes, author)
            for entry in fresh:
                self._tell(connection, changes[entry.name])
        return [changes[entry.name] for entry in found]

    def publish_approved(self, connection: Connection, item: Prepared, author: str, approver: str) -> Change:
        """Publish an entry in the transaction of whoever approved it."""
        change = change_of(item.entry, lock(connection, [item.entry.name]).get(item.entry.name))
        if change.change != "unchanged":
            write(connection, [item], {change.name: change}, author, approver)
            self._tell(connection, change)
        return change

    def _prepared(self, found: Sequence[Entry]) -> list[Prepared]:
        """Return what is new or changed, prepared; should it change once more meanwhile, all of it was new anyway."""
        with self._database.reading() as connection:
            held = heads(connection, [entry.name for entry in found])
        return [prepare(entry) for entry in found if change_of(entry, held.get(entry.name)).change != "unchanged"]

    def _tell(self, connection: Connection, change: Change) -> None:
        for follower in self.followers:
            follower(connection, change.name, change.version)

    def get(self, name: str, reader: Reader) -> Published:
        """Return an entry to use; raise NotFound where it may not be seen, Forbidden where not read, or Gone."""
        with self._database.reading() as connection:
            access.require(connection, reader, name, READ)
            return usable(connection, name, reader)

    def page(self, name: str, reader: Reader) -> Page:
        """Return an entry to look at, even a retired one; raise NotFound where it may not be seen."""
        with self._database.reading() as connection:
            held = access.rights(connection, reader, name)
            if SEE not in held:
                raise access.missing(name)
            return page_of(connection, one(connection, name), held, reader)

    def after(self, name: str, limit: int, reader: Reader) -> list[Held]:
        """Return the next entries by name that somebody manages, as they are kept."""
        theirs = (entries.c.name > name, reader.may(MANAGE, entries.c.name))
        query = present(entry_versions.c.content_hash).where(*theirs).order_by(entries.c.name)
        with self._database.reading() as connection:
            rows = connection.execute(query.limit(limit)).all()
        return [Held(row.record, row.version, row.content_hash) for row in rows]

    def some(self, names: Sequence[str], reader: Reader) -> list[Published]:
        """Return the present versions of some entries, by name; what is retired or not to be read is left out."""
        return self._all(reader, entries.c.name.in_(names))

    def of_kind(self, kind: str, reader: Reader) -> list[Published]:
        """Return all entries of a kind that somebody may read, by name."""
        return self._all(reader, entries.c.kind == kind)

    def _all(self, reader: Reader, chosen: ColumnElement[bool]) -> list[Published]:
        query = present().where(chosen, reader.may(READ, entries.c.name)).order_by(entries.c.name)
        with self._database.reading() as connection:
            return [published(row) for row in connection.execute(query)]


def page_of(connection: Connection, found: Published, held: frozenset[str], reader: Reader) -> Page:
    """Return an entry with what a reader may do with it, and which of the entries that it names they see."""
    before = found.entry.prerequisites if isinstance(found.entry, Course) else ()
    named = {*found.entry.derived_from, *before, *([found.successor] if found.successor else [])}
    seen = frozenset(access.seen(connection, reader, named)) if named else frozenset()
    name = found.entry.name
    about = (newest_of(connection, name, reader.name), opinions_of(connection, name, reader.name))
    return Page(found, held, seen, *about)

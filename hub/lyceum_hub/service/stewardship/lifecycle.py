"""The life of an entry after it was published: confirmed, deprecated, retired, restored, given into other hands."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select, update

from lyceum_catalog.entries import parse_entry
from lyceum_hub.database import Database
from lyceum_hub.database.tables import entries
from lyceum_hub.errors import Conflict, Invalid
from lyceum_hub.service import audit
from lyceum_hub.service.entries import access, index
from lyceum_hub.service.entries.access import MANAGE, Reader
from lyceum_hub.service.entries.index import Indexed, prepare
from lyceum_hub.service.entries.published import FOUND, Published, one
from lyceum_hub.service.entries.publishing import alone, due_after, lock
from lyceum_hub.service.entries.store import EntryStore
from lyceum_hub.service.stewardship.concerned import concerned_by
from lyceum_hub.service.stewardship.inbox import tell


class Lifecycle:
    """What who manages an entry decides about it; each decision is in the audit trail."""

    def __init__(self, database: Database, store: EntryStore) -> None:
        self._database = database
        self._store = store

    def deprecate(self, reader: Reader, name: str, reason: str, successor: str | None, to_tell: bool) -> None:
        """Advise against an entry, which is found and used as before; perhaps tell who depends on it."""
        with self._managed(reader, name) as (connection, found):
            check_in_use(found)
            if successor:
                check_successor(connection, reader, name, successor)
            became = {"state": "deprecated", "state_reason": reason, "successor": successor}
            self._become(connection, reader, found, "deprecate", became)
            advice = f" Use {successor} instead." if successor else ""
            if to_tell:
                tell_concerned(connection, reader, name, f"{name} is deprecated: {reason}{advice}")

    def retire(self, reader: Reader, name: str, reason: str, to_tell: bool) -> None:
        """Have an entry no longer found or used; its page and its versions stay."""
        with self._managed(reader, name) as (connection, found):
            check_in_use(found)
            self._become(connection, reader, found, "retire", {"state": "retired", "state_reason": reason})
            if to_tell:
                tell_concerned(connection, reader, name, f"{name} was retired: {reason}")

    def restore(self, reader: Reader, name: str) -> None:
        """Take back that an entry is deprecated or retired."""
        with self._managed(reader, name) as (connection, found):
            if found.state == "published":
                raise Conflict(f"{name!r} is neither deprecated nor retired.")
            became = {"state": "published", "state_reason": None, "successor": None}
            self._become(connection, reader, found, "restore", became)

    def confirm(self, reader: Reader, name: str) -> None:
        """Say that an entry is still right."""
        with self._managed(reader, name) as (connection, found):
            check_in_use(found)
            now = datetime.now(UTC)
            due = due_after(now, found.entry)
            change(connection, name, confirmed_at=now, due_at=due, remind_at=due)
            audit.record(connection, reader.name, "entry.confirm", name, version=found.version)

    def reassign(self, reader: Reader, name: str, owner: str | None, steward: str | None) -> int:
        """Give an entry another owner or steward, in a new version, whose number is returned."""
        given = {who: to for who, to in (("owner", owner), ("steward", steward)) if to}
        with self._managed(reader, name) as (connection, found):
            check_in_use(found)
            entry = parse_entry({**found.entry.record(), **given})
            if entry == found.entry:
                raise Conflict(f"{name!r} is in these hands already.")
            made = self._store.publish_approved(connection, prepare(entry), reader.name, reader.name)
            audit.record(connection, reader.name, "entry.reassign", name, version=made.version, **given)
            tell(connection, set(given.values()) - {reader.name}, "reassigned", name, None, handed(name, given))
            return made.version

    @contextmanager
    def _managed(self, reader: Reader, name: str) -> Iterator[tuple[Connection, Published]]:
        """Give an entry that the reader manages and that nobody else changes meanwhile; raise NotFound or Forbidden."""
        with alone(), self._database.writing() as connection:
            access.require(connection, reader, name, MANAGE)
            lock(connection, [name])
            yield connection, one(connection, name)

    def _become(
        self, connection: Connection, reader: Reader, found: Published, action: str, became: dict[str, Any]
    ) -> None:
        """Move an entry to another state, and have it found accordingly."""
        name = found.entry.name
        change(connection, name, **became)
        if became["state"] in FOUND:
            index.put(connection, [Indexed(prepare(found.entry), found.version, found.published_at)])
        else:
            index.remove(connection, [name])
        said = {key: value for key, value in became.items() if value and key != "state"}
        audit.record(connection, reader.name, f"entry.{action}", name, before=found.state, **said)


def change(connection: Connection, name: str, **values: Any) -> None:
    """Change what is kept of an entry beside its versions."""
    connection.execute(update(entries).where(entries.c.name == name).values(values))


def check_in_use(found: Published) -> None:
    """Raise Conflict for what is retired."""
    if found.state not in FOUND:
        raise Conflict(f"{found.entry.name!r} was retired.", remedy="Restore it first.")


def check_successor(connection: Connection, reader: Reader, name: str, successor: str) -> None:
    """Raise Invalid for a successor that people cannot use."""
    theirs = (entries.c.name == successor, entries.c.state == "published", reader.may("see", entries.c.name))
    if successor == name or connection.execute(select(entries.c.name).where(*theirs)).first() is None:
        said = f"{successor[:100]!r} is no published entry that could take its place."
        raise Invalid(said, field="successor", remedy="Name another published entry, or none.")


def tell_concerned(connection: Connection, reader: Reader, name: str, text: str) -> None:
    """Tell who and what depends on an entry what becomes of it."""
    people = concerned_by(connection, reader, name) - {reader.name}
    tell(connection, people, "entry", name, None, text)


def handed(name: str, given: dict[str, str]) -> str:
    """Return what the new hands are told."""
    said = " and ".join(f"{who} is now {to}" for who, to in given.items())
    return f"{name} was given into other hands: its {said}."

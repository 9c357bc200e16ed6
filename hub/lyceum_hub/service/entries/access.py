"""Access: who may see, read and manage an entry, as conditions of the queries themselves.

To manage includes to read, and to read includes to see. What somebody may not see does not exist for them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, exists, false, insert, select, true

from lyceum_catalog.entries import Access, Entry
from lyceum_hub.database.tables import Instant, entries, entry_access, entry_requests, owners
from lyceum_hub.errors import Forbidden, NotFound
from lyceum_hub.scopes import ENTRIES_PROPOSE, ENTRIES_PUBLISH

if TYPE_CHECKING:  # callers know owners, and those runs, whose lineage has rights too
    from lyceum_hub.service.callers import Caller

SEE, READ, MANAGE = "see", "read", "manage"
RIGHTS = (SEE, READ, MANAGE)
EVERYBODY, STEWARDS, ADMINISTRATORS = "everybody", "stewards", "administrators"
OFFICES = {STEWARDS, ADMINISTRATORS}  # who read everything, whatever their token may do beyond
READ_BY_ALL = ("public", "internal")  # the classifications
AT_ONCE = 5_000
LONGEST_NAME = 64  # of a person or a group; what is longer is nobody's


HELD, GRANTS = entry_access.alias("held"), entry_requests.alias("grants")
# The moment at which a query is asked, not when it is made.
NOW = bindparam("now", callable_=lambda: datetime.now(UTC), type_=Instant, unique=True)


@dataclass(frozen=True)
class Reader:
    """Somebody who looks at entries: by name, as a member of groups, and with a token that may not let them manage."""

    name: str
    who: frozenset[str]
    manages_all: bool = False
    manages: bool = True

    @property
    def groups(self) -> frozenset[str]:
        """The groups of the hub that this reader is in."""
        return frozenset(who.removeprefix("group:") for who in self.who if who.startswith("group:"))

    @property
    def sees_all(self) -> bool:
        """Tell whether this reader sees and reads every entry."""
        return self.manages_all or bool(self.who & OFFICES)

    def may(self, right: str, name: ColumnElement[str]) -> ColumnElement[bool]:
        """Return the condition that this reader has a right on the entry that a column names."""
        if self.manages_all if right == MANAGE else self.sees_all:
            return true()
        if right == MANAGE and not self.manages:
            return false()
        return kept(self, right, name)


@lru_cache(maxsize=4096)
def kept(reader: Reader, right: str, name: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that the rows of an entry give a reader a right; made once, as each search asks for it."""
    is_named = (HELD.c.entry == name, HELD.c.right == right)
    said = exists().where(*is_named, HELD.c.who.in_(sorted(reader.who)))
    theirs = (GRANTS.c.entry == name, GRANTS.c.person == reader.name)
    granted = exists().where(*theirs, GRANTS.c.state == "granted", GRANTS.c.expires_at > NOW)
    return said if right == MANAGE else said | granted


@lru_cache(maxsize=1024)
def shut_out(reader: Reader, name: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that a reader may not see an entry, of those that not everybody sees; for many at once."""
    seeing = (HELD.c.right == SEE, HELD.c.who.in_(sorted(reader.who - {EVERYBODY})))
    theirs = (GRANTS.c.person == reader.name, GRANTS.c.state == "granted", GRANTS.c.expires_at > NOW)
    return name.not_in(select(HELD.c.entry).where(*seeing)) & name.not_in(select(GRANTS.c.entry).where(*theirs))


NOBODY = Reader("", frozenset())


def reader_of(caller: "Caller") -> Reader:
    """Return a caller as one who looks at entries; the check of the scope has to ask for the groups."""
    who = who_is(caller.name, caller.groups or frozenset(), caller.admin) if caller.is_person else {EVERYBODY}
    return Reader(caller.name, frozenset(who), ENTRIES_PUBLISH in caller.scopes, ENTRIES_PROPOSE in caller.scopes)


def who_is(name: str, groups: Collection[str], is_admin: bool) -> set[str]:
    """Return what a person is, as access rules write it."""
    offices = {STEWARDS: "stewards" in groups, ADMINISTRATORS: is_admin}
    held = {office for office, is_held in offices.items() if is_held}
    return {EVERYBODY, f"person:{name}", *held, *(f"group:{group}" for group in groups)}


def absent(connection: Connection, name: str) -> Reader:
    """Return somebody whose work goes on while they are away, with the groups that the hub last said they are in."""
    who = connection.execute(select(owners.c.who).where(owners.c.name == name)).scalar_one_or_none()
    return Reader(name, frozenset(who or who_is(name, (), is_admin=False)))


def rights(connection: Connection, reader: Reader, name: str) -> frozenset[str]:
    """Return the rights that a reader has on an entry, whatever its state; none where there is no such entry."""
    asked = [reader.may(right, entries.c.name).label(right) for right in RIGHTS]
    row = connection.execute(select(*asked).where(entries.c.name == name)).mappings().one_or_none()
    return frozenset(right for right in RIGHTS if row and row[right])


def seen(connection: Connection, reader: Reader, names: Iterable[str]) -> set[str]:
    """Return those of some names that are entries which a reader may see, whatever their state."""
    asked, may_see = sorted(set(names)), reader.may(SEE, entries.c.name)
    parts = (asked[start : start + AT_ONCE] for start in range(0, len(asked), AT_ONCE))
    queries = (select(entries.c.name).where(entries.c.name.in_(part), may_see) for part in parts)
    return {name for query in queries for name in connection.execute(query).scalars()}


def require(connection: Connection, reader: Reader, name: str, right: str) -> None:
    """Raise NotFound where a reader may not see an entry, as for one that is not there; Forbidden without the right."""
    held = rights(connection, reader, name)
    if SEE not in held:
        raise missing(name)
    if right not in held:
        raise refusal(name, right)


def missing(name: str) -> NotFound:
    """Return what is said of an entry that is not there, or not for everybody."""
    return NotFound(f"There is no published entry {name!r}.", remedy="Search the catalog for its name.")


def refusal(name: str, right: str) -> Forbidden:
    """Return what is said to somebody who sees an entry and asks for more than they may."""
    if right == READ:
        said = f"You may see that {name!r} is there, but not read it."
        return Forbidden(said, remedy="Request access and say what for; its owner decides.")
    said = f"You do not manage {name!r}."
    return Forbidden(said, remedy="Ask its owner or its steward; the catalog's stewards may do it as well.")


def holders(entry: Entry) -> dict[str, set[str]]:
    """Return who has each right on an entry, as it says itself or as its classification does."""
    said = entry.access or Access()
    seeing = set(said.see) or {EVERYBODY}
    reading = set(said.read) or (seeing if entry.classification in READ_BY_ALL else set())
    manage = {*said.manage, *(holder for holder in map(holder_of, (entry.owner, entry.steward)) if holder)}
    read = manage | reading
    return {SEE: shortest(read | seeing), READ: shortest(read), MANAGE: shortest(manage)}


def holder_of(name: str) -> str | None:
    """Return an owner or steward as access rules write them; None for a name that no account has."""
    holder = name if name.startswith("group:") else f"person:{name}"
    return holder if len(holder.partition(":")[2]) <= LONGEST_NAME else None


def shortest(who: set[str]) -> set[str]:
    """Return as few holders as say the same."""
    return {EVERYBODY} if EVERYBODY in who else who


def is_open(entry: Entry) -> bool:
    """Tell whether everybody may see an entry."""
    return EVERYBODY in holders(entry)[SEE]


def put(connection: Connection, found: Iterable[Entry]) -> None:
    """Keep who may do what with these entries, in place of what earlier versions said."""
    rows = [row for entry in found for row in rows_of(entry)]
    names = sorted({row["entry"] for row in rows})
    if rows:
        connection.execute(delete(entry_access).where(entry_access.c.entry.in_(names)))
        connection.execute(insert(entry_access), rows)


def rows_of(entry: Entry) -> list[Mapping[str, Any]]:
    """Return a row for each right and holder."""
    said = holders(entry).items()
    return [{"entry": entry.name, "right": right, "who": who} for right, several in said for who in sorted(several)]

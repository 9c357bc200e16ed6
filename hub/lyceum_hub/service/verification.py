"""Verification: whether the audit trail is what was written, and where it is not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.exc import SQLAlchemyError

from lyceum_hub.database import Database
from lyceum_hub.database.chain import START, Link, hash_of
from lyceum_hub.database.tables import audit

AT_ONCE = 1000
LOWEST = -(2**31)
UNREADABLE = (ValueError, TypeError, SQLAlchemyError)


@dataclass(frozen=True)
class Fault:
    """A place where the trail is not what was written: the number of a line, and what is wrong there."""

    id: int
    text: str


@dataclass(frozen=True)
class Verdict:
    """What a trail is found to be: so many lines up to a head, and what is wrong with it."""

    lines: int
    head: str
    faults: tuple[Fault, ...]


def verify(database: Database, noted: Iterable[Link] = (), expected: str = "") -> Verdict:
    """Check each line against the one before, and that the heads which were noted or are expected are there."""
    missing, lost = {link.id: link.hash for link in noted}, expected
    lines, last, faults = 0, START, list[Fault]()
    with database.reading() as connection:
        for link, row in rows_of(connection):
            faults += fault_of(link, row, last)
            lines, last = lines + 1, link
            if missing.get(link.id) == link.hash:
                del missing[link.id]
            lost = "" if lost == link.hash else lost
    faults += [Fault(number, cut(f"{number} with the noted hash {found}")) for number, found in missing.items()]
    faults += [Fault(last.id, cut(f"with the expected hash {lost}"))] if lost else []
    return Verdict(lines, last.hash, tuple(faults))


def cut(which: str) -> str:
    """Say that a line which was the last once is not there any more."""
    return f"There is no line {which}: what came last was cut off, or all of it was written anew."


def fault_of(link: Link, row: Row[Any] | None, last: Link) -> list[Fault]:
    """Return what is wrong with a line after the one before; no row is one that cannot be read."""
    number = link.id
    if number > last.id + 1:
        gone = f"Line {last.id + 1} is" if number == last.id + 2 else f"Lines {last.id + 1} to {number - 1} are"
        return [Fault(last.id + 1, f"{gone} missing.")]
    if number != last.id + 1:
        return [Fault(number, f"Line {number} was inserted.")]
    if row is None:
        return [Fault(number, f"Line {number} was changed: it cannot be read.")]
    if is_as_written(row, last):
        return []
    told = f"{row.actor}, {row.action}, {row.subject}, {row.at:%Y-%m-%d %H:%M:%S}"
    return [Fault(number, f"Line {number} ({told}) was changed, inserted or moved.")]


def is_as_written(row: Row[Any], last: Link) -> bool:
    """Tell whether a line's hash is that of its content after the line before."""
    try:
        return bool(row.hash == hash_of(row, last.hash))
    except UNREADABLE:
        return False


def rows_of(connection: Connection) -> Iterator[tuple[Link, Row[Any] | None]]:
    """Yield every line with its link; None is one that cannot be read."""
    links = some_links(connection, LOWEST)
    while links:
        theirs = select(audit).where(audit.c.id.between(links[0].id, links[-1].id)).order_by(audit.c.id)
        try:
            found: list[Row[Any] | None] = list(connection.execute(theirs))
        except UNREADABLE:
            found = [one(connection, link.id) for link in links]
        yield from zip(links, found, strict=False)
        links = some_links(connection, links[-1].id)


def some_links(connection: Connection, after: int) -> list[Link]:
    """Return the next lines' numbers and hashes."""
    query = select(audit.c.id, audit.c.hash).where(audit.c.id > after).order_by(audit.c.id).limit(AT_ONCE)
    return [Link(row.id, row.hash or "") for row in connection.execute(query)]


def one(connection: Connection, number: int) -> Row[Any] | None:
    """Return a line; none when it cannot be read."""
    try:
        return connection.execute(select(audit).where(audit.c.id == number)).one_or_none()
    except UNREADABLE:
        return None

"""Workshops: a code that enrols people in a course, who of them is stuck at which check, and an end."""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from lyceum_catalog.entries import Course
from lyceum_hub.database import Database
from lyceum_hub.database.tables import check_tries, workshop_people, workshops
from lyceum_hub.errors import Conflict, NotFound
from lyceum_hub.service import audit
from lyceum_hub.service.entries import access
from lyceum_hub.service.entries.access import MANAGE, Reader
from lyceum_hub.service.learning.courses import course_in, course_named, enrol, insert_once
from lyceum_hub.service.learning.progress import Progress, Try, try_of
from lyceum_hub.service.learning.seal import Seal

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that look alike
LENGTH = 8


@dataclass(frozen=True)
class Workshop:
    """A workshop as its people know it."""

    code: str
    course: str
    title: str
    instructor: str
    at: datetime
    ends_at: datetime

    @property
    def is_over(self) -> bool:
        """Tell whether it has ended."""
        return self.ends_at <= datetime.now(UTC)


@dataclass(frozen=True)
class Dashboard:
    """A workshop as its instructor sees it: where each person stands; nobody once it is over."""

    workshop: Workshop
    course: Course
    people: Mapping[str, Progress]


class Workshops:
    """The workshops in the database."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    def start(self, reader: Reader, course: str, title: str, hours: int) -> Workshop:
        """Start a workshop on a course that one manages; raise NotFound or Forbidden."""
        now = datetime.now(UTC)
        made = Workshop(new_code(), course, title, reader.name, now, now + timedelta(hours=hours))
        with self._database.writing() as connection:
            course_named(connection, course, reader)
            access.require(connection, reader, course, MANAGE)
            connection.execute(insert(workshops).values(**vars(made)))
            audit.record(connection, reader.name, "workshop.start", course, title=title, hours=hours)
        return made

    def of(self, person: str) -> list[Workshop]:
        """Return the workshops that somebody gives or has joined, the latest first, until they have long been over."""
        since = datetime.now(UTC) - timedelta(days=30)
        joined = select(workshop_people.c.workshop).where(workshop_people.c.person == person)
        theirs = (workshops.c.instructor == person) | workshops.c.code.in_(joined)
        query = select(workshops).where(theirs, workshops.c.ends_at > since).order_by(workshops.c.at.desc())
        with self._database.reading() as connection:
            return [workshop_of(row) for row in connection.execute(query.limit(50))]

    def join(self, reader: Reader, code: str) -> Workshop:
        """Join a workshop and be enrolled in its course; raise NotFound, Forbidden, or Conflict once it is over."""
        with self._database.writing() as connection:
            found = workshop_named(connection, code)
            course_named(connection, found.course, reader)
            if found.is_over:
                raise Conflict(f"The workshop {found.title!r} is over.", remedy="Take the course by yourself.")
            row = {"workshop": found.code, "person": reader.name, "at": datetime.now(UTC)}
            if insert_once(connection, workshop_people, row):
                audit.record(connection, reader.name, "workshop.join", found.course, title=found.title)
            enrol(connection, reader.name, found.course)
        return found

    def dashboard(self, reader: Reader, code: str) -> Dashboard:
        """Return where the people of a workshop stand, for its instructor; raise NotFound for others."""
        with self._database.reading() as connection:
            found = own(connection, reader, code)
            course = course_in(course_named(connection, found.course, reader))
            people = [] if found.is_over else people_in(connection, found.code)
            return Dashboard(found, course, self._standing(connection, found.course, people))

    def _standing(self, connection: Connection, course: str, people: Sequence[str]) -> dict[str, Progress]:
        tries: defaultdict[str, dict[str, Try]] = defaultdict(dict)
        query = select(check_tries).where(check_tries.c.course == course, check_tries.c.person.in_(people))
        for row in connection.execute(query):
            tries[row.person][row.check] = try_of(row, self._seal)
        return {person: Progress(True, tries[person]) for person in people}

    def end(self, reader: Reader, code: str) -> Workshop:
        """End a workshop of one's own now, unless it is over; raise NotFound for others."""
        with self._database.writing() as connection:
            found = own(connection, reader, code)
            if not found.is_over:
                now = datetime.now(UTC)
                connection.execute(update(workshops).where(workshops.c.code == found.code).values(ends_at=now))
                audit.record(connection, reader.name, "workshop.end", found.course, title=found.title)
            return workshop_named(connection, found.code)


def new_code() -> str:
    """Return a code that can be read out and typed, and not be guessed."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def workshop_named(connection: Connection, code: str) -> Workshop:
    """Return a workshop by its code, however that is typed; raise NotFound."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    row = connection.execute(select(workshops).where(workshops.c.code == typed[:16])).one_or_none()
    if row is None:
        raise NotFound("There is no workshop with this code.", remedy="Compare it with what the instructor shows.")
    return workshop_of(row)


def own(connection: Connection, reader: Reader, code: str) -> Workshop:
    """Return a workshop to its instructor; for others there is none."""
    found = workshop_named(connection, code)
    if found.instructor != reader.name:
        raise NotFound("You give no workshop with this code.", remedy="See the workshops in the panel Learn.")
    return found


def workshop_of(row: Row[Any]) -> Workshop:
    """Return the workshop that a row holds."""
    return Workshop(**row._mapping)


def people_in(connection: Connection, code: str) -> list[str]:
    """Return who has joined a workshop, in the order in which they came."""
    theirs = select(workshop_people.c.person).where(workshop_people.c.workshop == code)
    return list(connection.execute(theirs.order_by(workshop_people.c.at, workshop_people.c.person)).scalars())

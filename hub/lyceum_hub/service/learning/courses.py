"""Courses as people take them: enrolled once, each answer judged, hints in order, progress kept where it is right."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update
from sqlalchemy.exc import IntegrityError

from lyceum_catalog.entries import Course
from lyceum_catalog.modules import Check, Module
from lyceum_hub.database import Database
from lyceum_hub.database.tables import check_tries, enrolments, entries
from lyceum_hub.errors import NotFound
from lyceum_hub.service import audit
from lyceum_hub.service.entries import access
from lyceum_hub.service.entries.access import MANAGE, READ, Reader
from lyceum_hub.service.entries.published import Published, present, published, usable
from lyceum_hub.service.entries.versions import at_version
from lyceum_hub.service.learning import certificates
from lyceum_hub.service.learning.judging import Evidence, hints_for, judge
from lyceum_hub.service.learning.progress import PASSED, Progress, progress_of, signed, try_of
from lyceum_hub.service.learning.seal import Seal
from lyceum_hub.service.learning.words import said


@dataclass(frozen=True)
class Taken:
    """A course, and where somebody stands in it; `certificate` is the code of theirs, `manages`: they may teach it."""

    published: Published
    course: Course
    progress: Progress
    certificate: str | None
    manages: bool


@dataclass(frozen=True)
class Verdict:
    """What is told of an answer; the answer of the course's author comes after the last hint."""

    right: bool
    said: str
    hint: str | None = None
    answer: str | None = None


class Courses:
    """The published courses, and what people have passed of them."""

    def __init__(self, database: Database, seal: Seal, workspace: str) -> None:
        self._database = database
        self._seal = seal
        self._workspace = workspace

    def all(self, reader: Reader) -> list[Taken]:
        """Return the courses that somebody may take, by name."""
        theirs = (entries.c.kind == "course", reader.may(READ, entries.c.name))
        with self._database.reading() as connection:
            rows = connection.execute(present().where(*theirs).order_by(entries.c.name)).all()
            return self._taken(connection, reader, [published(row) for row in rows])

    def one(self, name: str, reader: Reader) -> Taken:
        """Return a course that somebody may take; raise NotFound, Forbidden or Gone."""
        with self._database.reading() as connection:
            found = course_named(connection, name, reader)
            return self._taken(connection, reader, [found])[0]

    def at_version(self, name: str, version: int | None, reader: Reader) -> Published:
        """Return a course that somebody may take, at its present version or an earlier one; raise as above."""
        with self._database.reading() as connection:
            found = course_named(connection, name, reader)
            return found if version is None else at_version(connection, name, version)

    def _taken(self, connection: Connection, reader: Reader, found: list[Published]) -> list[Taken]:
        names = [item.entry.name for item in found]
        standing = progress_of(connection, self._seal, reader.name, names)
        held = certificates.codes_of(connection, reader.name, names)
        managed = managed_by(connection, reader, names)
        courses = [(item, item.entry, item.entry.name) for item in found if isinstance(item.entry, Course)]
        return [Taken(item, course, standing[name], held.get(name), name in managed) for item, course, name in courses]

    def enrol(self, name: str, reader: Reader) -> Taken:
        """Enrol somebody in a course, unless they are."""
        with self._database.writing() as connection:
            found = course_named(connection, name, reader)
            enrol(connection, reader.name, name)
            return self._taken(connection, reader, [found])[0]

    def check(self, name: str, check: str, evidence: Evidence, reader: Reader) -> Verdict:
        """Judge an answer, and keep that it is right, or which hint is next; raise NotFound."""
        with self._database.writing() as connection:
            course = course_in(course_named(connection, name, reader))
            module, asked = check_in(course, check)
            found = judge(asked.expect, evidence)
            enrol(connection, reader.name, name)
            row = try_in(connection, reader.name, name, check)
            if try_of(row, self._seal).passed_at:
                return before(course, found)
            if found == "right":
                return self._passed(connection, reader.name, course, module, check)
            tries = count(connection, row, digest_of(evidence))
        hint = hints_for(asked.hints, tries)
        return Verdict(False, said(course.language, found), hint, None if hint else asked.answer)

    def _passed(self, connection: Connection, person: str, course: Course, module: Module, check: str) -> Verdict:
        """Keep, signed, that somebody passed a check; at the end of the course they are given a certificate."""
        now = datetime.now(UTC).replace(microsecond=0)
        signature = self._seal.of(PASSED, signed(person, course.name, check, now))
        theirs = the_try(person, course.name, check)
        connection.execute(update(check_tries).where(*theirs).values(passed_at=now, at=now, signature=signature))
        audit.record(connection, person, "course.pass", course.name, check=check)
        standing = progress_of(connection, self._seal, person, [course.name])[course.name]
        if not standing.next(course):
            certificates.issue(connection, self._seal, person, course, self._workspace)
            return Verdict(True, said(course.language, "certified"))
        return Verdict(True, said(course.language, "done" if standing.is_done(module) else "right"))


def managed_by(connection: Connection, reader: Reader, names: Iterable[str]) -> set[str]:
    """Return those of some entries that somebody manages."""
    theirs = (entries.c.name.in_(sorted(set(names))), reader.may(MANAGE, entries.c.name))
    return set(connection.execute(select(entries.c.name).where(*theirs)).scalars())


def course_named(connection: Connection, name: str, reader: Reader) -> Published:
    """Return a course that somebody may take; raise NotFound, Forbidden or Gone."""
    access.require(connection, reader, name, READ)
    found = usable(connection, name, reader)
    course_in(found)
    return found


def course_in(found: Published) -> Course:
    """Return the course that is published; raise NotFound when it is something else."""
    if not isinstance(found.entry, Course):
        raise NotFound(f"{found.entry.name!r} is a {found.entry.label}, not a course.")
    return found.entry


def check_in(course: Course, name: str) -> tuple[Module, Check]:
    """Return a check of a course with its module; raise NotFound."""
    for module in course.modules:
        for check in module.checks:
            if check.name == name:
                return module, check
    raise NotFound(f"The course {course.name!r} has no check {name[:100]!r}.", remedy="Open its notebook once more.")


def module_in(course: Course, name: str) -> Module:
    """Return a module of a course; raise NotFound."""
    for module in course.modules:
        if module.name == name:
            return module
    raise NotFound(f"The course {course.name!r} has no module {name[:100]!r}.", remedy="See its modules.")


def enrol(connection: Connection, person: str, course: str) -> None:
    """Enrol somebody in a course, unless they are."""
    row = {"person": person, "course": course, "at": datetime.now(UTC)}
    if insert_once(connection, enrolments, row):
        audit.record(connection, person, "course.enrol", course)


def try_in(connection: Connection, person: str, course: str, check: str) -> Any:
    """Return somebody's row of a check, made at the first answer, which nobody else changes until the end."""
    now = datetime.now(UTC)
    row = {"person": person, "course": course, "check": check, "tries": 0, "last": "", "at": now}
    insert_once(connection, check_tries, row)
    theirs = select(check_tries).where(*the_try(person, course, check)).with_for_update()
    return connection.execute(theirs).one()


def insert_once(connection: Connection, table: Table, row: dict[str, Any]) -> bool:
    """Insert a row, unless there is one of its key; tell whether there was none."""
    try:
        with connection.begin_nested():
            connection.execute(insert(table).values(row))
    except IntegrityError:
        return False
    return True


def the_try(person: str, course: str, check: str) -> tuple[Any, ...]:
    """Return the condition for somebody's row of a check."""
    return (check_tries.c.person == person, check_tries.c.course == course, check_tries.c.check == check)


def count(connection: Connection, row: Any, digest: str) -> int:
    """Count a wrong answer, unless it is the one before once more; return how many there were."""
    tries = row.tries + (row.last != digest)
    values = {"tries": tries, "last": digest, "at": datetime.now(UTC)}
    connection.execute(update(check_tries).where(*the_try(row.person, row.course, row.check)).values(values))
    return int(tries)


def digest_of(evidence: Evidence) -> str:
    """Return what tells an answer from another one."""
    return hashlib.sha256(evidence.model_dump_json().encode()).hexdigest()


def before(course: Course, found: str) -> Verdict:
    """Return what is told of an answer to a check that was passed before."""
    right = found == "right"
    return Verdict(right, said(course.language, *(["right"] if right else [found, "passed_before"])))

"""Certificates: a signed record that somebody passed every check of a course, which whoever has its code can verify."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from lyceum_catalog.entries import Course
from lyceum_hub.database import Database
from lyceum_hub.database.tables import certificates
from lyceum_hub.errors import NotFound
from lyceum_hub.service import audit
from lyceum_hub.service.learning.seal import Seal

CODE_BYTES = 12
CERTIFICATE = "certificate"  # what the signature is for


@dataclass(frozen=True)
class Certificate:
    """What a certificate says, and whether this service has signed it."""

    record: dict[str, Any]
    valid: bool


class Certificates:
    """The certificates in the database."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    def get(self, code: str) -> Certificate:
        """Return a certificate by its code; raise NotFound."""
        with self._database.reading() as connection:
            row = connection.execute(select(certificates).where(certificates.c.code == code)).one_or_none()
        if row is None:
            raise NotFound("There is no certificate with this code.", remedy="Compare it with the one you were given.")
        return Certificate(row.record, self._seal.is_on(CERTIFICATE, row.record, row.signature))


def issue(connection: Connection, seal: Seal, person: str, course: Course, workspace: str) -> None:
    """Give somebody who passed all of a course their certificate, unless they have it."""
    if codes_of(connection, person, [course.name]):
        return
    now = datetime.now(UTC).replace(microsecond=0)
    said = record_of(secrets.token_hex(CODE_BYTES), person, course, workspace, now)
    row = {"code": said["code"], "person": person, "course": course.name, "record": said, "at": now}
    connection.execute(insert(certificates).values(**row, signature=seal.of(CERTIFICATE, said)))
    audit.record(connection, person, "course.certificate", course.name, code=said["code"])


def record_of(code: str, person: str, course: Course, workspace: str, now: datetime) -> dict[str, Any]:
    """Return what a certificate says."""
    return {
        "code": code,
        "holder": person,
        "course": course.name,
        "title": course.title,
        "language": course.language,
        "minutes": course.duration,
        "modules": [module.title for module in course.modules],
        "checks": sum(len(module.checks) for module in course.modules),
        "completed_at": now.isoformat(),
        "workspace": workspace,
    }


def codes_of(connection: Connection, person: str, courses: Iterable[str]) -> dict[str, str]:
    """Return the codes of somebody's certificates, by course."""
    columns = select(certificates.c.course, certificates.c.code)
    theirs = columns.where(certificates.c.person == person, certificates.c.course.in_(sorted(set(courses))))
    return {row.course: row.code for row in connection.execute(theirs)}

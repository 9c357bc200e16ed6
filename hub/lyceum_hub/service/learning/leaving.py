"""Leaving: what somebody learnt goes with their account; a certificate can still be verified by who has its code."""

from sqlalchemy import Connection, delete, update

from lyceum_hub.database.tables import certificates, check_tries, enrolments, workshop_people, workshops


def leave(connection: Connection, name: str, former: str) -> None:
    """Forget what somebody took and tried, and keep the rest under a name that nobody can have."""
    for table in (enrolments, check_tries, workshop_people):
        connection.execute(delete(table).where(table.c.person == name))
    connection.execute(update(certificates).where(certificates.c.person == name).values(person=former))
    connection.execute(update(workshops).where(workshops.c.instructor == name).values(instructor=former))

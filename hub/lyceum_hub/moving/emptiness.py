"""Whether a workspace is empty, so that another may move in: a link for the first administrator is all it may have."""

from sqlalchemy import Connection, and_, delete, func, inspect, select, text

from lyceum_hub.accounts import FIRST
from lyceum_hub.database.tables import audit, invites, metadata
from lyceum_hub.errors import Conflict

FIRST_LINK = and_(invites.c.created_by == FIRST, invites.c.name.is_(None), invites.c.used_at.is_(None))
ABOUT_IT = and_(audit.c.actor == FIRST, audit.c.action.in_(("invite.create", "invite.withdraw")))
KEPT_BY = {"sqlite": "audit_is_not_removed", "postgresql": "audit_is_kept"}  # triggers, see migration 0008
REMEDY = "Import into a new one: another LYCEUM_STATE and, where it is set, another LYCEUM_DATABASE_URL."


def make_empty(connection: Connection) -> None:
    """Remove the link for the first administrator; raise Conflict where there is anything else."""
    connection.execute(delete(invites).where(FIRST_LINK))
    found = {name: rows for name, rows in counts(connection).items() if rows}
    if found:
        said = ", ".join(f"{rows} in {name}" for name, rows in found.items())
        raise Conflict(f"This workspace is not empty; it has rows in its tables: {said}.", remedy=REMEDY)
    begin_trail_anew(connection)


def counts(connection: Connection) -> dict[str, int]:
    """Return how many rows each table has; those of the trail that tell of the first link do not count."""
    queries = {table.name: select(func.count()).select_from(table) for table in metadata.sorted_tables}
    queries[audit.name] = queries[audit.name].where(~ABOUT_IT)
    return {name: connection.execute(query).scalar_one() for name, query in queries.items()}


def begin_trail_anew(connection: Connection) -> None:
    """Remove the lines about the first link, which the database keeps otherwise: those of the archive come there."""
    trigger = KEPT_BY[connection.dialect.name]
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ALTER TABLE audit DISABLE TRIGGER {trigger}"))
        connection.execute(delete(audit))
        connection.execute(text(f"ALTER TABLE audit ENABLE TRIGGER {trigger}"))
        return
    asked = text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name")
    again = connection.execute(asked, {"name": trigger}).scalar_one()
    connection.execute(text(f"DROP TRIGGER {trigger}"))
    connection.execute(delete(audit))
    connection.exec_driver_sql(again)


def has_tables(connection: Connection) -> bool:
    """Tell whether a database has been used before."""
    return bool(inspect(connection).get_table_names())

"""Holdings: how many runs and schedules one person may have at a time."""

from sqlalchemy import Connection, func, select

from lyceum_hub.database.tables import runs, schedules
from lyceum_hub.errors import TooMany
from lyceum_hub.service.runs.run import FINAL


def unfinished(connection: Connection, owner: str) -> int:
    """Return how many runs of a person have not ended."""
    theirs = select(func.count()).select_from(runs).where(runs.c.owner == owner, runs.c.state.not_in(FINAL))
    return connection.execute(theirs).scalar_one()


def check_runs(connection: Connection, owner: str, more: int, most: int) -> None:
    """Raise TooMany when a person would have more unfinished runs than allowed."""
    if (count := unfinished(connection, owner)) + more > most:
        remedy = "Wait until some have ended, or cancel those that are not needed."
        raise TooMany(f"{owner} has {count} runs that have not ended; {most} are allowed.", remedy=remedy)


def check_schedules(connection: Connection, owner: str, most: int) -> None:
    """Raise TooMany when a person has as many schedules as are allowed."""
    theirs = select(func.count()).select_from(schedules).where(schedules.c.owner == owner)
    if (count := connection.execute(theirs).scalar_one()) >= most:
        remedy = "Delete those that are not needed."
        raise TooMany(f"{owner} has {count} schedules; {most} are allowed.", remedy=remedy)

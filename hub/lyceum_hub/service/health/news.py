"""News: who answers for a notebook is told once that a version does not run, administrators that none was tried."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select

from lyceum_catalog.entries import Course
from lyceum_hub.database.tables import notebook_checks
from lyceum_hub.service.entries.published import FOUND, Published
from lyceum_hub.service.entries.versions import at_version
from lyceum_hub.service.health.spots import Spot
from lyceum_hub.service.learning.courses import module_in
from lyceum_hub.service.runs.explanation import explain
from lyceum_hub.service.runs.run import CHECK, Run, State
from lyceum_hub.service.stewardship.inbox import ADMINS, tell


def is_news(known: Iterable[Row[Any]], version: int) -> bool:
    """Tell whether nothing of a version was known to fail: no notebook of the entry, with no profile."""
    return not any(row.run and row.state != State.SUCCEEDED and row.version == version for row in known)


def tell_keepers(connection: Connection, spot: Spot, version: int, run: Run) -> None:
    """Tell an entry's owner and steward that a notebook of it no longer runs, and why."""
    found = at_version(connection, spot.entry, version)
    if found.state not in FOUND:
        return
    why = explain(run)
    text = f"{said(found, spot)} {why.sentence if why else ''}".strip()
    keepers = {found.entry.owner, found.entry.steward}
    tell(connection, keepers, "check", spot.entry, run.id, text, once=f"{CHECK}{run.id}")


def said(found: Published, spot: Spot) -> str:
    """Return the sentence that says what did not run."""
    entry, version, profile = found.entry, found.version, spot.profile
    if isinstance(entry, Course):
        module = module_in(entry, spot.module).title
        return (
            f"The module “{module}” of {entry.title} ({entry.name}) did not run with {profile} when the workspace tried"
            f" version {version}."
        )
    return f"{entry.title} ({entry.name}) did not run with {profile} when the workspace tried version {version}."


def tell_of_missed_night(connection: Connection, night: datetime) -> None:
    """Tell the administrators where nothing was tried since the night before this one began."""
    about = select(func.count(), func.max(notebook_checks.c.begun_for))
    known, last = connection.execute(about).one()
    before = night - timedelta(days=1)
    if not known or (last and last >= before):
        return
    text = (
        f"No published notebook was run in the night of {before:%Y-%m-%d}. The workspace did not run at"
        f" {night:%H:%M} UTC, or runs of people waited all the time. LYCEUM_NIGHTLY sets another hour."
    )
    tell(connection, [ADMINS], "check", "", None, text, once=f"{CHECK}{night.isoformat()}")

"""Comparisons: what is different between a run and an earlier one, the last good one of the same job by default."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_

from lyceum_hub.database import Database
from lyceum_hub.database.tables import runs
from lyceum_hub.errors import NotFound
from lyceum_hub.service.runs.account import touched
from lyceum_hub.service.runs.environments import Environments
from lyceum_hub.service.runs.run import FINAL, Run, State, a_run, run_of
from lyceum_hub.service.viewers import Viewer

Values = Mapping[str, Any]
NOTHING: Values = {}


class Comparisons:
    """What differs between runs, and how a schedule's figures went."""

    def __init__(self, database: Database, environments: Environments) -> None:
        self._database = database
        self._environments = environments

    def last_good(self, run: Run, viewer: Viewer) -> Run | None:
        """Return the newest run of the same job that succeeded before this one, of those that somebody sees."""
        good = a_run().where(runs.c.state == State.SUCCEEDED, runs.c.id != run.id, runs.c.created_at <= run.created_at)
        with self._database.reading() as connection:
            row = connection.execute(
                good.where(same_job(run), viewer.sees(runs)).order_by(runs.c.created_at.desc()).limit(1)
            ).first()
        return run_of(row) if row else None

    def changes(self, since: Run | None, run: Run, viewer: Viewer) -> dict[str, Any]:
        """Return what is different in a run, nothing without an earlier one; what a side lacks has no key there."""
        before = since or run
        with self._database.reading() as connection:
            read = [versions_read(connection, one, viewer) for one in (before, run)]
        packages = [self._packages(one) for one in (before, run)]
        figures = [one.figures or NOTHING for one in (before, run)]
        profiles = {"before": before.work.profile, "now": run.work.profile}
        return {
            "notebook": notebook_changes(before, run),
            "parameters": differences(before.work.parameters, run.work.parameters),
            "profile": profiles if before.work.profile != run.work.profile else None,
            "packages": differences(*packages) if all(packages) else [],
            "entries": differences(*read),
            "figures": differences(*figures),
            "seconds": {"before": seconds_of(before) if since else None, "now": seconds_of(run)},
        }

    def history(self, schedule: str, most: int = 50) -> list[Run]:
        """Return a schedule's newest runs that have ended, oldest first."""
        ended = a_run().where(runs.c.schedule == schedule, runs.c.state.in_(FINAL))
        with self._database.reading() as connection:
            newest = connection.execute(ended.order_by(runs.c.created_at.desc(), runs.c.id).limit(most))
            return [run_of(row) for row in reversed(newest.all())]

    def _packages(self, run: Run) -> Values:
        """Return the packages that a run had, Python among them; nothing where that is not known."""
        try:
            known = self._environments.get(run.environment) if run.environment else None
        except NotFound:
            return NOTHING
        return {"Python": known["python"], **known["packages"]} if known else NOTHING


def same_job(run: Run) -> ColumnElement[bool]:
    """Return the condition on runs of the same schedule, or else of the same owner's template or name."""
    if run.schedule:
        return runs.c.schedule == run.schedule
    template = runs.c.work["template"].as_string()
    alike: ColumnElement[bool] = (
        template == run.work.template if run.work.template else template.is_(None) & (runs.c.name == run.name)
    )
    return and_(runs.c.owner == run.owner, alike)


def notebook_changes(before: Run, run: Run) -> dict[str, Any]:
    """Return whether the notebooks differ, by their hashes and their template's versions."""
    return {
        "changed": before.work.notebook_hash != run.work.notebook_hash,
        "before": before.work.notebook_hash,
        "now": run.work.notebook_hash,
        "versions": [before.work.template_version, run.work.template_version],
    }


def versions_read(connection: Connection, run: Run, viewer: Viewer) -> Values:
    """Return the versions of the entries that a run read, as far as somebody may know them."""
    return {one.entry: one.version for one in touched(connection, run, viewer) if one.role == "read"}


def differences(before: Values, now: Values) -> list[dict[str, Any]]:
    """Return what is different by name, with the value on each side that has one."""
    names = sorted(set(before) | set(now), key=lambda name: (name.lower(), name))
    sides = {"before": before, "now": now}
    return [
        {"name": name, **{side: values[name] for side, values in sides.items() if name in values}}
        for name in names
        if name not in before or name not in now or not same(before[name], now[name])
    ]


def same(one: Any, other: Any) -> bool:
    """Tell whether two JSON values are the same; to Python, true and 1 are."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def seconds_of(run: Run) -> float | None:
    """Return how long a run was executed; None when it did not begin or has not ended."""
    if run.started_at is None or run.finished_at is None:
        return None
    return round((run.finished_at - run.started_at).total_seconds(), 3)

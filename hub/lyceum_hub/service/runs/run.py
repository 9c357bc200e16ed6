"""One run: where it stands, where it shall go, and the record that is the truth about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select

from lyceum_hub.database.tables import runs
from lyceum_hub.errors import NotFound
from lyceum_hub.service.runs.work import Work
from lyceum_hub.service.viewers import Viewer

CHECK = "check:"  # begins what caused a run by which the workspace finds out whether a notebook works
ID_BYTES = 10  # the hub allows 30 characters for `run-<id>-<attempt>`


class State(StrEnum):
    """Where a run stands."""

    QUEUED = "queued"
    STARTING = "starting"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    KERNEL_DIED = "kernel_died"
    TIMED_OUT = "timed_out"
    CANCELLED = "cancelled"
    LOST = "lost"

    @property
    def is_final(self) -> bool:
        """Tell whether a run stays in this state."""
        return self not in (State.QUEUED, State.STARTING, State.RUNNING)


ACTIVE = (State.STARTING, State.RUNNING)
FINAL = tuple(state for state in State if state.is_final)


class Wanted(StrEnum):
    """Where a run shall go."""

    FINISHED = "finished"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Run:
    """A notebook executed once for its owner."""

    id: str
    owner: str
    name: str
    state: State
    reason: str | None
    since: datetime
    wanted: Wanted
    stop_reason: str | None
    work: Work
    schedule: str | None
    scheduled_for: datetime | None
    caused_by: str | None
    group: str | None
    shared_with: str | None
    attempt: int
    fence: int
    server: str | None
    lease_until: datetime | None
    not_before: datetime | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    progress: dict[str, Any] | None
    error: dict[str, Any] | None
    output: str | None
    environment: str | None
    figures: dict[str, float] | None
    expired_at: datetime | None

    @property
    def server_name(self) -> str:
        """The name of the server that executes its present attempt."""
        return f"run-{self.id}-{self.attempt}"

    @property
    def is_check(self) -> bool:
        """Tell whether the workspace has it run, to find out whether a published notebook works."""
        return bool(self.caused_by and self.caused_by.startswith(CHECK))

    def pause_before_another(self, ending: State) -> timedelta | None:
        """Return how long to wait before another attempt when this one ends so; None for no other."""
        if self.work.retries is None or self.wanted is Wanted.STOPPED:
            return None
        return self.work.retries.pause_after(self.attempt, ending)


def a_run() -> Any:
    """Return the query for runs."""
    return select(runs)


def one(connection: Connection, run_id: str, viewer: Viewer | None = None) -> Run:
    """Return one run, for a viewer only one that they see; raise NotFound."""
    query = a_run().where(runs.c.id == run_id)
    row = connection.execute(query.where(viewer.sees(runs)) if viewer else query).one_or_none()
    if row is None:
        raise NotFound(f"There is no run {run_id!r}.", remedy="See your runs for its id.")
    return run_of(row)


def run_of(row: Row[Any]) -> Run:
    """Return the run that a row holds."""
    values = {name: value for name, value in row._mapping.items() if name in Run.__dataclass_fields__}
    return Run(
        **{
            **values,
            "state": State(row.state),
            "wanted": Wanted(row.wanted),
            "work": Work.of(row.work),
            "output": None if row.expired_at else row.output,  # its file may be there for a moment longer
        }
    )

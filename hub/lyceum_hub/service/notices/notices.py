"""Notices: what an ended run has to tell, written to the outbox in the transaction that notices its end."""

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from lyceum_hub.database.tables import runs
from lyceum_hub.service.notices.message import Message
from lyceum_hub.service.notices.outbox import write
from lyceum_hub.service.notices.rules import Ending, Rule
from lyceum_hub.service.runs.explanation import explain
from lyceum_hub.service.runs.run import FINAL, Run, State

NAMESPACE = uuid.UUID("5f0d0f57-8a11-4b57-9d0e-3f8b4f4c0c55")
ENDED = {
    State.KERNEL_DIED: "failed: its kernel died",
    State.TIMED_OUT: "failed: it took longer than it may",
    State.LOST: "was lost",
}


class Notices:
    """Writes what there is to tell."""

    def __init__(self, workspace: str, url: str) -> None:
        self._workspace = workspace
        self._url = url

    def run_ended(self, connection: Connection, run: Run) -> None:
        """Write a message to each receiver who is to be told of the end of a run."""
        if not run.work.notify:
            return
        ending, before = Ending(run.state, run.figures or {}), ending_before(connection, run)
        for (channel, receiver), told in to_tell(run, ending, before).items():
            now = datetime.now(UTC)
            message_id = uuid.uuid5(NAMESPACE, f"{run.id} {channel} {receiver}").hex
            content = {**self._content(run, told), "language": language_for(run, receiver)}
            write(
                connection,
                Message(message_id, run.id, run.owner, channel, receiver, content, "waiting", 0, None, now, now, None),
            )

    def _content(self, run: Run, told: dict[str, str]) -> dict[str, Any]:
        """Return what a message says: no parameters, no log, nothing that a notebook printed."""
        name, explanation = plain_name(run), explain(run)
        crossed = told.get("figure")
        what = f"{name} {told.get('recovery') or ENDED.get(run.state, run.state)}"
        sentence = " ".join(part for part in (f"{what}.", crossed, explanation and explanation.sentence) if part)
        return {
            "workspace": self._workspace,
            "events": list(told),
            "subject": f"{name}: {crossed.rstrip('.')}" if crossed and len(told) == 1 else what,
            "sentence": sentence,
            "remedy": explanation.remedy if explanation else None,
            "figures": run.figures or {},
            "run": {
                "id": run.id,
                "name": name,
                "owner": run.owner,
                "state": run.state,
                "schedule": run.schedule,
                "attempt": run.attempt,
                "scheduled_for": text_of(run.scheduled_for),
                "started_at": text_of(run.started_at),
                "finished_at": text_of(run.finished_at),
                "url": f"{self._url}/hub/user-redirect/lab?run={run.id}",
            },
        }


def to_tell(run: Run, ending: Ending, before: Ending | None) -> dict[tuple[str, str], dict[str, str]]:
    """Return what to tell each receiver, once where several rules name one."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for rule in map(Rule.of, run.work.notify):
        if met := rule.met(ending, before):
            found.setdefault((rule.channel, rule.receiver), {}).update(met)
    return found


def language_for(run: Run, receiver: str) -> str:
    """Return the language in which somebody is told: of an email, that of who asked for it."""
    asked = (rule["language"] for rule in run.work.notify if receiver == rule.get("email") and "language" in rule)
    return next(asked, "en")


def ending_before(connection: Connection, run: Run) -> Ending | None:
    """Return how the last run of the same schedule ended before this one; what was stopped does not count."""
    counted = runs.c.state.in_([state for state in FINAL if state is not State.CANCELLED])
    same = (runs.c.schedule == run.schedule) & (runs.c.id != run.id) & (runs.c.finished_at <= run.finished_at)
    query = select(runs.c.state, runs.c.figures).where(same, counted).order_by(runs.c.finished_at.desc()).limit(1)
    row = connection.execute(query).one_or_none() if run.schedule else None
    return Ending(State(row.state), row.figures or {}) if row else None


def plain_name(run: Run) -> str:
    """Return a run's name without the values that tell the runs of a sweep apart."""
    return run.name.split(" (", 1)[0] if run.group else run.name


def text_of(instant: datetime | None) -> str | None:
    """Return a point in time in ISO 8601, to the second."""
    return instant.astimezone(UTC).isoformat(timespec="seconds") if instant else None

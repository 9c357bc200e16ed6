"""`lyceum audit`: who did what to what, and whether that is what was written."""

import sys
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from lyceum_hub.cli.printing import AS_JSON, moment, table, tell
from lyceum_hub.database import Database, open_database
from lyceum_hub.errors import Unavailable
from lyceum_hub.service.trail import Trail, Wanted, noted
from lyceum_hub.service.verification import Verdict, verify
from lyceum_hub.settings import Settings

NOT_WHOLE = 3
SHOWN = 20  # faults in words


@click.group()
def audit() -> None:
    """Read and verify the audit trail, as the owner of the state folder."""


@audit.command("list")
@click.option("--actor", default="", metavar="NAME", help="Only what one person (or lyceum) did.")
@click.option("--action", default="", metavar="ACTION", help="Only what was done so, for example entry.publish.")
@click.option("--subject", default="", metavar="NAME", help="Only what was done to one entry, run, schedule or person.")
@click.option("--since", type=click.DateTime(), help="Only from a day or instant on, as clocks show it here.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True)
@AS_JSON
def list_lines(since: datetime | None, as_json: bool, **chosen: Any) -> None:
    """List what was done, newest first."""
    wanted = Wanted(since=since.astimezone() if since else None, **chosen)
    found = [{**row._asdict(), "at": row.at.isoformat()} for row in Trail(database_of()).find(wanted)]
    tell({"items": found}, as_json, in_words)


@audit.command("verify")
@click.option("--expect", default="", metavar="HASH", help="A head that was printed before, which must be there still.")
@AS_JSON
def verify_lines(expect: str, as_json: bool) -> None:
    """Say whether each line is what was written, and print the head; the exit code is 3 when one is not."""
    verdict = verify(database_of(), noted(Settings.from_environment().state), expect)
    tell(asdict(verdict), as_json, lambda _: in_sentences(verdict))
    sys.exit(NOT_WHOLE if verdict.faults else 0)


def examine(settings: Settings) -> str | None:
    """Verify the trail of a workspace that has been started before; return what is wrong with it."""
    if not has_begun(settings):
        return None
    try:
        faults = verify(open_database(settings.database_url), noted(settings.state)).faults
    except (OperationalError, ProgrammingError) as error:
        return f"It cannot be read ({error.orig}). Has the workspace been started with this version?"
    return f"{faults[0].text} See `lyceum audit verify`." if faults else None


def has_begun(settings: Settings) -> bool:
    """Tell whether the workspace has been started before."""
    secrets = settings.state / "secrets"
    return secrets.exists() and any(secrets.iterdir())


def database_of() -> Database:
    """Return the database of a workspace that has been started before."""
    settings = Settings.from_environment()
    if not has_begun(settings):
        raise Unavailable(f"There is no workspace in {settings.state} yet.", remedy="Start it with `make up`.")
    return open_database(settings.database_url)


def in_words(found: dict[str, Any]) -> str:
    """Return lines of the trail as a table."""
    if not found["items"]:
        return "Nothing of the kind was done."
    rows = [
        [moment(line["at"]), line["actor"], line["action"], line["subject"], details(line["detail"])]
        for line in found["items"]
    ]
    return table([["WHEN", "WHO", "WHAT", "TO WHAT", "MORE"], *rows])


def details(detail: dict[str, Any] | None) -> str:
    """Return what else is known of a line."""
    return ", ".join(f"{name}: {value}" for name, value in (detail or {}).items() if value not in (None, ""))


def in_sentences(verdict: Verdict) -> str:
    """Return what was found, for people to read."""
    faults = [fault.text for fault in verdict.faults]
    more = [f"… and {len(faults) - SHOWN} more."] if len(faults) > SHOWN else []
    said = f"{verdict.lines} lines; the head is {verdict.head or 'not there yet'}."
    if not faults:
        return f"The audit trail is whole. {said}"
    return "\n".join(["The audit trail is not what was written.", *faults[:SHOWN], *more, said])

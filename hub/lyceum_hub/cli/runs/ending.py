"""How commands that make one run end: with its end, unless one does not wait for that, and an exit code that tells."""

import sys
from typing import Any, NoReturn

import click

from lyceum_hub.cli.client import Client
from lyceum_hub.cli.printing import tell
from lyceum_hub.cli.runs.describing import verdict
from lyceum_hub.cli.runs.following import exit_code, follow

WAIT = click.option("--wait/--no-wait", default=True, help="Follow the run to its end.")


def ended(client: Client, run: dict[str, Any], wait: bool, quiet: bool) -> dict[str, Any]:
    """Return a run as it ended, or as it stands where one does not wait for that."""
    return follow(client, run, quiet) if wait else run


def finish(run: dict[str, Any], as_json: bool) -> NoReturn:
    """Tell how a run ended, or where it stands, and exit with a code that tells whether it succeeded."""
    tell(run, as_json, verdict)
    sys.exit(exit_code(run))

"""`lyceum doctor`: what this machine lacks for a workspace, and whether its audit trail is whole."""

import sys
from dataclasses import replace

import click

from lyceum_hub.checks import CHECKS, NOTES, check_environments
from lyceum_hub.cli.audit import examine as check_trail
from lyceum_hub.cli.printing import here
from lyceum_hub.cli.status import state_of
from lyceum_hub.programs import free_port
from lyceum_hub.settings import Settings


@click.command()
def doctor() -> None:
    """Check this machine and say what to do about what is missing; the exit code is 0 when nothing is."""
    settings = Settings.from_environment()
    if state_of(settings)["state"] != "stopped":
        settings = replace(settings, port=free_port())  # its own port is rightly in use
    every = {**CHECKS, "Environments": check_environments, "Audit trail": check_trail}
    problems = {name: examine(settings) for name, examine in every.items()}
    for name, problem in problems.items():
        click.echo(f"{'✗' if problem else '✓'} {here(name):<18} {here(problem or 'good')}")
    for name, describe in NOTES.items():
        click.echo(f"· {here(name):<18} {here(describe(settings))}")
    sys.exit(1 if any(problems.values()) else 0)

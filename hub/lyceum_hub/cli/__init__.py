"""`lyceum`: start a workspace, see how it is, let people in, publish, run notebooks."""

import sys
from importlib import import_module
from typing import Any

import click

from lyceum_hub import __version__
from lyceum_hub.errors import LyceumError

# Loaded when called for: `run` and `catalog` also work where only a part of Lyceum is installed.
COMMANDS = {
    "up": "Start the workspace and keep it running.",
    "status": "Say what runs, since when, and where it answers.",
    "doctor": "Say what this machine lacks for a workspace.",
    "user": "Invite people and list them.",
    "token": "Print an API token for a person's scripts.",
    "catalog": "Check and publish catalog entries.",
    "run": "Run a notebook as a job, now or on a schedule.",
    "runs": "List runs.",
    "logs": "Print what a run wrote, or follow what it writes.",
    "cancel": "Stop a run.",
    "schedule": "List, add, pause, resume and delete schedules.",
}


class Commands(click.Group):
    """The commands above, each in the module of its name; what goes wrong is said in a sentence."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the commands in the order in which one needs them."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Load a command."""
        if name not in COMMANDS:
            return None
        try:
            command: click.Command = getattr(import_module(f"lyceum_hub.cli.{name}"), name)
        except ModuleNotFoundError as missing:
            remedy = "pip install 'lyceum[hub]'"
            raise LyceumError(f"`lyceum {name}` needs the package {missing.name}: {remedy}") from missing
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Show what each command does, without loading it."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, context: click.Context) -> Any:
        """Call a command; say what went wrong and what to do instead of showing a traceback."""
        try:
            return super().invoke(context)
        except LyceumError as error:
            click.echo(" ".join(part for part in (error.detail, error.remedy) if part), err=True)
            sys.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="lyceum")
def main() -> None:
    """A shared data science workspace."""

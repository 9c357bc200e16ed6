"""`lyceum`: start a workspace, see how it is, let people in, publish, run notebooks."""

import sys
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from lyceum_hub import __version__
from lyceum_hub.cli.printing import here, warn
from lyceum_hub.cli.speaking import Speaking, misuse, spoken
from lyceum_hub.errors import LyceumError

# Loaded when called for: `run` and `catalog` also work where only a part of Lyceum is installed; each by its module.
COMMANDS = {
    "up": ("up", "Start the workspace and keep it running."),
    "status": ("status", "Say what runs, since when, and where it answers."),
    "doctor": ("doctor", "Say what this machine lacks for a workspace."),
    "user": ("user", "Invite people and list them."),
    "token": ("token", "Print an API token for a person's scripts."),
    "catalog": ("catalog.catalog", "Check, publish, propose, review, export and compare catalog entries."),
    "run": ("runs.run", "Run a notebook as a job, now or on a schedule."),
    "runs": ("runs.listing", "List runs and their figures."),
    "show": ("runs.show", "Say where a run stands, why, and what changed."),
    "logs": ("runs.logs", "Print what a run wrote, or follow what it writes."),
    "output": ("runs.output", "Get the notebook of a run as it was executed."),
    "compare": ("runs.compare", "Say how two runs differ."),
    "resume": ("runs.resume", "Take up a failed run where it failed."),
    "cancel": ("runs.cancel", "Stop a run, or all of a sweep."),
    "schedule": ("schedules.schedule", "Add, list, show, change and delete schedules."),
    "usage": ("usage", "Say what servers used, what is left of quotas, and what it cost."),
    "audit": ("audit", "List who did what, and verify that it is what was written."),
    "migrate": ("migrate", "Bring the database up to date, on a cluster."),
    "export": ("moving", "Write all that the workspace keeps into one file."),
    "import": ("moving", "Bring what was exported into an empty workspace."),
    "chart": ("chart", "Make what the charts of a cluster are told."),
    "secret": ("secret", "Keep values that notebooks need and nobody may read."),
    "images": ("images", "Record, list and compare the packages of images."),
}


class Commands(click.Group):
    """The commands above, each in the module of its name; what goes wrong is said in a sentence."""

    context_class = Speaking

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the commands in the order in which one needs them."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Load a command."""
        if name not in COMMANDS:
            return None
        try:
            module = import_module(f"lyceum_hub.cli.{COMMANDS[name][0]}")
            command: click.Command = getattr(module, f"{name}_" if iskeyword(name) else name)
        except ModuleNotFoundError as missing:
            remedy = "pip install 'lyceum[hub]'"
            raise LyceumError(f"`lyceum {name}` needs the package {missing.name}: {remedy}") from missing
        return spoken(command)

    def format_help_text(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Show what all of them are."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(here(self.help or ""))

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Show what each command does, without loading it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, says) in COMMANDS.items()])

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Read what stands before the command."""
        with misuse():
            return super().parse_args(context, args)

    def invoke(self, context: click.Context) -> Any:
        """Call a command; say what went wrong and what to do instead of showing a traceback."""
        try:
            with misuse():
                return super().invoke(context)
        except LyceumError as error:
            warn(" ".join(part for part in (error.detail, error.remedy) if part))
            sys.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="lyceum")
def main() -> None:
    """A shared data science workspace."""

"""Commands whose help, and what click says of a call that it refuses, are in the terminal's language."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import IO, Any

import click

from lyceum_hub.cli.printing import here, warn

ARGUMENT = re.compile(r"[A-Z]{2,}")


class Formatter(click.HelpFormatter):
    """Writes help, click's own words included."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is called."""
        super().write_usage(prog, named(args), f"{here(prefix or 'Usage:')} ")

    def write_heading(self, heading: str) -> None:
        """Write what stands above options or commands."""
        super().write_heading(here(heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options or commands, each with what is said of it."""
        super().write_dl([(named(name), here(text)) for name, text in rows], col_max, col_spacing)


class Speaking(click.Context):
    """A call whose help is in the terminal's language."""

    formatter_class = Formatter


class Misused(click.UsageError):
    """A call that does not fit, in the words of the terminal's language."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Say what does not fit, and where to read on."""
        call = self.ctx
        usage = [call.get_usage(), f"Try '{call.command_path} --help' for help.", ""] if call else []
        warn("\n".join([*usage, f"Error: {self.message}"]))


@contextmanager
def misuse() -> Iterator[None]:
    """Have click's complaints about a call said in the terminal's language."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        if isinstance(error, click.BadParameter) and error.param:
            error.param_hint = named(error.param.get_error_hint(error.ctx))
        raise Misused(error.format_message(), error.ctx) from error


def named(call: str) -> str:
    """Return how something is called, its arguments named in the terminal's language."""
    return ARGUMENT.sub(lambda name: here(name[0]), call)


def spoken(command: click.Command) -> click.Command:
    """Return a command that speaks the terminal's language, and so do those below it."""
    made = copy(command)
    made.context_class = Speaking
    made.help = in_paragraphs(command.help)
    made.params = [spoken_option(one) if isinstance(one, click.Option) else one for one in command.params]
    if isinstance(made, click.Group):
        made.commands = {name: spoken(one) for name, one in made.commands.items()}
    return made


def spoken_option(option: click.Option) -> click.Option:
    """Return an option whose help is in the terminal's language."""
    made = copy(option)
    made.help = in_paragraphs(option.help)
    return made


def in_paragraphs(text: str | None) -> str | None:
    """Return help in the terminal's language, each paragraph on a line."""
    return text and "\n\n".join(here(" ".join(part.split())) for part in text.split("\n\n"))

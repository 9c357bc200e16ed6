"""What to run, as the command line says it: a notebook file, a template or an earlier run, and how to run it."""

import functools
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import click

from lyceum_catalog import secrets
from lyceum_catalog.notebooks import parse_notebook
from lyceum_catalog.parameters import from_text, infer_parameters
from lyceum_catalog.problems import InvalidContent
from lyceum_hub.cli.client import Client
from lyceum_hub.cli.runs.notices import notices
from lyceum_hub.errors import Invalid

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NOTIFY = "WHEN=WHOM, such as failure,recovery=ada@example.org, or a webhook's URL; figures: 'rmse>0.5=…'."
HOW = (
    click.option("-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="Set a parameter."),
    click.option("--name", help="What to call it; the file's or template's name by default."),
    click.option("--profile", help="Where it runs; standard by default."),
    click.option("--timeout", type=click.IntRange(1), metavar="SECONDS", help="When it is stopped."),
    click.option("--retries", type=click.IntRange(0, 10), metavar="MOST", help="How often to try again what fails."),
    click.option("--secret", "secrets", multiple=True, metavar="NAME", help="Give it a secret of yours."),
    click.option("--notify", multiple=True, metavar="WHEN=WHOM", help=NOTIFY),
    click.option("--share", metavar="GROUP", help="Let a group's members see and steer it."),
)
WHAT = (
    click.argument("notebook", required=False, type=FILE),
    click.option("--template", help="Run a published template instead of a file."),
    click.option("--folder", help="The working folder, below the owner's home."),
)
AGAIN = click.option(
    "--again", metavar="RUN", help="Run an earlier run's notebook again, its values where none are given."
)


@dataclass(frozen=True)
class Asked:
    """What the options of a command ask to be run."""

    notebook: Path | None = None
    template: str | None = None
    again: str | None = None
    parameters: tuple[str, ...] = ()
    name: str | None = None
    profile: str | None = None
    folder: str | None = None
    timeout: int | None = None
    retries: int | None = None
    secrets: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    share: str | None = None

    def how(self) -> dict[str, Any]:
        """Return the fields of a request that say how to run; what is not asked for is left out."""
        wanted = {
            "name": self.name,
            "profile": self.profile,
            "folder": self.folder,
            "timeout": self.timeout,
            "retries": {"most": self.retries} if self.retries else None,
            "secrets": [secret_name(name) for name in self.secrets],
            "notify": notices(self.notify),
            "shared_with": self.share,
        }
        return {field: value for field, value in wanted.items() if value}


KEPT = ("name", "parameters", "profile", "folder", "timeout", "retries", "secrets", "notify", "shared_with")


@dataclass(frozen=True)
class Source:
    """A notebook, and the fields of a request that name it; for an earlier run also how it was run."""

    content: dict[str, Any]
    request: dict[str, Any]

    def read(self, texts: dict[str, str]) -> dict[str, Any]:
        """Return the values that texts stand for, by the types of the notebook's parameters."""
        return from_text(infer_parameters(self.content), texts)


def asks(*options: Callable[..., Any]) -> Callable[..., Any]:
    """Return the decorator that gives a command options, and what they say as its argument `asked`."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def gathered(**given: Any) -> Any:
            named = {field.name: given.pop(field.name) for field in fields(Asked) if field.name in given}
            return command(asked=Asked(**named), **given)

        return functools.reduce(lambda made, option: option(made), reversed(options), gathered)

    return decorate


def request_of(asked: Asked, source: Source) -> dict[str, Any]:
    """Return the request for some work."""
    earlier, given = source.request.get("parameters", {}), source.read(dict(map(split, asked.parameters)))
    return {**source.request, **asked.how(), "parameters": {**earlier, **given}}


def source_of(client: Client, asked: Asked) -> Source:
    """Return what to run; raise Invalid unless exactly one thing is named."""
    if sum(bool(named) for named in (asked.notebook, asked.template, asked.again)) != 1:
        raise Invalid("What shall run?", remedy="Name a notebook file, or --template NAME, or --again RUN.")
    if asked.again:
        return of_run(client, asked.again)
    if asked.template:
        content = client.get(f"/api/templates/{asked.template}")["notebook"]
        return Source(content, {"name": asked.template, "template": asked.template})
    assert asked.notebook
    return of_file(asked.notebook)


def of_file(path: Path) -> Source:
    """Return the notebook in a file; raise Invalid when it is none."""
    try:
        content = parse_notebook(path.read_bytes())
    except InvalidContent as error:
        raise Invalid(f"{path}: {error}") from error
    except OSError as error:
        raise Invalid(f"{path} cannot be read: {error.strerror}.") from error
    return Source(content, {"name": path.stem, "notebook": content})


def of_run(client: Client, run_id: str) -> Source:
    """Return the notebook of an earlier run, with all that was asked of it."""
    run = client.get(f"/api/runs/{run_id}")
    content = client.get(f"/api/runs/{run_id}/notebook")
    return Source(content, {"notebook": content, **{field: run[field] for field in KEPT if run.get(field)}})


def secret_name(name: str) -> str:
    """Return a secret's name; raise Invalid, not repeating what may be its value."""
    if not secrets.NAME.fullmatch(name):
        raise Invalid("A secret is named in capitals, such as DATABASE_PASSWORD.", remedy="See `lyceum secret list`.")
    return name


def split(text: str) -> tuple[str, str]:
    """Return the name and the value of `name=value`."""
    name, equals, value = text.partition("=")
    if not equals:
        raise Invalid(f"{text!r} is no parameter.", remedy="Write -p name=value.")
    return name.strip(), value

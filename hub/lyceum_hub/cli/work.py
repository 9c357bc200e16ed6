"""What to run, as the command line says it: a notebook file or a template, its parameters, where and how long."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from lyceum_catalog.notebooks import parse_notebook
from lyceum_catalog.parameters import from_text, infer_parameters
from lyceum_catalog.problems import InvalidContent
from lyceum_hub.cli.client import Client
from lyceum_hub.errors import Invalid

PARTS = (
    click.argument("notebook", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)),
    click.option("--template", help="Run a published template instead of a file."),
    click.option("-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="Set a parameter."),
    click.option("--name", help="What to call it; the file's name by default."),
    click.option("--profile", default="standard", show_default=True),
    click.option("--folder", default="", help="The working folder, below the owner's home."),
    click.option("--timeout", type=int, help="Seconds after which it is stopped."),
    click.option("--retries", type=click.IntRange(0, 10), metavar="MOST", help="Try again what fails."),
)


def the_work(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say what to run."""
    for part in reversed(PARTS):
        command = part(command)
    return command


def work_of(
    client: Client,
    notebook: Path | None,
    template: str | None,
    parameters: tuple[str, ...],
    name: str | None,
    how: dict[str, Any],
) -> dict[str, Any]:
    """Return the request for some work; raise Invalid when it cannot be made."""
    source = source_of(client, notebook, template)
    if most := how.pop("retries", None):
        how["retries"] = {"most": most}
    return {
        **source["field"],
        "name": name or template or (notebook and notebook.stem),
        "parameters": from_text(infer_parameters(source["content"]), dict(split(text) for text in parameters)),
        **{key: value for key, value in how.items() if value is not None},
    }


def source_of(client: Client, notebook: Path | None, template: str | None) -> dict[str, Any]:
    """Return the notebook to run, and the field of the request that says so."""
    if (notebook is None) == (template is None):
        raise Invalid("Name either a notebook file or --template NAME.")
    if template is not None:
        return {"content": client.get(f"/api/templates/{template}")["notebook"], "field": {"template": template}}
    assert notebook is not None
    try:
        content = parse_notebook(notebook.read_bytes())
    except InvalidContent as error:
        raise Invalid(f"{notebook}: {error}") from error
    return {"content": content, "field": {"notebook": content}}


def split(text: str) -> tuple[str, str]:
    """Return the name and the value of `name=value`."""
    name, equals, value = text.partition("=")
    if not equals:
        raise Invalid(f"{text!r} is no parameter.", remedy="Write -p name=value.")
    return name.strip(), value

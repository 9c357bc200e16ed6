"""`lyceum catalog`: check and publish entries that are described as files."""

from pathlib import Path
from typing import Any

import click

from lyceum_catalog.folders import read_folder
from lyceum_catalog.problems import InvalidContent
from lyceum_hub.cli.client import Client, own_token, service_url
from lyceum_hub.errors import Invalid
from lyceum_hub.settings import Settings

FOLDER = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))


@click.group()
def catalog() -> None:
    """Check and publish catalog entries."""


@catalog.command()
@FOLDER
def validate(folder: Path) -> None:
    """Check the *.yaml and *.ipynb files of FOLDER; nothing is published."""
    print(f"{len(records_in(folder))} entries are in order.")


@catalog.command()
@FOLDER
def apply(folder: Path) -> None:
    """Check the files of FOLDER and publish them: all, or none."""
    settings = Settings.from_environment()
    token = own_token() or settings.secret("cli_token")
    for change in apply_folder(Client(service_url(settings), token), folder):
        print(f"{change['name']}: {change['change']}, version {change['version']}")


def apply_folder(client: Client, folder: Path) -> list[dict[str, Any]]:
    """Publish the entries of a folder in one step and return what changed; raise Invalid with every problem."""
    changes: list[dict[str, Any]] = client.post("/api/entries", records_in(folder))["items"]
    return changes


def records_in(folder: Path) -> list[dict[str, Any]]:
    """Return the records of a folder's entries; raise Invalid naming file, line, field and remedy."""
    try:
        return [entry.record() for entry in read_folder(folder)]
    except InvalidContent as error:
        raise Invalid(str(error), remedy="Nothing was published.") from error

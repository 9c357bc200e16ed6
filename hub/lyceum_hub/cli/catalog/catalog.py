"""`lyceum catalog`: check, publish, export and compare entries that are described as files."""

import json
import sys
from pathlib import Path

import click

from lyceum_catalog.entries import KINDS, json_schema
from lyceum_catalog.folders import file_of
from lyceum_hub.cli.catalog.comparing import compared
from lyceum_hub.cli.catalog.sending import apply_folder, entries_in, published
from lyceum_hub.cli.client import Client, own_token, service_url
from lyceum_hub.cli.printing import say, warn
from lyceum_hub.settings import Settings

FOLDER = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
FEW = 100


@click.group()
def catalog() -> None:
    """Check, publish, export and compare catalog entries."""


@catalog.command()
@FOLDER
def validate(folder: Path) -> None:
    """Check the *.yaml and *.ipynb files of FOLDER; nothing is published."""
    print(f"{len(entries_in(folder))} entries are in order.")


@catalog.command()
@FOLDER
def apply(folder: Path) -> None:
    """Check the files of FOLDER and publish them: all, or none. Interrupted, it goes on where it stopped."""
    changes = apply_folder(client(), folder)
    changed = [change for change in changes if change["change"] != "unchanged"]
    for change in changes if len(changes) <= FEW else changed[:FEW]:
        say(f"{change['name']}: {change['change']}, version {change['version']}")
    if len(changes) > FEW:
        say(f"{len(changes)} entries: {len(changed)} are new or have a new version.")


@catalog.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write each published entry into FOLDER, as the file that describes it."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for entry in published(client()):
        name, text = file_of(entry)
        (folder / name).write_text(text, encoding="utf-8")
        count += 1
    say(f"{count} entries are in {folder}.")


@catalog.command()
@FOLDER
def diff(folder: Path) -> None:
    """Show what `apply` would change: the files of FOLDER beside what is published. Exits with 1 when they differ."""
    found, others = compared(entries_in(folder), published(client()))
    for text in found:
        say(text)
    if others:
        warn(f"Not in {folder}, and left as they are: {others} published entries.")
    sys.exit(1 if found else 0)


@catalog.command()
@click.option("--kind", type=click.Choice(list(KINDS)), default="dataset", show_default=True, help="Of which kind.")
def schema(kind: str) -> None:
    """Print the JSON Schema of an entry's file, for editors that check while one types."""
    print(json.dumps(json_schema(kind), indent=2))


def client() -> Client:
    """Return the service, as whom the token in the environment names or as the state folder's owner."""
    settings = Settings.from_environment()
    return Client(service_url(settings), own_token() or settings.secret("cli_token"))

"""`lyceum catalog`: check, publish, propose, review, export and compare entries that are described as files."""

import json
import sys
from pathlib import Path

import click

from lyceum_catalog.entries import KINDS, json_schema
from lyceum_catalog.standards.formats import FORMATS
from lyceum_hub.cli.catalog.comparing import compared
from lyceum_hub.cli.catalog.exchanging import WRITERS, send_file
from lyceum_hub.cli.catalog.proposing import may_apply, propose_all
from lyceum_hub.cli.catalog.reviewing import approve, proposals, send_back
from lyceum_hub.cli.catalog.sending import apply_folder, entries_in, published
from lyceum_hub.cli.catalog.service import client
from lyceum_hub.cli.client import line_of
from lyceum_hub.cli.printing import here, say, titled, warn

FOLDER = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
FEW = 100


@click.group()
def catalog() -> None:
    """Check, publish, propose, review, export and compare catalog entries."""


@catalog.command()
@FOLDER
def validate(folder: Path) -> None:
    """Check the *.yaml and *.ipynb files of FOLDER; nothing is published."""
    say(f"{len(entries_in(folder))} entries are in order.")


@catalog.command()
@FOLDER
def apply(folder: Path) -> None:
    """Check the files of FOLDER and publish them: all, or none. Interrupted, it goes on where it stopped.

    With a token that may only propose, each new or changed entry waits for review instead.
    """
    service = client()
    if not may_apply(service):
        sys.exit(told(propose_all(service, entries_in(folder))))
    changes = apply_folder(service, folder)
    changed = [change for change in changes if change["change"] != "unchanged"]
    for change in changes if len(changes) <= FEW else changed[:FEW]:
        say(titled(change["name"], f"{here(change['change'])}, version {change['version']}"))
    if len(changes) > FEW:
        say(f"{len(changes)} entries: {len(changed)} are new or have a new version.")


@catalog.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(list(WRITERS)), default="yaml", show_default=True, help="As what.")
def export(folder: Path, form: str) -> None:
    """Write what is published into FOLDER: each entry as the file that describes it, or data sets in others' words."""
    count = WRITERS[form](client(), folder)
    say(f"{count} {'entries' if form == 'yaml' else 'files'} are in {folder}.")


@catalog.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="What they are, if their names do not say it.")
def import_files(files: tuple[Path, ...], form: str | None) -> None:
    """Keep a draft for each data set that FILES describe: DCAT (*.ttl, *.jsonld) or catalogs of Intake's (*.yaml).

    Of each file all or none. Drafts are yours until you submit them; nothing in the files is executed.
    """
    service = client()
    for path in files:
        answer = send_file(service, path, form)
        for note in answer["notes"]:
            warn(line_of({"file": str(path), **note}))
        for item in answer["items"]:
            say(titled(item["entry"], f"{here('draft')} {item['id']}"))


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


def told(proposed: list[dict[str, str]]) -> int:
    """Say what became of entries that were proposed; return the status to exit with."""
    for item in proposed:
        more = item.get("proposal") or item.get("reason")
        say(titled(item["name"], here(item["change"])) + (f" ({here(more)})" if more else ""))
    waiting = sum(item["change"] == "in review" for item in proposed)
    say(f"Your token may propose, not publish: {waiting} of {len(proposed)} entries wait for somebody else's review.")
    return int(any(item["change"] == "refused" for item in proposed))


for command in (proposals, approve, send_back):
    catalog.add_command(command)

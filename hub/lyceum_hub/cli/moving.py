"""`lyceum export` and `lyceum import`: a workspace as one file, and that file as a workspace."""

import os
from pathlib import Path
from typing import Any

import click

from lyceum_hub.checks import check_state
from lyceum_hub.cli.audit import has_begun
from lyceum_hub.cli.printing import AS_JSON, here, tell, warn, whole
from lyceum_hub.errors import Conflict, Unavailable
from lyceum_hub.moving.archive import Archive
from lyceum_hub.moving.arrival import arrive
from lyceum_hub.moving.departure import depart, file_for
from lyceum_hub.moving.manifest import Manifest
from lyceum_hub.moving.people import hub_of
from lyceum_hub.moving.rest import at_rest
from lyceum_hub.settings import Settings

TOLD = {"entries": "entries", "runs": "runs", "schedules": "schedules", "audit": "lines of the audit trail"}
KEEP = "It holds keys and what passwords are checked with: keep it as closed as the state folder."
NEXT = "Bring homes and shared folders, too, see hub/README.md; then start it."


@click.command()
@click.argument("place", type=click.Path(path_type=Path), metavar="FOLDER|FILE")
@AS_JSON
def export(place: Path, as_json: bool) -> None:
    """Write all that a stopped workspace keeps into one file, from people to the audit trail."""
    os.umask(0o077)
    settings = Settings.from_environment()
    if not has_begun(settings):
        raise Unavailable(f"There is no workspace in {settings.state} yet.")
    path = file_for(settings, place)
    with at_rest(settings) as database:
        manifest, mark = depart(settings, database, hub_of(settings), path, warn)
    said = {"file": str(path), **about(manifest, mark)}
    tell(said, as_json, lambda _: f"{in_words(manifest)} are in {path}. {KEEP}\nIts fingerprint is {mark}")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--expect", default="", metavar="HASH", help="The fingerprint that `lyceum export` printed.")
@AS_JSON
def import_(file: Path, expect: str, as_json: bool) -> None:
    """Bring what `lyceum export` wrote into an empty workspace that is stopped, all of it or nothing."""
    os.umask(0o077)
    settings = Settings.from_environment()
    with Archive(file) as archive:
        check(archive, expect)
        if not settings.on_cluster and (problem := check_state(settings)):
            raise Unavailable(problem)
        with at_rest(settings) as database:
            arrive(settings, database, hub_of(settings), archive, warn)
        said = {"state_folder": str(settings.state), **about(archive.manifest, archive.fingerprint)}
        tell(said, as_json, lambda _: f"{in_words(archive.manifest)} are here, compared by counts and hashes. {NEXT}")


def check(archive: Archive, expected: str) -> None:
    """Read all of an archive before anything is written; raise Conflict where it is not the one that is expected."""
    if expected and expected != archive.fingerprint:
        raise Conflict(f"{archive.path} is another archive: its fingerprint is {archive.fingerprint}.")
    warn("Checking the archive")
    archive.check()


def about(manifest: Manifest, mark: str) -> dict[str, Any]:
    """Return what an archive holds, for scripts."""
    rows = {name: count.rows for name, count in manifest.tables.items()}
    return {"fingerprint": mark, "workspace": manifest.workspace, "files": manifest.files, "rows": rows}


def in_words(manifest: Manifest) -> str:
    """Return what an archive holds, for people to read."""
    parts = [here(f"{whole(manifest.rows(name))} {words}") for name, words in TOLD.items()]
    return here(f"{', '.join(parts)} and {whole(manifest.files)} files")

"""Departure: all that a stopped workspace keeps, written into an archive."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from lyceum_hub.database import Database, revision_of, revisions
from lyceum_hub.errors import Unavailable
from lyceum_hub.moving.archive import Packing
from lyceum_hub.moving.keys import keys_of
from lyceum_hub.moving.manifest import Count, Manifest
from lyceum_hub.moving.people import Hub
from lyceum_hub.moving.rows import Tally
from lyceum_hub.moving.tables import lines_of, moved
from lyceum_hub.service import audit
from lyceum_hub.service.files import Files
from lyceum_hub.service.trail import HEADS
from lyceum_hub.settings import Settings

WHO = "lyceum export"
NOT_A_NAME = re.compile("[^A-Za-z0-9]+")
Say = Callable[[str], None]


def depart(settings: Settings, database: Database, hub: Hub, path: Path, say: Say) -> tuple[Manifest, str]:
    """Write an archive and return its manifest and fingerprint; that it was made is its last line of the trail."""
    if revision_of(database) != revisions()[0]:
        raise Unavailable("The tables are not those of this version.", remedy="Start the workspace once, then stop it.")
    with Packing(path) as packing:
        with database.writing() as connection:
            audit.record(connection, WHO, "workspace.export", settings.name, file=path.name)
        with snapshot(database) as connection:
            tables = pack_tables(packing, connection, say)
        say("Packing people, files and keys")
        packing.add("people.json", [hub.known().model_dump_json().encode()])
        pack_files(packing, Files(settings.files_url))
        pack_state(packing, settings)
        manifest = Manifest(workspace=settings.name[:200], tables=tables, members=packing.members)
        return manifest, packing.finish(manifest)


def pack_tables(packing: Packing, connection: Connection, say: Say) -> dict[str, Count]:
    """Pack every table that is moved, and return how many rows each has."""
    say("Packing tables")
    found = {}
    for table in moved():
        tally = Tally()
        packing.add(f"tables/{table.name}.jsonl", lines_of(connection, table, tally))
        found[table.name] = Count(rows=tally.rows, digest=tally.digest)
    return found


def pack_files(packing: Packing, files: Files) -> None:
    """Pack every file of the file store; what begins with a dot was never finished."""
    for key in files.keys(""):
        if not key.rpartition("/")[2].startswith("."):
            packing.add(f"files/{key}", [files.get(key)])


def pack_state(packing: Packing, settings: Settings) -> None:
    """Pack keys, the heads that the trail had, and the files of profiles and quotas."""
    for name, key in keys_of(settings).items():
        packing.add(f"secrets/{name}", [key.encode()])
    for name, path in state_files(settings).items():
        if path.is_file():
            packing.add(name, [path.read_bytes()])


def state_files(settings: Settings) -> dict[str, Path]:
    """Return the files beside the database that move along, by their names in an archive."""
    told = {"settings/profiles.yaml": settings.profiles_file, "settings/quotas.yaml": settings.quotas_file}
    return {HEADS: settings.state / HEADS, **told}


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """Yield a connection that sees the database as it is at one moment."""
    level = {"isolation_level": "REPEATABLE READ"} if database.engine.dialect.name == "postgresql" else {}
    with database.engine.connect().execution_options(**level) as connection, connection.begin():
        yield connection


def file_for(settings: Settings, place: Path) -> Path:
    """Return the file to write: the one named, or one in the folder named."""
    if not place.is_dir():
        return place
    name = NOT_A_NAME.sub("-", settings.name).strip("-").lower() or "workspace"
    return place / f"{name}-{datetime.now(UTC):%Y%m%d-%H%M%S}.zip"

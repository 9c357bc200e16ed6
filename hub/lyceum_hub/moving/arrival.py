"""Arrival: an archive is checked, and becomes an empty workspace's content, all of it or nothing."""

from collections.abc import Callable, Mapping

from pydantic import ValidationError
from sqlalchemy import Connection, update

from lyceum_hub.database import Database, migrate, revision_of, revisions
from lyceum_hub.database.tables import owners
from lyceum_hub.errors import Conflict, Invalid, NotFound
from lyceum_hub.moving.archive import Archive
from lyceum_hub.moving.departure import state_files
from lyceum_hub.moving.emptiness import REMEDY, make_empty
from lyceum_hub.moving.keys import keep
from lyceum_hub.moving.people import Hub, People
from lyceum_hub.moving.tables import moved, put, tally_of
from lyceum_hub.service import audit
from lyceum_hub.service.files import Files, write_whole
from lyceum_hub.settings import Settings

WHO = "lyceum import"
SAMPLES_DONE = "samples"  # as `lyceum up` leaves it: what is published came along
Say = Callable[[str], None]


def arrive(settings: Settings, database: Database, hub: Hub, archive: Archive, say: Say) -> None:
    """Bring an archive, which has been checked, into an empty workspace.

    The database has it when all else is there. Whatever fails before leaves files, keys and people behind that the next
    try takes over.
    """
    people = people_in(archive)
    check_tables(database)
    migrate(database)
    with database.writing() as connection:
        make_empty(connection)
        say("Writing tables")
        put_tables(connection, archive)
        say("Writing files, keys and people")
        put_files(Files(settings.files_url), archive)
        put_state(settings, archive)
        follow(connection, people, hub.bring(people))
        told = {"made_at": archive.manifest.made_at.isoformat(), "fingerprint": archive.fingerprint}
        audit.record(connection, WHO, "workspace.import", archive.manifest.workspace, **told)


def check_tables(database: Database) -> None:
    """Raise Conflict where the database has tables of another version: an import changes nothing of theirs."""
    found = revision_of(database)
    if found not in (None, revisions()[0]):
        raise Conflict(f"The database has tables of another version already ({found}).", remedy=REMEDY)


def put_tables(connection: Connection, archive: Archive) -> None:
    """Write every table, and compare it with what the archive has."""
    if {table.name for table in moved()} != archive.manifest.tables.keys():
        raise Invalid(f"{archive.path} has other tables than this version moves.")
    for table in moved():
        put(connection, table, archive.lines(f"tables/{table.name}.jsonl"))
        wanted, found = archive.manifest.tables[table.name], tally_of(connection, table)
        if (found.rows, found.digest) != (wanted.rows, wanted.digest):
            said = f"Of {table.name} the database has {found.rows} rows that are not the {wanted.rows} of the archive."
            raise Conflict(f"{said} Nothing was imported.")


def put_files(files: Files, archive: Archive) -> None:
    """Put every file into the file store, unless it is there; raise Conflict where another one is."""
    for name in archive.names("files"):
        key, content = name.removeprefix("files/"), archive.content(name) or b""
        try:
            there = files.get(key)
        except NotFound:
            files.put(key, content)
            there = files.get(key)
        if there != content:
            raise Conflict(f"The file store has another {key} already.", remedy="Import into an empty one.")


def put_state(settings: Settings, archive: Archive) -> None:
    """Put keys where they belong, and files of the state where none are."""
    for name in archive.names("secrets"):
        keep(settings, name.removeprefix("secrets/"), (archive.content(name) or b"").decode("ascii", "replace"))
    if settings.on_cluster:
        return
    for name, path in state_files(settings).items():
        content = archive.content(name)
        if content is not None and (name not in archive.names("settings") or not path.exists()):
            write_whole(path, content)
    (settings.state / SAMPLES_DONE).touch()


def people_in(archive: Archive) -> People:
    """Return the people and groups of an archive."""
    try:
        return People.model_validate_json(archive.content("people.json") or b"")
    except ValidationError as error:
        raise Invalid(f"{archive.path} does not say whom the hub knew.") from error


def follow(connection: Connection, people: People, created: Mapping[str, str]) -> None:
    """Have whoever was known by an account of the old hub known by the one that the new hub has for them."""
    for person in people.people:
        theirs = (owners.c.name == person.name, owners.c.hub_created == person.created)
        connection.execute(update(owners).where(*theirs).values(hub_created=created[person.name]))

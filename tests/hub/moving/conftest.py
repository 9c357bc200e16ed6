"""Workspaces of SQLite and of PostgreSQL, empty and with something in every table, that nobody has started."""

import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import JSON, Boolean, Date, Float, Integer, func, insert, select

from lyceum_hub.database import open_database
from lyceum_hub.database.tables import Instant, audit, certificates, metadata, owners
from lyceum_hub.moving.archive import Archive
from lyceum_hub.moving.arrival import arrive
from lyceum_hub.moving.departure import depart
from lyceum_hub.moving.people import Group, People, Person, StoppedHub
from lyceum_hub.service import audit as trail
from lyceum_hub.service.files import Files
from lyceum_hub.service.learning.certificates import CERTIFICATE
from lyceum_hub.service.learning.seal import Seal
from lyceum_hub.settings import Settings

MADE = "2026-03-01T08:00:00.123456Z"
BEGIN = datetime(2026, 3, 29, 0, 59, 59, 123456, UTC)
ROWS = 3
FILES = {"notebooks/a1.ipynb": b"{}", "outputs/r1/1.ipynb": bytes(range(256)) * 9, "parts/r1/1/000001.ndjson": b""}


@dataclass(frozen=True)
class Place:
    """A workspace that does not run."""

    settings: Settings

    @property
    def database(self):
        return open_database(self.settings.database_url)

    @property
    def files(self):
        return Files(self.settings.files_url)

    @property
    def hub(self):
        return StoppedHub(self.settings)

    def export(self, path):
        """Write an archive and return its path."""
        depart(self.settings, self.database, self.hub, path, silent)
        return path

    def take_in(self, path, hub=None):
        """Bring an archive."""
        with Archive(path) as archive:
            archive.check()
            arrive(self.settings, self.database, hub or self.hub, archive, silent)

    def rows(self, table):
        """Return all rows of a table, in the order of their text."""
        with self.database.reading() as connection:
            return sorted(map(str, connection.execute(select(table)).mappings()))

    def count(self):
        """Return how many rows there are in all tables."""
        with self.database.reading() as connection:
            counts = (select(func.count()).select_from(table) for table in metadata.sorted_tables)
            return sum(connection.execute(query).scalar_one() for query in counts)


@pytest.fixture
def new_place(tmp_path, fresh_sqlite, request):
    """Return a function that makes a workspace whose tables of a kind of database are empty."""

    def make(name, kind="sqlite"):
        state = tmp_path / name
        (state / "secrets").mkdir(parents=True)
        told = {"LYCEUM_STATE": str(state), "LYCEUM_NAME": f"Workspace {name}"}
        if kind == "postgresql":
            new_database = request.getfixturevalue("new_database")
            told["LYCEUM_DATABASE_URL"] = new_database(request.getfixturevalue("fresh_postgresql"))
        else:
            shutil.copy(fresh_sqlite, state / "lyceum.sqlite")
        return Place(Settings.from_environment(told))

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    """Each kind of database."""
    return request.param


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory, fresh_sqlite):
    """A workspace with something in every table, to copy."""
    folder = tmp_path_factory.mktemp("lived-in") / "state"
    (folder / "secrets").mkdir(parents=True)
    shutil.copy(fresh_sqlite, folder / "lyceum.sqlite")
    fill(Place(Settings.from_environment({"LYCEUM_STATE": str(folder), "LYCEUM_NAME": "Old, and full"})))
    return folder


@pytest.fixture
def full(lived_in, tmp_path):
    """A workspace with something in every table."""
    state = tmp_path / "full"
    shutil.copytree(lived_in, state)
    return Place(Settings.from_environment({"LYCEUM_STATE": str(state), "LYCEUM_NAME": "Old, and full"}))


@pytest.fixture
def packed(full, tmp_path):
    """The archive of a workspace with something in every table."""
    return full.export(tmp_path / "packed.zip")


def fill(place):
    """Put something into every table, and beside the database."""
    key = place.settings.secret("learning")
    place.settings.secret("webhooks")
    with place.database.writing() as connection:
        for table in metadata.sorted_tables:
            if table is not audit:
                connection.execute(insert(table), [row_for(table, number) for number in range(1, ROWS + 1)])
        said = {"code": "c0de", "holder": "ada"}
        signed = {"record": said, "signature": Seal(key).of(CERTIFICATE, said)}
        connection.execute(insert(certificates).values(code="c0de", person="ada", course="one", at=BEGIN, **signed))
        connection.execute(insert(owners).values(name="ada", hub_created=MADE, who=["person:ada"]))
        for number in range(ROWS):
            trail.record(connection, "ada", "entry.publish", f"entry {number}", note="é", number=number)
    for name, content in FILES.items():
        place.files.put(name, content)
    (place.settings.state / "quotas.yaml").write_text("everybody: {hours: 5}\n")
    people = [Person(name="ada", admin=True, created=MADE, groups=["stewards"])]
    people += [Person(name="ben", admin=False, created=MADE, groups=[])]
    place.hub.bring(People(people=people, groups=[Group(name="stewards", properties={"room": 1})]))


def row_for(table, number):
    """Return a row of a table: one of few that differ in every column, with nothing where that may be."""
    empty = number == ROWS
    return {
        column.name: None if empty and column.nullable else value_for(table, column, number) for column in table.columns
    }


def value_for(table, column, number):
    """Return a value for a column; what refers to another row refers to the one of the same number."""
    for reference in column.foreign_keys:
        return value_for(reference.column.table, reference.column, number)
    made = {
        Instant: BEGIN + timedelta(seconds=number),
        Date: date(2026, 3, number),
        JSON: {"number": number + 0.1, "text": "é\u2028", "list": [None, True, {"deep": {}}]},
        Boolean: bool(number % 2),
        Integer: number,
        Float: number / 3,
    }
    found = next((value for kind, value in made.items() if isinstance(column.type, kind)), None)
    return f"{number} {table.name}.{column.name} ü"[: column.type.length] if found is None else found


def silent(_):
    """Say nothing."""

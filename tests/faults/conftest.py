"""What the fault tests share: an arena on each kind of database."""

import os

import pytest

from faults.arena import make_arena, settings
from faults.databases import Postgresql, Sqlite
from faults.disk import Disk
from lyceum_hub.database import migrate, open_database


@pytest.fixture(params=["sqlite", "postgresql"])
def arena(request, tmp_path):
    """An arena on each kind of database."""
    disk = Disk(tmp_path / "disk", "32m") if os.geteuid() == 0 else None
    state = disk.folder if disk else tmp_path
    if request.param == "sqlite":
        url, database = f"sqlite:///{state}/lyceum.sqlite", Sqlite(state / "lyceum.sqlite")
    else:
        url = request.getfixturevalue("new_database")()
        database = Postgresql(url)
    migrate(open_database(url))
    made = make_arena(tmp_path, disk, database, settings(state, url))
    try:
        made.start()
        yield made
    finally:
        made.stop()

"""Sessions on a database of their own, SQLite and PostgreSQL, of servers that a test starts and ends."""

import pytest

from lyceum_hub.database import migrate, open_database
from support.metered import Clock, HubInName


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    is_file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'l.sqlite'}" if is_file else request.getfixturevalue("new_database")()
    opened = open_database(url)
    migrate(opened)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def hub(database, clock, tmp_path):
    return HubInName(database, clock, tmp_path)

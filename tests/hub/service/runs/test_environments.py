"""Environments: kept once by their content; a run's own is believed about its owner only."""

import pytest
from sqlalchemy import update

from lyceum_hub.database import tables
from lyceum_hub.errors import NotFound
from lyceum_hub.service.app import keep_own_environment
from lyceum_hub.service.files import Files
from lyceum_hub.service.runs.environments import Environments
from lyceum_hub.service.runs.store import RunStore
from lyceum_hub.service.runs.work import Work

OLD = {"python": "3.11.2", "packages": {"pandas": "2.2.0"}, "modules": ["pandas"], "kernels": ["python3"]}
NEW = {**OLD, "packages": {"pandas": "3.0.0"}}


@pytest.fixture
def environments(database, tmp_path):
    return Environments(database, Files(f"file://{tmp_path}/files"))


def test_the_same_environment_has_the_same_hash(environments):
    first = environments.keep(OLD)
    assert environments.keep(dict(reversed(OLD.items()))) == first != environments.keep(NEW)
    assert environments.get(first) == OLD
    with pytest.raises(NotFound):
        environments.get("0" * 64)


def test_a_profile_has_the_environment_it_was_given_last(environments):
    assert environments.of_profile("standard") is None
    for described in (OLD, NEW):
        environments.keep_of_profile("standard", described)
        assert environments.of_profile("standard") == described
    assert environments.of_profile("gpu") is None


def test_what_a_run_met_counts_for_its_owner(database, environments):
    runs = RunStore(database)
    for described in (OLD, NEW, None):
        run = runs.create("ada", "work", Work("0" * 64))
        met = described and environments.keep(described)
        with database.writing() as connection:
            connection.execute(update(tables.runs).where(tables.runs.c.id == run.id).values(environment=met))
    assert environments.latest_of("ada", "standard") == NEW
    assert environments.latest_of("ada", "gpu") is None
    assert environments.latest_of("ben", "standard") is None
    assert environments.of_profile("standard") is None


def test_an_environment_that_the_file_store_lost_is_unknown(environments, tmp_path):
    content_hash = environments.keep_of_profile("standard", OLD)
    (tmp_path / "files" / "environments" / f"{content_hash}.json").unlink()
    assert environments.of_profile("standard") is None


def test_on_one_machine_the_service_keeps_its_own_as_the_standard_one(app):
    keep_own_environment(app.state.environments, app.state.server_profiles)
    assert "lyceum_hub" in app.state.environments.of_profile("standard")["modules"]

"""Fingerprints of published versions: made beside all else, made up for at a start, and never in anybody's way."""

import pytest
from sqlalchemy import delete, select

from lyceum_catalog.fingerprints import fingerprint_of
from lyceum_hub.database.tables import entry_fingerprints
from lyceum_hub.service.entries import fingerprints
from lyceum_hub.service.entries.fingerprints import Fingerprints
from support.records import dataset


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "flights.csv"
    path.write_text("a\n1\n")
    return path


def publish(api, name="flights", **more):
    assert api("POST", "/api/entries", "admin", json=dataset(name, **more)).status_code == 200


def kept(database):
    with database.reading() as connection:
        rows = connection.execute(select(entry_fingerprints).order_by(entry_fingerprints.c.version)).all()
    return [(row.entry, row.version, row.resource, row.sha256) for row in rows]


def test_publishing_only_asks_for_them(api, app, database, file, tmp_path):
    publish(api)
    assert kept(database) == []
    app.state.fingerprints.make_wanted()
    assert kept(database) == [("flights", 1, "csv", fingerprint_of(str(file), tmp_path).sha256)]


def test_a_file_that_is_known_is_not_read_again(api, app, database, file, monkeypatch):
    publish(api)
    app.state.fingerprints.make_wanted()
    monkeypatch.setattr(fingerprints, "fingerprint_of", lambda *_: pytest.fail("it was read again"))
    publish(api, title="Other words")
    app.state.fingerprints.make_wanted()
    assert [version for _, version, _, _ in kept(database)] == [1, 2]


def test_what_is_missing_is_made_up_for_at_the_next_start(api, database, file, tmp_path):
    publish(api)
    publish(api, "template_like", resources=[{"name": "far", "reader": "csv", "url": "https://a.example/b.csv"}])
    Fingerprints(database, tmp_path).catch_up()
    assert [entry for entry, *_ in kept(database)] == ["flights"]


def test_a_version_that_is_announced_before_it_is_there_waits(api, app, database, file):
    app.state.fingerprints.want("flights", 1)
    app.state.fingerprints.make_wanted()
    publish(api)
    app.state.fingerprints.make_wanted()
    assert len(kept(database)) == 1


def test_an_old_version_gets_one_when_it_is_opened(api, app, database, file):
    publish(api)
    publish(api, title="Other words")
    app.state.fingerprints.make_wanted()
    with database.writing() as connection:
        connection.execute(delete(entry_fingerprints))
    metadata = api("GET", "/intake/e/flights/1.json").json()["entries"]["flights"]["metadata"]
    assert "fingerprint" not in metadata
    app.state.fingerprints.make_wanted()
    metadata = api("GET", "/intake/e/flights/1.json").json()["entries"]["flights"]["metadata"]
    assert metadata["fingerprint"]["path"] == str(file)


def test_the_first_that_is_kept_counts(api, app, database, file, tmp_path):
    publish(api)
    app.state.fingerprints.make_wanted()
    before = kept(database)
    file.write_text("something else")
    other = Fingerprints(database, tmp_path)
    other.want("flights", 1)
    other.make_wanted()
    assert kept(database) == before


def test_files_that_cannot_be_read_stop_nothing(api, app, database, file):
    names = ("gone", "flights")
    publish(api, resources=[{"name": name, "reader": "csv", "url": f"{name}.csv"} for name in names])
    app.state.fingerprints.make_wanted()
    assert [resource for _, _, resource, _ in kept(database)] == ["flights"]


def test_a_service_that_ends_does_not_wait_for_a_large_file(api, app, database, file):
    publish(api)
    app.state.fingerprints._stopped.set()
    app.state.fingerprints.make_wanted()
    assert kept(database) == []

"""Loads: counted where entries are opened, kept a little later and at the end, told to those who may know."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from lyceum_hub.database.tables import entry_index, entry_loads
from lyceum_hub.service.entries.use import recount
from support.notebooks import notebook
from support.records import dataset


@pytest.fixture(autouse=True)
def flights(api):
    assert api("POST", "/api/entries", "admin", json=dataset("flights")).status_code == 200


def load(api, token="ada", path="/intake/e/flights.yaml", place=""):
    answer = api("GET", path, token, headers={"Lyceum-Place": place} if place else {})
    assert answer.status_code == 200, answer.text


def kept(database):
    with database.reading() as connection:
        rows = connection.execute(select(entry_loads).order_by(entry_loads.c.person, entry_loads.c.place)).all()
    return [(row.person, row.version, row.place, row.count) for row in rows]


def use(api, token="ada", **params):
    answer = api("GET", "/api/entries/flights/use", token, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_each_opening_counts_for_its_person_version_and_place(api, app, database):
    api("POST", "/api/entries", "admin", json=dataset("flights", title="Again"))
    for _ in range(2):
        load(api, place="notebook:work/%C3%A9t%C3%A9.ipynb")
    load(api, path="/intake/e/flights/1.json")
    load(api, "ben")
    assert kept(database) == []
    app.state.loads.keep()
    load(api, "ben")
    app.state.loads.keep()
    expected = [("ada", 1, "intake", 1), ("ada", 2, "notebook:work/été.ipynb", 2), ("ben", 2, "intake", 2)]
    assert kept(database) == expected


@pytest.mark.parametrize("place", ["run:other", "notebook:a%0Ab", "x" * 400])
def test_a_place_that_is_none_is_not_kept(api, app, database, place):
    load(api, place=place)
    app.state.loads.keep()
    assert kept(database) == [("ada", 1, "intake", 1)]


def test_a_load_in_a_run_is_of_its_job(api, app, hub, database):
    run = api("POST", "/api/runs", json={"notebook": notebook("a = 1"), "name": "every night"}).json()
    server = f"run-{run['id']}-1"
    scopes = ["custom:lyceum:entries:read", f"access:servers!server=ada/{server}"]
    hub.holders[server] = {"name": "ada", "admin": False, "scopes": scopes}
    load(api, server, place="notebook:somewhere")
    app.state.loads.keep()
    assert kept(database) == [("ada", 1, "run:every night", 1)]


def test_what_could_not_be_kept_is_kept_later(api, app, database, monkeypatch):
    def fail(_):
        raise OSError("full")

    load(api)
    with monkeypatch.context() as broken:
        broken.setattr(app.state.loads, "_write", fail)
        app.state.loads.keep()
    load(api)
    app.state.loads.keep()
    assert kept(database) == [("ada", 1, "intake", 2)]


def test_what_was_counted_is_kept_when_the_service_ends(app, database):
    headers = {"Authorization": "token ada"}
    with TestClient(app) as client:
        assert client.get("/services/lyceum/intake/e/flights.yaml", headers=headers).status_code == 200
    assert kept(database) == [("ada", 1, "intake", 1)]


def test_use_is_told_by_day_and_by_person_to_those_who_manage(api, app):
    for token in ("ada", "ben", "ben"):
        load(api, token)
    app.state.loads.keep()
    told = use(api, "steward")
    assert (told["loads"], told["people"]) == (3, 2)
    assert told["by_day"] == [{"day": datetime.now(UTC).date().isoformat(), "loads": 3}]
    assert [(one["person"], one["loads"]) for one in told["by_person"]] == [("ben", 2), ("ada", 1)]
    assert use(api, "ada")["by_person"]  # its owner
    assert use(api, "ben")["by_person"] is None


def test_only_the_days_asked_for_count(api, app, database):
    load(api)
    app.state.loads.keep()
    with database.writing() as connection:
        connection.execute(update(entry_loads).values(day=datetime.now(UTC).date() - timedelta(days=10)))
    assert (use(api, days=10)["loads"], use(api, days=11)["loads"]) == (0, 1)


def names(api, **params):
    items = api("GET", "/api/entries", params=params).json()["items"]
    return [(item["name"], item["uses"]) for item in items]


def test_entries_are_sorted_by_use_which_outlives_a_new_version(api, app, database):
    api("POST", "/api/entries", "admin", json=[dataset("airports"), dataset("weather", tags=["sky"])])
    for _ in range(2):
        load(api, path="/intake/e/weather.yaml")
    load(api)
    app.state.loads.keep()
    api("POST", "/api/entries", "admin", json=dataset("weather", title="Sky", tags=["sky"]))
    assert names(api, sort="use") == [("weather", 2), ("flights", 1), ("airports", 0)]
    assert names(api, sort="use", tag="sky") == [("weather", 2)]
    assert names(api, sort="use", q="what are")[0] == ("weather", 2)


def test_uses_long_ago_are_forgotten(api, app, database):
    load(api)
    app.state.loads.keep()
    with database.writing() as connection:
        connection.execute(update(entry_loads).values(day=datetime.now(UTC).date() - timedelta(days=100)))
        recount(connection, ["flights"])
        assert connection.execute(select(entry_index.c.uses)).scalar_one() == 0

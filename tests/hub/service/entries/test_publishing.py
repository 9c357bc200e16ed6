"""The catalog's API: publish, find, read; all or nothing, never changed afterwards."""

import json
import os
import subprocess
import sys

import pytest
from sqlalchemy import select

from lyceum_hub.database import tables

FLIGHTS = {
    "name": "flights",
    "title": "Flights out of New York",
    "summary": "Every flight.",
    "owner": "open-data",
    "steward": "open-data",
    "licence": "CC0-1.0",
    "classification": "public",
    "tags": ["aviation"],
    "resources": [
        {"name": "parquet", "reader": "parquet", "url": "samples/flights.parquet"},
        {"name": "csv", "reader": "csv", "url": "samples/flights.csv"},
    ],
    "columns": [{"name": "dep_delay", "type": "number", "unit": "minute"}],
}
PENGUINS = {**FLIGHTS, "name": "penguins", "title": "Penguins", "tags": ["biology"], "columns": []}


def publish(api, *records):
    answer = api("POST", "/api/entries", "admin", json=list(records))
    assert answer.status_code == 200, answer.text
    return [item["change"] for item in answer.json()["items"]]


def names(api, query=""):
    return [item["name"] for item in api("GET", f"/api/entries{query}").json()["items"]]


def test_what_is_published_is_found_and_read(api):
    publish(api, FLIGHTS, PENGUINS)
    assert names(api) == ["flights", "penguins"]
    entry = api("GET", "/api/entries/flights").json()
    assert entry["columns"][0]["unit"] == "minute"
    assert 'open_entry("flights")' in entry["snippet"]
    assert entry["published_by"] == "root"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=flight", ["flights"]),
        ("?q=NEW york", ["flights", "penguins"]),
        ("?q=pengu flight", []),
        ("?q=dep_delay", ["flights"]),
        ("?q=%25", []),
        ("?tag=biology", ["penguins"]),
        ("?kind=template", []),
        ("?limit=1&offset=1", ["penguins"]),
    ],
)
def test_search_wants_every_word(api, query, found):
    publish(api, FLIGHTS, {**PENGUINS, "summary": "New York has none."})
    assert names(api, query) == found


def test_the_same_content_stays_at_its_version(api):
    assert publish(api, FLIGHTS) == ["created"]
    assert publish(api, FLIGHTS) == ["unchanged"]
    assert publish(api, {**FLIGHTS, "title": "Other"}) == ["updated"]
    assert api("GET", "/api/entries/flights").json()["version"] == 2


def test_one_bad_record_and_nothing_is_published(api):
    answer = api("POST", "/api/entries", "admin", json=[PENGUINS, {**FLIGHTS, "owner": ""}])
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == "owner"
    assert names(api) == []


def test_a_name_stands_there_once(api):
    answer = api("POST", "/api/entries", "admin", json=[FLIGHTS, PENGUINS, FLIGHTS])
    assert answer.status_code == 422
    assert "'flights' is there twice" in answer.json()["errors"][0]["message"]
    assert names(api) == []


def test_what_is_new_changed_and_the_same_is_told_in_the_order_given(api):
    publish(api, PENGUINS, FLIGHTS)
    new = {**FLIGHTS, "name": "airports"}
    assert publish(api, {**PENGUINS, "title": "Birds"}, new, FLIGHTS) == ["updated", "created", "unchanged"]
    assert names(api) == ["airports", "flights", "penguins"]


def test_who_may_not_publish_is_told_the_scope(api):
    answer = api("POST", "/api/entries", "ada", json=FLIGHTS)
    assert answer.status_code == 403
    assert "custom:lyceum:entries:apply" in answer.json()["detail"]
    assert names(api) == []


def test_publishing_is_in_the_audit_trail(api, database):
    publish(api, FLIGHTS)
    with database.reading() as connection:
        line = connection.execute(select(tables.audit)).one()
    assert (line.actor, line.action, line.subject) == ("root", "entry.publish", "flights")


def test_an_unknown_entry_is_a_problem_with_a_remedy(api):
    answer = api("GET", "/api/entries/flihgts")
    assert (answer.status_code, answer.json()["title"]) == (404, "There is no such thing.")
    assert answer.json()["remedy"]


def test_intake_catalogs_name_every_resource(api):
    publish(api, FLIGHTS, PENGUINS)
    root = api("GET", "/intake/catalog.yaml").text
    one = api("GET", "/intake/e/flights.yaml").text
    assert "penguins_csv" in root
    assert "penguins" not in one
    assert "intake.readers.readers:PandasParquet" in one


PUBLISH_AND_SERVE = """
import json, sys

from lyceum_catalog.entries import parse_entry
from lyceum_hub.service.app import create_app
from lyceum_hub.service.callers import Caller
from lyceum_hub.service.routes import intake, opening
from lyceum_hub.settings import Settings

caller = Caller("sue", False, frozenset(), frozenset())
parts = create_app(Settings.from_environment()).state
parts.entries.publish([parse_entry(json.loads(sys.argv[1]))], "sue")
root = intake.catalog(caller, parts.entries, parts.shelves, parts.settings)
one = opening.entry(caller, parts.openings, "flights")
assert b"PandasParquet" in root.body and b"PandasParquet" in one.body
assert "intake" not in sys.modules
"""


def test_the_service_never_imports_intake(database, database_url, tmp_path):
    settings = {"LYCEUM_STATE": str(tmp_path), "LYCEUM_DATABASE_URL": database_url}
    command = [sys.executable, "-c", PUBLISH_AND_SERVE, json.dumps(FLIGHTS)]
    done = subprocess.run(command, env={**os.environ, **settings}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_editors_get_the_schema_of_each_kind(api):
    assert "resources" in api("GET", "/api/entries/schema").json()["properties"]
    assert "notebook" in api("GET", "/api/entries/schema?kind=template").json()["properties"]
    assert "modules" in api("GET", "/api/entries/schema?kind=course").json()["properties"]
    assert api("GET", "/api/entries/schema?kind=model").status_code == 422

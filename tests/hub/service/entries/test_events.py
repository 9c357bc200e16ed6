"""Loads as OpenLineage run events, for those who loaded and for those who manage what was loaded."""

import json
import re
import uuid
from datetime import datetime

import pytest

from support.records import dataset


@pytest.fixture(autouse=True)
def loaded(api, app):
    """Flights of Ada's, which she loaded in a notebook and Ben twice by a program."""
    assert api("POST", "/api/entries", "admin", json=dataset("flights")).status_code == 200
    api("GET", "/intake/e/flights.yaml", headers={"Lyceum-Place": "notebook:work/look.ipynb"})
    for _ in range(2):
        api("GET", "/intake/e/flights.yaml", "ben")
    app.state.loads.keep()


def events(api, token, **params):
    answer = api("GET", "/api/lineage/loads", token, params=params)
    assert answer.status_code == 200, answer.text
    assert answer.json()["total"] == len(answer.json()["items"])
    return {event["job"]["name"]: event for event in answer.json()["items"]}


def test_a_load_is_an_event_as_the_standard_wants_it(api):
    event = events(api, "ada")["ada/work/look.ipynb"]
    assert (event["eventType"], event["outputs"]) == ("COMPLETE", [])
    assert datetime.fromisoformat(event["eventTime"]).tzinfo
    assert str(uuid.UUID(event["run"]["runId"])) == event["run"]["runId"]
    assert event["schemaURL"] == "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
    facets = [
        *event["run"]["facets"].values(),
        *event["job"]["facets"].values(),
        *event["inputs"][0]["facets"].values(),
    ]
    for facet in facets:
        assert re.match(r"^https://openlineage\.io/spec/facets/[\d-]+/(\w+)\.json#/\$defs/\1$", facet["_schemaURL"])
    assert event["inputs"][0]["name"] == "flights"
    assert event["inputs"][0]["facets"]["version"]["datasetVersion"] == "1"


def test_ones_own_loads_are_seen_and_those_of_entries_that_one_manages(api):
    assert events(api, "ada").keys() == {"ada/work/look.ipynb", "ben"}
    assert events(api, "ben", entry="flights").keys() == {"ben"}
    tags = events(api, "ben")["ben"]["run"]["facets"]["tags"]["tags"]
    assert [(tag["key"], tag["value"]) for tag in tags] == [("loads", "2")]
    assert events(api, "ben", entry="weather") == {}


def test_an_export_holds_the_events_of_loads_too(api, monkeypatch):
    monkeypatch.setattr("lyceum_hub.service.entries.events.AT_ONCE", 1)
    lines = api("GET", "/api/lineage/export").text.splitlines()
    assert sorted(json.loads(line)["job"]["name"] for line in lines) == ["ada/work/look.ipynb", "ben"]
    assert api("GET", "/api/lineage/export?run=x").text == ""


def test_an_entry_that_is_hidden_is_in_no_event(api):
    api("POST", "/api/entries", "admin", json=dataset("flights", owner="sue", access={"see": ["group:physics"]}))
    assert events(api, "ben") == {}

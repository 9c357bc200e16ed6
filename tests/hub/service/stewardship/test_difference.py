"""Differences, as people read them."""

from lyceum_catalog.entries import Dataset, Template
from lyceum_hub.service.stewardship.difference import LABELS, UNSAID, difference
from support.flights import CHANGED, FLIGHTS


def test_a_new_entry_differs_in_all_that_it_says():
    fields = [item["field"] for item in difference(None, FLIGHTS)["fields"]]
    assert fields == [name for name in FLIGHTS if name != "name"]
    assert all(item["before"] is None for item in difference(None, FLIGHTS)["fields"])


def test_what_is_empty_and_what_is_not_there_are_the_same():
    assert difference(FLIGHTS, {**FLIGHTS, "tags": [], "contact": ""})["fields"] == []


def test_what_is_no_longer_said_differs_too():
    (field,) = difference({**FLIGHTS, "retention": "Ten years."}, FLIGHTS)["fields"]
    assert (field["before"], field["now"]) == ("Ten years.", None)


def test_fields_say_how_they_are_shown():
    now = {**CHANGED, "resources": [], "tags": ["a"], "rows": 3, "description": "x"}
    kinds = {item["field"]: item["kind"] for item in difference(FLIGHTS, now)["fields"]}
    assert kinds == {"title": "text", "resources": "table", "tags": "list", "rows": "value", "description": "markdown"}


def test_a_notebook_is_compared_elsewhere():
    found = difference({"name": "tip", "notebook": {"cells": []}}, {"name": "tip", "notebook": {"cells": [1]}})
    assert found == {"fields": [], "notebook": True}


def test_every_field_has_a_name_that_people_read():
    assert {*Dataset.model_fields, *Template.model_fields} - {*LABELS, *UNSAID} == set()

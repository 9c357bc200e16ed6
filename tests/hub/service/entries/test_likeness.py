"""Which templates are suggested beside a notebook: those that share what few have, and it is told what that is."""

import pytest

from lyceum_hub.service.entries.likeness import nearest, things_in
from support.notebooks import notebook
from support.records import dataset

CODE = {
    "forecast": ("Forecast a series", "import statsmodels\nimport pandas"),
    "fairness": ("Audit decisions", "import fairlearn\nimport pandas"),
    "clean": ("Clean and validate", "import pandera\nimport pandas\nopen_entry('flights')"),
    "report": ("Figures for managers", "import pandas"),
}


def template(name, title, code):
    """Return the record of a template."""
    about = {key: value for key, value in dataset(name, title=title, summary="It.").items() if key != "resources"}
    return {**about, "kind": "template", "notebook": notebook(code)}


@pytest.fixture
def catalog(api):
    records = [template(name, *said) for name, said in CODE.items()]
    assert api("POST", "/api/entries", "admin", json=records).is_success
    return api


def near(api, code, title="", **metadata):
    opened = notebook(code)
    opened["metadata"].update(metadata)
    items = api("POST", "/api/templates/near", "ben", json={"notebook": opened, "title": title}).json()["items"]
    return {item["name"]: item["shared"] for item in items}


def test_an_entry_is_enough_and_of_other_things_two(catalog):
    assert near(catalog, "open_entry('flights')\nimport pandas") == {"clean": ["flights"]}
    assert near(catalog, "import fairlearn") == {}
    assert near(catalog, "import fairlearn", "Decisions of March") == {"fairness": ["fairlearn", "decisions"]}


def test_what_most_templates_have_tells_nothing(catalog):
    assert near(catalog, "import pandas, json, lyceum_catalog", "with that") == {}


def test_what_a_notebook_was_made_from_is_not_suggested_to_it(catalog):
    for said in ({"name": "clean"}, {"copied": {"entry": "clean", "version": 1}}):
        assert near(catalog, "open_entry('flights')", lyceum=said) == {}
    assert near(catalog, "open_entry('flights')", lyceum={"copied": "clean", "name": 1}) == {"clean": ["flights"]}


def test_what_one_may_not_read_is_not_suggested(catalog):
    hidden = {**template("secret", *CODE["clean"]), "access": {"see": ["group:few"]}}
    catalog("POST", "/api/entries", "admin", json=hidden)
    assert list(near(catalog, "open_entry('flights')")) == ["clean"]


def test_what_few_have_ranks_first_and_forms_of_a_word_are_one():
    few, many = {("word", "delay"): "delays", ("word", "airport"): "airport"}, {("word", "airport"): "airport"}
    others = {"a": {**many, ("word", "tabl"): "table"}, "b": few | many, "c": {}, "d": {}}
    others["a"][("word", "delay")] = "delays"
    others["b"][("word", "runway")] = "runway"
    found = nearest({("word", "delay"): "delay", ("word", "airport"): "x", ("word", "runway"): "y"}, others)
    assert [item.name for item in found] == ["b", "a"]
    assert found[0].shared[0] == "runway"
    assert things_in(notebook("x = 1"), "Delayed airports").keys() >= {("word", "delay"), ("word", "airport")}

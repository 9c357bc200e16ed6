"""Entries: what is accepted, what is refused, and in which words."""

import pytest

from lyceum_catalog.entries import Dataset, fold, parse_entry
from lyceum_catalog.problems import InvalidContent


def flights(**changes):
    record = {
        "name": "flights",
        "title": "Flights",
        "summary": "Every flight.",
        "owner": "open-data",
        "steward": "open-data",
        "licence": "CC0-1.0",
        "classification": "public",
        "resources": [{"name": "parquet", "reader": "parquet", "url": "samples/flights.parquet"}],
        "columns": [{"name": "dep_delay", "type": "number", "unit": "minute"}],
    }
    return {name: value for name, value in {**record, **changes}.items() if value is not None}


def problems(record):
    with pytest.raises(InvalidContent) as caught:
        parse_entry(record)
    return {problem.field: f"{problem.message} {problem.remedy}" for problem in caught.value.problems}


def test_a_whole_record_is_an_entry():
    entry = parse_entry(flights())
    assert isinstance(entry, Dataset)
    assert entry.resources[0].reader == "parquet"


def test_the_record_of_an_entry_is_the_same_entry():
    entry = parse_entry(flights())
    assert parse_entry(entry.record()).content_hash() == entry.content_hash()


def test_other_content_has_another_hash():
    assert parse_entry(flights(title="Other")).content_hash() != parse_entry(flights()).content_hash()


def test_a_missing_owner_is_named_with_what_it_is_for():
    assert "the person or group that answers for it" in problems(flights(owner=None))["owner"]


def test_an_unknown_reader_is_named_with_those_there_are():
    resource = {"name": "x", "reader": "pickle", "url": "x.pkl"}
    assert "'parquet' or 'csv'" in problems(flights(resources=[resource]))["resources[0].reader"]


def test_a_misspelt_field_gets_a_suggestion():
    assert "`licence`" in problems(flights(license="MIT"))["license"]


@pytest.mark.parametrize(
    "text",
    [
        "{{ env('HOME') }}",
        "{% for x in y %}",
        "${HOME}",
        "{func(os:system)}",
        "{import(os)}",
        "{env(HOME)}",
        "{pickle64(x)}",
    ],
)
@pytest.mark.parametrize("field", ["title", "description", "owner", "source"])
def test_what_intake_or_jinja_would_run_is_refused(text, field):
    assert "would run as code" in problems(flights(**{field: text}))[field]


@pytest.mark.parametrize(
    "url",
    [
        "../secret.csv",
        "samples/../../x.csv",
        "pickle://x",
        "http://169.254.169.254/x",
        "memory://x",
        "{CATALOG_DIR}/x",
        "simplecache::https://x/y",
    ],
)
def test_a_url_that_leads_elsewhere_is_refused(url):
    assert problems(flights(resources=[{"name": "x", "reader": "csv", "url": url}]))["resources[0].url"]


def test_an_option_the_reader_does_not_have_is_refused():
    resource = {"name": "x", "reader": "csv", "url": "x.csv", "options": {"converters": "os.system"}}
    assert "converters" in problems(flights(resources=[resource]))["resources[0]"]


@pytest.mark.parametrize("name", ["Flights", "1flights", "flights.csv", "", "fli ghts", "a" * 101, "flüge"])
def test_a_name_that_cannot_be_a_variable_is_refused(name):
    assert problems(flights(name=name))["name"]


def test_what_is_no_record_is_refused():
    assert problems(["a list"])
    assert "no kind" in problems(flights(kind="model"))["kind"]


def test_an_entry_is_found_by_its_names_tags_columns_and_texts():
    said = parse_entry(flights(title="Données", tags=["aviation"], domain="transport")).words()
    assert said["names"] == ["flights", "Données"]
    assert said["tags"] == ["transport", "aviation"]
    assert said["columns"] == ["dep_delay"]
    assert "Every flight." in said["body"]


def test_text_is_folded_for_searching():
    assert fold("ﬁve ÉTÉ") == "five ete"

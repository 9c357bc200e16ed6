"""Entries: what is accepted, what is refused, and in which words."""

import pytest

from lyceum_catalog.entries import Dataset, fold, json_schema, parse_entry
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
    assert "the person, or group:NAME, that answers for it" in problems(flights(owner=None))["owner"]


def test_an_unknown_reader_is_named_with_those_there_are():
    resource = {"name": "x", "reader": "pickle", "url": "x.pkl"}
    assert "'parquet', 'csv'" in problems(flights(resources=[resource]))["resources[0].reader"]


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


def test_glossary_retention_and_quality_are_part_of_the_record():
    said = {
        "glossary": [{"term": "delay", "meaning": "Minutes after the time in the timetable."}],
        "retention": "Kept for good: a teaching sample.",
        "quality": [
            {"column": "dep_delay", "expect": "present", "share": 0.9},
            {"column": "dep_delay", "expect": "between", "low": -60, "high": 1440},
            {"column": "dep_delay", "expect": "one_of", "values": [0, 1]},
        ],
    }
    entry = parse_entry(flights(**said))
    assert parse_entry(entry.record()).content_hash() == entry.content_hash()
    assert {"glossary", "retention", "quality"} <= entry.record().keys()


def test_an_entry_without_the_later_fields_has_the_hash_it_always_had():
    assert not {"glossary", "retention", "quality"} & parse_entry(flights()).record().keys()


@pytest.mark.parametrize(
    "expectation",
    [
        {"column": "dep_delay", "expect": "between"},
        {"column": "dep_delay", "expect": "present", "low": 1},
        {"column": "dep_delay", "expect": "one_of"},
        {"column": "dep_delay", "expect": "unique", "share": 2},
        {"column": "unheard_of", "expect": "unique"},
        {"column": "dep_delay", "expect": "eval"},
    ],
)
def test_an_expectation_that_makes_no_sense_is_refused(expectation):
    assert problems(flights(quality=[expectation]))


@pytest.mark.parametrize(
    ("reader", "url", "options"),
    [
        ("sql", "postgresql://anna:secret@db/x", {"table": "t"}),
        ("sql", "https://db/x", {"table": "t"}),
        ("sql", "x.db", {"table": "t; DROP TABLE t"}),
        ("sql", "x.db", {"table": "SELECT 1"}),
        ("sql", "x.db", {}),
        ("csv", "postgresql://db/x", {}),
        ("images", "photos", {}),
        ("zarr", "x.zarr", {"root": "../up"}),
        ("json", "x.json", {"engine": "os:system"}),
    ],
)
def test_what_a_reader_cannot_read_safely_is_refused(reader, url, options):
    assert problems(flights(resources=[{"name": "x", "reader": reader, "url": url, "options": options}]))


def test_a_name_of_a_page_of_the_catalog_is_refused():
    assert "choose another" in problems(flights(name="schema"))["name"]


@pytest.mark.parametrize("kind", ["dataset", "template"])
def test_editors_get_a_json_schema(kind):
    schema = json_schema(kind)
    assert {"name", "owner", "licence"} <= set(schema["required"])
    assert schema["additionalProperties"] is False


def template(**changes):
    about = {name: value for name, value in flights().items() if name not in ("resources", "columns")}
    return {**about, "kind": "template", "notebook": {}, **changes}


def test_a_template_is_in_english_unless_it_says_otherwise():
    assert parse_entry(template()).language == "en"
    french = parse_entry(template(name="flights_fr", language="fr", translates="flights"))
    assert (french.language, french.translates) == ("fr", "flights")
    assert parse_entry(french.record()).content_hash() == french.content_hash()


def test_a_template_in_english_has_the_hash_it_always_had():
    assert not {"language", "translates"} & parse_entry(template(language="en")).record().keys()


@pytest.mark.parametrize(
    "said", [{"translates": "other"}, {"language": "fr", "translates": "flights"}, {"language": "klingon"}]
)
def test_a_translation_of_nothing_else_is_refused(said):
    assert problems(template(**said))

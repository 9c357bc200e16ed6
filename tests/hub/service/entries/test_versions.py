"""Versions of an entry: their list, each as it was, what differs, and how each is loaded."""

import json

import pytest
import yaml
from sqlalchemy import update

from lyceum_catalog.fingerprints import fingerprint_of
from lyceum_hub.database.tables import entries
from support.records import dataset


@pytest.fixture
def published(api, tmp_path):
    """Flights in two versions, the second with another title and file."""
    for name, text in (("flights.csv", "a\n1\n"), ("later.csv", "a\n2\n")):
        (tmp_path / name).write_text(text)
    later = [{"name": "csv", "reader": "csv", "url": "later.csv"}]
    for record in (dataset("flights"), dataset("flights", title="Later flights", resources=later)):
        assert api("POST", "/api/entries", "admin", json=record).status_code == 200


def ok(answer):
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_versions_are_listed_newest_first(api, published):
    items = ok(api("GET", "/api/entries/flights/versions"))["items"]
    assert [item["version"] for item in items] == [2, 1]
    assert items[0].keys() == {
        *("version", "content_hash", "author", "approved_by", "published_at", "summary", "profiled")
    }
    assert (items[0]["author"], items[0]["approved_by"], items[0]["profiled"]) == ("root", None, False)


def test_an_old_version_is_shown_as_it_was_with_lines_that_pin_it(api, published):
    first, present = ok(api("GET", "/api/entries/flights/versions/1")), ok(api("GET", "/api/entries/flights"))
    assert (first["title"], present["title"]) == ("Flights", "Later flights")
    assert first.keys() == present.keys() - {"health"}  # only what is present is run each night
    assert 'open_entry("flights", version=1)' in first["snippet"]
    assert 'open_entry("flights", version=1)' in first["snippets"]["dask"]
    assert first["intake_url"].endswith("/intake/e/flights/1.yaml")
    assert first["may"] == present["may"]


def test_two_versions_differ_field_by_field(api, published):
    told = ok(api("GET", "/api/entries/flights/versions/2/difference?since=1"))
    assert {field["field"] for field in told["fields"]} == {"title", "resources"}
    title = next(field for field in told["fields"] if field["field"] == "title")
    assert (title["before"], title["now"]) == ("Flights", "Later flights")
    assert ok(api("GET", "/api/entries/flights/versions/1/difference?since=1"))["fields"] == []


@pytest.mark.parametrize(("version", "file"), [(1, "flights.csv"), (2, "later.csv")])
def test_a_version_is_loaded_with_the_fingerprints_of_its_files(api, app, published, tmp_path, version, file):
    app.state.fingerprints.make_wanted()
    text = api("GET", f"/intake/e/flights/{version}.yaml")
    assert text.headers["content-type"].startswith("application/yaml")
    catalog = yaml.safe_load(text.text)
    assert catalog == ok(api("GET", f"/intake/e/flights/{version}.json"))
    metadata = catalog["entries"]["flights"]["metadata"]
    assert metadata["version"] == version
    said, path = metadata["fingerprint"], str(tmp_path / file)
    found = fingerprint_of(path, tmp_path)
    assert (said["path"], said["sha256"], said["modified"]) == (path, found.sha256, found.modified)


def test_the_present_version_is_loaded_without_fingerprints_and_anew_after_each_change(api, published):
    assert ok(api("GET", "/intake/e/flights.json"))["entries"]["flights"]["metadata"]["version"] == 2
    api("POST", "/api/entries", "admin", json=dataset("flights", title="Third"))
    catalog = ok(api("GET", "/intake/e/flights.json"))
    assert catalog["metadata"]["title"] == "Third"
    assert "fingerprint" not in json.dumps(catalog)


@pytest.mark.parametrize("path", ["/api/entries/flights/versions/9", "/intake/e/flights/9.yaml"])
def test_a_version_that_was_never_published_is_not_there(api, published, path):
    answer = api("GET", path)
    assert (answer.status_code, answer.json()["detail"]) == (404, "flights has no version 9.")


HIDDEN = {"access": {"see": ["group:physics"]}, "classification": "confidential"}
PATHS = [
    "/api/entries/secrets/versions",
    "/api/entries/secrets/versions/1",
    "/api/entries/secrets/versions/1/difference?since=1",
    "/api/entries/secrets/use",
    "/api/entries/secrets/lineage",
    "/intake/e/secrets.yaml",
    "/intake/e/secrets/1.yaml",
]


@pytest.mark.parametrize("path", PATHS)
def test_what_one_may_not_see_is_as_what_is_not_there(api, path):
    api("POST", "/api/entries", "admin", json=dataset("secrets", **HIDDEN))
    hidden, unknown = api("GET", path, "ben"), api("GET", path.replace("secrets", "nothing"), "ben")
    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert hidden.json()["detail"].replace("secrets", "nothing") == unknown.json()["detail"]


def test_who_may_see_but_not_read_learns_of_no_place_to_read_from(api):
    api("POST", "/api/entries", "admin", json=dataset("salaries", classification="confidential"))
    api(
        "POST",
        "/api/entries",
        "admin",
        json=dataset(
            "salaries", classification="confidential", resources=[{"name": "csv", "reader": "csv", "url": "hidden.csv"}]
        ),
    )
    page = ok(api("GET", "/api/entries/salaries/versions/1", "ben"))
    assert (page["resources"], page["snippet"], page["may"]["read"]) == ([], None, False)
    assert ok(api("GET", "/api/entries/salaries/versions/2/difference?since=1", "ben"))["fields"] == []
    assert api("GET", "/intake/e/salaries/1.yaml", "ben").status_code == 403


def test_what_is_retired_is_not_loaded_at_any_version(api, app, published, database):
    with database.writing() as connection:
        retired = {"state": "retired", "state_reason": "It was wrong."}
        connection.execute(update(entries).where(entries.c.name == "flights").values(**retired))
    for path in ("/intake/e/flights.yaml", "/intake/e/flights/1.yaml"):
        answer = api("GET", path)
        assert answer.status_code == 410
        assert "It was wrong." in answer.json()["detail"]

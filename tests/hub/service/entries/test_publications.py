"""Exports and imports of the service: what one may not see is in none of them, and drafts are all or none."""

import json

import pytest
from rdflib import DCTERMS, Graph

from support.publications import EVERYTHING
from support.records import dataset

HIDDEN = dataset("hidden", access={"see": ["group:secret"], "read": [], "manage": []})
CLOSED = dataset("closed", classification="confidential", derived_from=["hidden", "open"])
OPEN = dataset("open")


@pytest.fixture
def catalog(api):
    """A service in which ada owns what everybody sees, what few read, and what hardly anybody sees."""
    assert api("POST", "/api/entries", "admin", json=[HIDDEN, CLOSED, OPEN]).status_code == 200
    return api


def test_each_format_has_its_media_type(catalog):
    types = {"dcat.ttl": "text/turtle", "dcat.jsonld": "application/ld+json", "croissant.json": "application/ld+json"}
    for path, media_type in types.items():
        answer = catalog("GET", f"/api/entries/open/{path}", "ben")
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media_type)
    assert catalog("GET", "/api/entries/open/croissant.json").json()["version"] == "1.0.0"


@pytest.mark.parametrize("form", ["ttl", "jsonld"])
def test_a_catalog_names_what_one_sees(catalog, form):
    def titles(token):
        answer = catalog("GET", f"/api/dcat/catalog.{form}", token)
        graph = Graph().parse(data=answer.text, format={"ttl": "turtle", "jsonld": "json-ld"}[form])
        return {str(name) for name in graph.objects(None, DCTERMS.identifier)}

    assert titles("ben") == {"closed", "open"}
    assert titles("ada") == {"closed", "hidden", "open"}


def test_where_data_lie_is_told_to_who_may_read_them(catalog):
    for path in ("dcat.ttl", "dcat.jsonld", "croissant.json"):
        assert "closed.csv" in catalog("GET", f"/api/entries/closed/{path}", "ada").text
        seen = catalog("GET", f"/api/entries/closed/{path}", "ben")
        assert seen.status_code == 200
        assert "closed.csv" not in seen.text
        assert "hidden" not in seen.text
        assert catalog("GET", f"/api/entries/hidden/{path}", "ben").status_code == 404
        assert catalog("GET", f"/api/entries/none/{path}", "ben").status_code == 404


def test_an_export_is_imported_as_drafts_that_their_reviewers_see(catalog):
    assert catalog("POST", "/api/entries", "admin", json=dict(EVERYTHING)).status_code == 200
    text = catalog("GET", "/api/entries/stays/dcat.ttl", "admin").text.replace('"stays"', '"nights"')
    answer = catalog("POST", "/api/proposals/import", "ben", json={"format": "dcat", "text": text})
    assert answer.status_code == 201, answer.text
    (item,) = answer.json()["items"]
    assert (item["entry"], item["state"], item["author"], answer.json()["notes"]) == ("nights", "draft", "ben", [])
    record = catalog("GET", f"/api/proposals/{item['id']}", "ben").json()["record"]
    published = {**EVERYTHING, "name": "nights", "derived_from": []}
    assert {name: record[name] for name in published if name in record}["columns"][1]["sensitive"] is True
    assert [each["url"] for each in record["resources"]] == [each["url"] for each in EVERYTHING["resources"]]


def test_an_import_is_all_or_none(catalog):
    yaml = "sources: {new: {driver: csv, args: {urlpath: n.csv}}, open: {driver: csv, args: {urlpath: other.csv}}}"
    answer = catalog("POST", "/api/proposals/import", "ben", json={"format": "intake", "text": yaml})
    assert answer.status_code == 403  # ben does not manage `open`
    assert catalog("GET", "/api/proposals?mine=1", "ben").json()["items"] == []
    assert catalog("POST", "/api/proposals/import", "ada", json={"format": "intake", "text": yaml}).status_code == 201
    assert {item["entry"] for item in catalog("GET", "/api/proposals?mine=1", "ada").json()["items"]} == {"new", "open"}


@pytest.mark.parametrize("body", [{}, {"format": "pickle", "text": "x"}, {"format": "dcat", "text": ""}])
def test_what_is_no_import_is_a_problem_of_the_request(api, body):
    assert api("POST", "/api/proposals/import", json=body).status_code == 422


def test_text_that_no_file_holds_is_a_problem_of_the_request(api):
    for form in ("dcat", "intake"):
        content = json.dumps({"format": form, "text": "sources: X"}).replace("X", "\\ud800")
        answer = api("POST", "/api/proposals/import", content=content, headers={"Content-Type": "application/json"})
        assert 400 <= answer.status_code < 500

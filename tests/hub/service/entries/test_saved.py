"""Saved searches: one's own and those that are shared, opened as catalogs of what one may read."""

import pytest
import yaml

from support.records import dataset

MANY = [dataset(f"flights_{number:03}", domain="transport") for number in range(150)]
CLOSED = dataset("flights_closed", classification="confidential", domain="transport")
WANTED = {"title": "Everything about flights", "query": {"q": "flights", "domain": "transport"}}


@pytest.fixture
def catalog(api):
    assert api("POST", "/api/entries", "admin", json=[*MANY, CLOSED, dataset("penguins")]).status_code == 200
    return api


def save(api, token="ben", **more):
    answer = api("POST", "/api/searches", token, json={**WANTED, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


def listed(api, token):
    return [item["name"] for item in api("GET", "/api/searches", token).json()["items"]]


def test_ones_own_and_shared_ones_are_listed(api):
    mine, ours = save(api), save(api, shared=True)
    assert (mine["name"], ours["name"]) == ("everything_about_flights", "everything_about_flights_2")
    assert (mine["query"], mine["mine"], mine["owner"]) == (WANTED["query"], True, "ben")
    assert listed(api, "ben") == [mine["name"], ours["name"]]
    assert listed(api, "ada") == [ours["name"]]


def test_only_its_owner_changes_a_search(api):
    mine, ours = save(api)["name"], save(api, shared=True)["name"]
    assert api("PUT", f"/api/searches/{ours}", "ada", json=WANTED).status_code == 403
    assert api("DELETE", f"/api/searches/{ours}", "ada").status_code == 403
    assert api("PUT", f"/api/searches/{mine}", "ada", json=WANTED).status_code == 404
    changed = api("PUT", f"/api/searches/{mine}", "ben", json={"title": "New", "query": {}, "shared": True}).json()
    assert (changed["name"], changed["title"], changed["query"], changed["shared"]) == (mine, "New", {}, True)
    assert api("DELETE", f"/api/searches/{mine}", "ben").status_code == 204
    assert listed(api, "ben") == [ours]


def test_every_change_is_in_the_trail(api, app):
    name = save(api)["name"]
    api("PUT", f"/api/searches/{name}", "ben", json=WANTED)
    api("DELETE", f"/api/searches/{name}", "ben")
    lines = api("GET", "/api/audit", "admin").json()["items"]
    done = [(line["actor"], line["action"]) for line in lines if line["subject"] == name]
    assert sorted(done) == [("ben", "search.change"), ("ben", "search.remove"), ("ben", "search.save")]


@pytest.mark.parametrize("query", [{"no": "field"}, {"updated_within": -1}, {"q": 1}, {"facets": True}, {"limit": 3}])
def test_only_what_a_search_takes_is_kept(api, query):
    assert api("POST", "/api/searches", json={**WANTED, "query": query}).status_code == 422


def test_a_catalog_holds_what_the_search_finds_in_parts(catalog):
    name = save(catalog, shared=True)["name"]
    root = yaml.safe_load(catalog("GET", f"/intake/searches/{name}.yaml", "ben").text)
    assert (root["metadata"]["title"], list(root["aliases"])) == (WANTED["title"], ["part_1", "part_2"])
    paths = [data["kwargs"]["url"].partition("/services/lyceum")[2] for data in root["data"].values()]
    found = [list(yaml.safe_load(catalog("GET", path, "ben").text)["aliases"]) for path in paths]
    assert [len(names) for names in found] == [100, 50]
    assert [each for names in found for each in names] == [record["name"] for record in MANY]
    assert catalog("GET", f"/intake/searches/{name}/3.yaml").status_code == 404


def test_everybody_gets_what_they_may_read(catalog):
    name = save(catalog, shared=True, query={"q": "closed"})["name"]
    by_person = {
        token: catalog("GET", f"/intake/searches/{name}.json", token).json()["items"] for token in ("ada", "ben")
    }
    assert by_person == {"ada": ["flights_closed"], "ben": []}
    private = save(catalog)["name"]
    assert catalog("GET", f"/intake/searches/{private}.yaml", "ada").status_code == 404


def test_a_search_finds_what_is_published_later(catalog):
    name = save(catalog, query={"q": "penguins"})["name"]
    assert catalog("POST", "/api/entries", "admin", json=dataset("more_penguins")).status_code == 200
    found = catalog("GET", f"/intake/searches/{name}.json", "ben").json()
    assert found == {"title": WANTED["title"], "items": ["more_penguins", "penguins"]}


def test_templates_are_in_no_catalog(catalog):
    name = save(catalog, query={"kind": "template"})["name"]
    assert catalog("GET", f"/intake/searches/{name}.json", "ben").json()["items"] == []


def test_there_is_a_limit(api, monkeypatch):
    monkeypatch.setattr("lyceum_hub.service.entries.saved.MOST", 2)
    save(api), save(api)
    assert api("POST", "/api/searches", "ben", json=WANTED).status_code == 429
    save(api, "ada")


def test_who_leaves_leaves_what_is_shared(api, app):
    save(api), save(api, shared=True)
    app.state.owners.part_from("ben")
    (item,) = api("GET", "/api/searches", "ada").json()["items"]
    assert item["owner"].startswith("ben (deleted ")
    assert listed(api, "ben") == [item["name"]]

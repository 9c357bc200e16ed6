"""Intake catalogs: no more than a hundred data sets in one, none left out, version 1 for old code."""

import pytest
import yaml


def record(number, **more):
    return {
        "name": f"numbers_{number:03}",
        "title": f"Numbers {number}",
        "summary": "Some of them.",
        "owner": "somebody",
        "steward": "somebody",
        "licence": "CC0-1.0",
        "classification": "public",
        "domain": "Sciences de l'eau" if number % 2 else "physics",
        "resources": [
            {"name": "parquet", "reader": "parquet", "url": f"n{number}.parquet"},
            {"name": "csv", "reader": "csv", "url": f"n{number}.csv", "options": {"sep": ";"}},
        ],
        **more,
    }


def opened(api, path):
    answer = api("GET", f"/intake/{path}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/yaml")
    return yaml.safe_load(answer.text)


@pytest.fixture
def many(api):
    assert api("POST", "/api/entries", "admin", json=[record(number) for number in range(210)]).status_code == 200
    return api


def shelf_paths(catalog, begin):
    urls = {name: data["kwargs"]["url"] for name, data in catalog["data"].items() if name.startswith(begin)}
    return [url.partition("/intake/")[2] for url in urls.values()]


def test_parts_hold_every_data_set_once_and_never_more_than_a_hundred(many):
    root = opened(many, "catalog.yaml")
    assert {"part_1", "part_2", "part_3", "domain_physics", "domain_sciences_de_l_eau"} == set(root["aliases"])
    found = []
    for path in shelf_paths(root, "part_"):
        first = [name for name in opened(many, path)["aliases"] if not name.endswith("_csv")]
        assert len(first) <= 100
        found += first
    assert found == [f"numbers_{number:03}" for number in range(210)]


def test_a_domain_with_more_than_a_hundred_has_parts_of_its_own(many):
    domain = opened(many, "domains/physics.yaml")
    assert list(domain["aliases"]) == ["part_1", "part_2"]
    (last,) = [opened(many, path)["aliases"] for path in shelf_paths(domain, "part_2")]
    assert "numbers_208" in last
    assert many("GET", "/intake/domains/physics/9.yaml").status_code == 404
    assert many("GET", "/intake/domains/alchemy.yaml").status_code == 404


def test_a_small_domain_holds_its_data_sets_itself(api):
    api("POST", "/api/entries", "admin", json=[record(1), record(2)])
    assert list(opened(api, "domains/physics.yaml")["aliases"]) == ["numbers_002", "numbers_002_csv"]
    assert "numbers_001" in opened(api, "catalog.yaml")["aliases"]


def test_old_code_gets_what_version_one_reads(api):
    only = [{"name": "parquet", "reader": "parquet", "url": "x.parquet"}]
    api("POST", "/api/entries", "admin", json=[record(1), record(2, resources=only)])
    sources = opened(api, "v1/catalog.yaml")["sources"]
    assert list(sources) == ["numbers_001"]
    assert sources["numbers_001"]["driver"] == "csv"
    assert sources["numbers_001"]["args"]["sep"] == ";"


def test_the_driver_gets_names_and_single_entries_as_json(many):
    assert len(many("GET", "/intake/names.json").json()["items"]) == 210
    physics = many("GET", "/intake/names.json?domain=physics").json()
    assert (physics["title"], len(physics["items"])) == ("physics", 105)
    one = many("GET", "/intake/e/numbers_004.json").json()
    assert one["entries"]["numbers_004"]["metadata"]["version"] == 1
    assert many("GET", "/intake/e/none.json").status_code == 404

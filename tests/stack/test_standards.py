"""The catalog in others' words, in the running workspace: exported, loaded by their libraries, imported as drafts."""

import subprocess
import sys

import mlcroissant
import pytest
from rdflib import DCAT, RDF, Graph

pytestmark = pytest.mark.stack

OLD = """\
metadata: {version: 1}
sources:
  old_air: {driver: csv, description: Hourly values., args: {urlpath: air.csv, csv_kwargs: {sep: ";"}}}
"""
OPEN = """
import sys
import intake

service, token, search = sys.argv[1:]
options = {"headers": {"Authorization": f"token {token}"}}
stock = intake.open_catalog(f"{service}/intake/searches/{search}.yaml", storage_options=options)
ours = intake.open_catalog(service, driver="lyceum", search=search, storage_options=options)
assert set(ours) == {"planes"}, list(ours)
assert set(stock) == {"planes", "planes_csv"}, list(stock)
assert len(stock["planes"].read()) == len(ours["planes"].read()) > 3000
"""


def test_exports_are_what_others_read(the_workspace, tmp_path):
    the_workspace.lyceum("catalog", "export", tmp_path / "dcat", "--format", "dcat")
    for name in ("catalog.ttl", "catalog.jsonld"):
        graph = Graph().parse(tmp_path / "dcat" / name)
        assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) >= 7
    the_workspace.lyceum("catalog", "export", tmp_path / "croissant", "--format", "croissant")
    penguins = mlcroissant.Dataset(jsonld=tmp_path / "croissant" / "penguins.json")
    assert next(iter(penguins.records("rows")))["rows/species"] == b"Adelie"


def test_files_of_others_become_ones_own_drafts(the_workspace, tmp_path):
    _, token = the_workspace.person()
    old, copy, bad = tmp_path / "old.yaml", tmp_path / "copy.ttl", tmp_path / "bad.yaml"
    old.write_text(OLD)
    text = the_workspace.api(token, "GET", "/api/entries/flights/dcat.ttl").text
    copy.write_text(text.replace('dct:identifier "flights"', 'dct:identifier "flights_again"'))
    bad.write_text(OLD + "plugins: {source: [{module: os}]}\n")
    done = the_workspace.lyceum("catalog", "import", old, copy, LYCEUM_TOKEN=token)
    assert "old_air: draft" in done.stdout
    assert "old.yaml:3: sources.old_air: licence" in done.stderr
    refused = the_workspace.lyceum("catalog", "import", bad, LYCEUM_TOKEN=token, check=False)
    assert refused.returncode == 1
    assert "4: plugins" in refused.stderr
    mine = the_workspace.api(token, "GET", "/api/proposals?mine=1").json()["items"]
    assert {(item["entry"], item["state"]) for item in mine} == {("old_air", "draft"), ("flights_again", "draft")}


def test_a_saved_search_is_a_catalog(the_workspace):
    _, token = the_workspace.person()
    wanted = {"title": "Only planes", "query": {"q": "planes manufacturer"}}
    saved = the_workspace.api(token, "POST", "/api/searches", json=wanted)
    assert saved.status_code == 201, saved.text
    command = [sys.executable, "-c", OPEN, the_workspace.service, token, saved.json()["name"]]
    done = subprocess.run(command, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr

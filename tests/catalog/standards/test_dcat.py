"""DCAT: what DCAT-AP demands is there, and what is read again is what was written."""

import json
from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph, compare

from lyceum_catalog.standards.dcat import as_json, as_turtle, catalog_node, dataset_node
from lyceum_catalog.standards.drafts import Given
from lyceum_catalog.standards.importing import read
from support.publications import SITE, entry, publication, samples

SHAPES = Graph().parse(Path(__file__).with_name("dcat_ap.ttl"))
WRITERS = {"turtle": as_turtle, "json-ld": as_json}


def written(form, *nodes):
    return "".join(WRITERS[form]([list(nodes)]))


def checked(graph, **more):
    conforms, _, text = pyshacl.validate(graph, shacl_graph=SHAPES, **more)
    return conforms, text


@pytest.mark.parametrize("form", WRITERS)
def test_a_catalog_is_what_dcat_ap_demands_and_recommends(form):
    found = [publication(), *map(publication, samples())]
    names = [item.dataset.name for item in found]
    nodes = [catalog_node(SITE, names), *(dataset_node(SITE, item) for item in found)]
    conforms, text = checked(Graph().parse(data=written(form, *nodes), format=form))
    assert conforms, text


def test_what_one_may_only_see_is_what_dcat_ap_demands_and_tells_nothing_of_where_data_lie():
    text = written("turtle", dataset_node(SITE, publication(readable=False)))
    assert checked(Graph().parse(data=text), allow_warnings=True)[0]
    assert "dcat:Distribution" not in text
    assert "stays.csv" not in text


@pytest.mark.parametrize("missing", ["dct:title", "dct:description", "dct:publisher"])
def test_the_shapes_find_what_is_missing(missing):
    node = dataset_node(SITE, publication())
    del node[missing]
    assert not checked(Graph().parse(data=written("turtle", node)))[0]


def test_both_documents_say_the_same():
    node = dataset_node(SITE, publication())
    turtle, json_ld = (Graph().parse(data=written(form, node), format=form) for form in WRITERS)
    assert len(turtle) > 100
    assert compare.isomorphic(turtle, json_ld)


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("dataset", [entry(), *samples()], ids=lambda dataset: dataset.name)
def test_what_is_read_again_is_what_was_written(form, dataset):
    found = read(written(form, dataset_node(SITE, publication(dataset))), "dcat", Given("ada"))
    assert found.entries[0].record() == dataset.model_copy(update={"access": None}).record()
    assert found.notes == []


@pytest.mark.parametrize("classification", ["public", "internal", "confidential", "personal"])
@pytest.mark.parametrize("licence", ["CC0-1.0", "LicenseRef-ours", "https://example.org/licence", "Ask Anna"])
def test_classification_and_licence_are_read_again(classification, licence):
    dataset = entry(classification=classification, licence=licence)
    found = read(written("turtle", dataset_node(SITE, publication(dataset))), "dcat", Given("ada"))
    assert (found.entries[0].classification, found.entries[0].licence) == (classification, licence)


def test_who_may_see_an_entry_is_nobody_elses_business():
    dataset = entry(access={"see": ["group:secret"], "read": [], "manage": []})
    assert "secret" not in written("json-ld", dataset_node(SITE, publication(dataset)))


def test_a_deprecated_one_says_so_and_what_replaces_it():
    node = dataset_node(SITE, publication(state="deprecated", successor="beds"))
    assert node["adms:status"]["@id"].endswith("dataset-status/DEPRECATED")
    assert node["dct:isReplacedBy"] == {"@id": SITE.page("beds")}


def test_an_export_is_the_same_each_time():
    first, second = (written("turtle", dataset_node(SITE, publication())) for _ in range(2))
    assert first == second
    assert "_:" not in first


def test_many_pages_are_one_document():
    pages = [[catalog_node(SITE, ["stays"])], [dataset_node(SITE, publication())]]
    assert len(json.loads("".join(as_json(pages)))["@graph"]) == 2
    turtle = "".join(as_turtle(pages))
    assert turtle.count("@prefix dcat:") == 1
    assert len(Graph().parse(data=turtle)) == len(Graph().parse(data="".join(as_json(pages)), format="json-ld"))

"""DCAT of others: read as far as an entry can say it; what was put in or left out is noted."""

import pytest

from lyceum_catalog.problems import InvalidContent
from lyceum_catalog.standards.drafts import Given
from lyceum_catalog.standards.importing import read

PORTAL = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<https://data.example.org/catalog> a dcat:Catalog ; dcat:dataset <https://data.example.org/set/Air-Quality%202024> .
<https://data.example.org/set/Air-Quality%202024> a dcat:Dataset ;
    dct:title "Luftqualität"@de, "Air quality"@en, "Qualité de l'air"@fr ;
    dct:description "Hourly values.\\nOf all stations."@en ;
    dct:publisher [ a foaf:Agent ; foaf:name "City of Bern" ] ;
    dcat:contactPoint [ a vcard:Organization ; vcard:hasEmail <mailto:air@example.org> ] ;
    dcat:theme <http://publications.europa.eu/resource/authority/data-theme/ENVI> ;
    dcat:keyword "air", "ozone" ;
    dcat:landingPage <https://data.example.org/air> ;
    dct:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ;
    dcat:distribution [ a dcat:Distribution ; dcat:downloadURL <https://data.example.org/air.csv> ;
        dct:license <http://creativecommons.org/licenses/by/4.0/> ;
        dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ],
    [ a dcat:Distribution ; dcat:accessURL <https://data.example.org/b.csv> ; dcat:mediaType "text/csv" ],
    [ a dcat:Distribution ; dcat:accessURL <https://data.example.org/air.pdf> ; dct:format "PDF" ] .
"""


def test_a_portals_data_set_becomes_a_draft():
    found = read(PORTAL, "dcat", Given("ada"))
    (entry,) = found.entries
    assert (entry.name, entry.title, entry.summary) == (
        "air_quality_202024",
        "Air quality",
        "Hourly values. Of all stations.",
    )
    assert (entry.owner, entry.steward, entry.contact) == ("City of Bern", "ada", "air@example.org")
    assert (entry.licence, entry.classification, entry.tags) == ("CC-BY-4.0", "public", ["air", "ozone"])
    assert [(each.name, each.reader, each.url) for each in entry.resources] == [
        ("csv", "csv", "https://data.example.org/air.csv"),
        ("csv_2", "csv", "https://data.example.org/b.csv"),
    ]
    assert [link.url for link in entry.links] == ["https://data.example.org/air"]
    said = [str(note) for note in found.notes]
    assert any("air.pdf" in text for text in said)
    assert any("steward" in text and "'ada' was put in" in text for text in said)


def test_all_that_is_wrong_in_any_data_set_is_said():
    wrong = PORTAL.replace("https://data.example.org/air.csv", "ftp://data.example.org/air.csv")
    wrong += '<https://data.example.org/2> a dcat:Dataset ; dct:title "{{ x }}" .'
    with pytest.raises(InvalidContent) as refusal:
        read(wrong, "dcat", Given("ada"))
    fields = [problem.field for problem in refusal.value.problems]
    assert "https://data.example.org/set/Air-Quality%202024: resources[0].url" in fields
    assert {"https://data.example.org/2: title", "https://data.example.org/2: resources"} <= set(fields)


def test_a_broken_line_is_named():
    with pytest.raises(InvalidContent) as refusal:
        read(PORTAL.replace("dct:title", "dct title"), "dcat", Given("ada"))
    assert refusal.value.problems[0].line == 10


def test_two_of_one_name_are_not_guessed_apart():
    again = PORTAL + PORTAL.replace("data.example.org/set", "other.example.org/set")
    with pytest.raises(InvalidContent, match="name of two data sets"):
        read(again, "dcat", Given("ada"))


def test_thousands_are_imported_in_parts():
    sets = "".join(f'<urn:x:{number}> a dcat:Dataset ; dct:title "T" .' for number in range(101))
    with pytest.raises(InvalidContent, match="describes 102 data sets"):
        read(PORTAL + sets, "dcat", Given("ada"))

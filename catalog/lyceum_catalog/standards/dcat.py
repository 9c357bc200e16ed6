"""DCAT 3 as DCAT-AP 3 wants it: data sets as JSON-LD and Turtle, every node with an address, so that exports compare.

What DCAT has no word for (a reader's options, a glossary, what is expected of the data) stands as JSON in
`lyceum:more`; who may see an entry stands nowhere, since that means nothing elsewhere.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from pyoxigraph import RdfFormat, Triple, parse, serialize

from lyceum_catalog.entries import Column, Dataset, Resource
from lyceum_catalog.standards.publication import Publication, Site
from lyceum_catalog.standards.vocabulary import (
    AUTHORITY,
    CUSTODIAN,
    FILE_TYPES,
    IANA,
    PREFIXES,
    RIGHTS,
    STATES,
    licence_url,
    media_type_of,
)

Node = dict[str, Any]
MORE = ("glossary", "retention", "review_every", "quality", "outcome", "rows")


def as_json(pages: Iterable[Iterable[Node]]) -> Iterator[str]:
    """Yield the pieces of a JSON-LD document that needs no other: all nodes of all pages."""
    yield f'{{"@context": {json.dumps(PREFIXES)},\n"@graph": ['
    between = "\n"
    for page in pages:
        for node in page:
            yield between + json.dumps(node, ensure_ascii=False)
            between = ",\n"
    yield "\n]}\n"


def as_turtle(pages: Iterable[Iterable[Node]]) -> Iterator[str]:
    """Yield the pieces of a Turtle document: all nodes of all pages, each described in one place a page."""
    yield "".join(f"@prefix {prefix}: <{address}> .\n" for prefix, address in PREFIXES.items())
    for page in pages:
        quads = parse("".join(as_json([page])), RdfFormat.JSON_LD)
        about = dict[str, list[Triple]]()
        for quad in quads:
            about.setdefault(quad.subject.value, []).append(quad.triple)
        triples = (triple for some in about.values() for triple in some)
        said = serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""
        yield "".join(f"{text}\n" for text in said.decode().split("\n") if text and not text.startswith("@prefix "))


def catalog_node(site: Site, names: Iterable[str]) -> Node:
    """Return the catalog of some data sets, which stand beside it."""
    page = f"{site.url}/api/dcat/catalog"
    return {
        "@id": page,
        "@type": "dcat:Catalog",
        "dct:title": site.title,
        "dct:description": f"The data sets that are published in {site.title}.",
        "dct:publisher": agent(f"{page}#publisher", site.title),
        "foaf:homepage": {"@id": site.url, "@type": "foaf:Document"},
        "dcat:dataset": [{"@id": site.page(name)} for name in names],
    }


def dataset_node(site: Site, found: Publication) -> Node:
    """Return one data set."""
    data, page = found.dataset, site.page(found.dataset.name)
    more = {name: value for name, value in data.record().items() if name in MORE and value not in (None, "", [])}
    if data.classification == "personal":
        more["classification"] = "personal"
    return filled(
        {
            "@id": page,
            "@type": "dcat:Dataset",
            "dct:identifier": data.name,
            "dct:title": data.title,
            "dct:abstract": data.summary,
            "dct:description": data.description or data.summary,
            **people(page, data),
            "dcat:theme": data.domain and concept(f"{page}#domain", data.domain),
            "dcat:keyword": data.tags,
            "dct:license": licence(f"{page}#licence", data.licence),
            "dct:accessRights": kind_of("access-right", RIGHTS[data.classification], "dct:RightsStatement"),
            "dct:provenance": data.source and labelled(f"{page}#source", "dct:ProvenanceStatement", data.source),
            "foaf:page": [document(link.url, link.title) for link in data.links],
            "prov:wasDerivedFrom": [{"@id": site.page(name)} for name in data.derived_from],
            **history(site, found),
            "dct:conformsTo": data.columns and columns(f"{page}#columns", data.columns),
            "dcat:distribution": [distribution(site, found, each) for each in data.resources] if found.readable else [],
            "lyceum:more": as_literal(more),
        }
    )


def people(page: str, data: Dataset) -> Node:
    """Return who answers for a data set, who looks after its entry, and whom to ask."""
    custody = {
        "@id": f"{page}#custody",
        "@type": "prov:Attribution",
        "prov:agent": agent(f"{page}#steward", data.steward),
        "dcat:hadRole": {"@id": CUSTODIAN, "@type": "dcat:Role"},
    }
    ask = data.contact and filled(
        {
            "@id": f"{page}#contact",
            "@type": "vcard:Kind",
            "vcard:fn": data.contact,
            "vcard:hasEmail": "@" in data.contact and {"@id": "mailto:" + iri(data.contact)},
            "vcard:hasURL": data.contact.startswith("http") and {"@id": iri(data.contact)},
        }
    )
    owner = agent(f"{page}#owner", data.owner)
    return {"dct:publisher": owner, "prov:qualifiedAttribution": custody, "dcat:contactPoint": ask}


def history(site: Site, found: Publication) -> Node:
    """Return since when a data set is published, at which version, and what replaced it."""
    return {
        "dct:issued": moment(found.issued),
        "dct:modified": moment(found.modified),
        "dcat:version": str(found.version),
        "adms:status": kind_of("dataset-status", STATES[found.state], "skos:Concept"),
        "dct:isReplacedBy": found.successor and {"@id": site.page(found.successor)},
    }


def distribution(site: Site, found: Publication, resource: Resource) -> Node:
    """Return one way to read a data set; the catalog that Intake opens gives access to it."""
    page, data = site.page(found.dataset.name), found.dataset
    media = media_type_of(resource.reader, resource.url)
    file_type = FILE_TYPES.get(resource.reader, "")
    described = labelled(f"{page}#format-{resource.name}", "dct:MediaTypeOrExtent", resource.reader)
    return filled(
        {
            "@id": f"{page}#resource-{resource.name}",
            "@type": "dcat:Distribution",
            "dct:title": resource.name,
            "dcat:accessURL": {"@id": f"{site.url}/intake/e/{quote(data.name, safe='')}.yaml"},
            "dcat:downloadURL": urlsplit(resource.url).scheme == "https" and {"@id": iri(resource.url)},
            "dcat:mediaType": media and {"@id": f"{IANA}/{media}", "@type": "dct:MediaType"},
            "dct:format": kind_of("file-type", file_type, "dct:MediaTypeOrExtent") if file_type else described,
            "dct:license": licence(f"{page}#licence", data.licence),
            "lyceum:sha256": found.hashes.get(resource.name),
            "lyceum:more": as_literal(resource.model_dump(mode="json", exclude_defaults=True)),
        }
    )


def columns(page: str, described: list[Column]) -> Node:
    """Return the columns of a data set, as CSV on the Web describes them."""
    numbered = [column_node(f"{page}-{number}", number, column) for number, column in enumerate(described, 1)]
    return {"@id": page, "@type": ["dct:Standard", "csvw:Schema"], "csvw:column": numbered}


def column_node(page: str, number: int, column: Column) -> Node:
    """Return one column."""
    more = column.model_dump(mode="json", include={"personal", "sensitive", "reference"}, exclude_defaults=True)
    return filled(
        {
            "@id": page,
            "@type": "csvw:Column",
            "schema:position": number,
            "csvw:name": column.name,
            "csvw:datatype": column.type,
            "schema:unitText": column.unit,
            "dct:description": column.description,
            "lyceum:more": as_literal(more),
        }
    )


def agent(page: str, name: str) -> Node:
    """Return a person or group."""
    return {"@id": page, "@type": ["foaf:Agent", "prov:Agent"], "foaf:name": name}


def concept(page: str, label: str) -> Node:
    """Return a subject."""
    return {"@id": page, "@type": "skos:Concept", "skos:prefLabel": label}


def labelled(page: str, kind: str, label: str) -> Node:
    """Return something that is known by its words only."""
    return {"@id": page, "@type": kind, "rdfs:label": label}


def document(url: str, title: str) -> Node:
    """Return a page to read on."""
    return {"@id": iri(url), "@type": "foaf:Document", "dct:title": title}


def licence(page: str, said: str) -> Node:
    """Return a licence, by its address where it has one."""
    url = licence_url(said)
    return {"@id": iri(url), "@type": "dct:LicenseDocument"} if url else labelled(page, "dct:LicenseDocument", said)


def kind_of(table: str, code: str, kind: str) -> Node:
    """Return a value of one of the EU's authority tables."""
    return {"@id": f"{AUTHORITY}/{table}/{code}", "@type": kind}


def moment(at: datetime) -> Node:
    """Return a point in time."""
    return {"@value": at.isoformat(timespec="seconds"), "@type": "xsd:dateTime"}


def as_literal(more: dict[str, Any]) -> Node | None:
    """Return what DCAT has no word for, as a literal."""
    return {"@value": json.dumps(more, ensure_ascii=False, sort_keys=True), "@type": "rdf:JSON"} if more else None


def iri(url: str) -> str:
    """Return a URL without the characters that an IRI may not hold."""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%~")


def filled(node: Node) -> Node:
    """Return a node without what it does not say."""
    return {name: value for name, value in node.items() if value not in (None, False, "", [], {})}

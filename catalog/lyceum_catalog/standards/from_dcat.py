"""Data sets described in DCAT, as drafts: what it says in its words, and in `lyceum:more` where we wrote it."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from lyceum_catalog.standards.dcat import MORE
from lyceum_catalog.standards.drafts import Draft, Drafts, Given, checked, line, name_of, refused
from lyceum_catalog.standards.graphs import Node, read_graph
from lyceum_catalog.standards.vocabulary import CLASSIFICATIONS, CUSTODIAN, licence_of, reader_of

TYPES = ("integer", "number", "string", "boolean", "date", "datetime")


def read_dcat(text: str, given: Given) -> Drafts:
    """Return the data sets of a Turtle or JSON-LD document; raise InvalidContent with all that is wrong."""
    return checked([draft_of(node) for node in read_graph(text).of_kind("dcat:Dataset")], given)


def draft_of(node: Node) -> Draft:
    """Return one data set as a record."""
    said = node.text("dct:identifier") or node.address.rstrip("/#").rpartition("/")[2] or node.text("dct:title")
    draft = Draft(node.address or said, {"kind": "dataset", "name": name_of(said)})
    more = more_of(node)
    summary = line(node.text("dct:abstract") or node.text("dct:description"))
    description = node.text("dct:description")
    draft.record |= {
        "title": line(node.text("dct:title")),
        "summary": summary,
        "description": "" if description == node.text("dct:abstract") or description == summary else description,
        **people_of(node),
        "domain": line(next((theme.label() for theme in node.all("dcat:theme")), "")),
        "tags": list(dict.fromkeys(line(word.label()) for word in node.all("dcat:keyword"))),
        "licence": licence_said(node),
        "classification": more.get("classification") or classification_of(node),
        "source": line(next((source.label() for source in node.all("dct:provenance", "dct:source")), "")),
        "links": list(links_of(node)),
        "derived_from": [name_of(last(origin.address)) for origin in node.all("prov:wasDerivedFrom")],
        "columns": [column_of(column) for column in columns_of(node)],
        "resources": list(resources_of(node, draft)),
        **{name: more[name] for name in MORE if name in more},
    }
    draft.record = {name: value for name, value in draft.record.items() if value not in ("", [], None)}
    if draft.record["name"] != said:
        draft.note("name", f"is {draft.record['name']!r}, since {line(said)!r} cannot be the name of an entry.")
    return draft


def people_of(node: Node) -> dict[str, str]:
    """Return who answers for a data set, who looks after it, and whom to ask."""
    roles = node.all("prov:qualifiedAttribution")
    stewards = [role.one("prov:agent") for role in roles if (has := role.one("dcat:hadRole")) and is_custodian(has)]
    owner, contact = node.one("dct:publisher", "dct:creator"), node.one("dcat:contactPoint")
    return {
        "owner": line(owner.label()) if owner else "",
        "steward": next((line(steward.label()) for steward in stewards if steward), ""),
        "contact": contact_of(contact) if contact else "",
    }


def is_custodian(role: Node) -> bool:
    """Tell whether a role is that of who looks after something."""
    return role.address == CUSTODIAN


def contact_of(node: Node) -> str:
    """Return whom to ask, by mail where that is known."""
    mail, page = node.one("vcard:hasEmail"), node.one("vcard:hasURL")
    known = mail or page
    return line(node.text("vcard:fn") or (known.label().removeprefix("mailto:") if known else node.label()))


def classification_of(node: Node) -> str:
    """Return who may read it, as the EU's table of access rights says; nothing where it says nothing."""
    right = node.one("dct:accessRights")
    return CLASSIFICATIONS.get(last(right.address or right.label()).upper(), "") if right else ""


def licence_said(node: Node) -> str:
    """Return the licence of a data set, or of its first distribution that has one."""
    said = [
        *node.all("dct:license"),
        *(one for each in node.all("dcat:distribution") for one in each.all("dct:license")),
    ]
    return line(licence_of(said[0].label())) if said else ""


def links_of(node: Node) -> Iterator[dict[str, str]]:
    """Yield the pages to read on."""
    for page in node.all("foaf:page", "dcat:landingPage"):
        if urlsplit(page.address).scheme in ("http", "https"):
            yield {"title": line(page.text("dct:title") or page.address), "url": page.address}


def columns_of(node: Node) -> list[Node]:
    """Return the columns that are described, in order."""
    found = [column for standard in node.all("dct:conformsTo") for column in standard.all("csvw:column")]
    return sorted(found, key=lambda column: int(number) if (number := column.text("schema:position")).isdigit() else 0)


def column_of(node: Node) -> dict[str, Any]:
    """Return one column."""
    said, more = node.text("csvw:datatype"), more_of(node)
    return {
        "name": line(node.text("csvw:name")),
        "type": said if said in TYPES else "string",
        "unit": line(node.text("schema:unitText")),
        "description": node.text("dct:description"),
        **{name: more[name] for name in ("personal", "sensitive", "reference") if name in more},
    }


def resources_of(node: Node, draft: Draft) -> Iterator[dict[str, Any]]:
    """Yield the ways to read a data set; of those that no reader reads, tell the draft."""
    names: set[str] = set()
    for found in node.all("dcat:distribution"):
        resource = resource_of(found)
        if str(resource["url"]).lower().startswith("file:"):
            says = f"{line(str(resource['url']))!r} is a file of the machine that the catalog was written on."
            raise refused(f"{draft.place}: dcat:distribution", says, "Name its path below the shared folder.")
        if not resource["reader"]:
            says = f"was left out: no reader is known for {line(str(resource['url']))!r}"
            draft.note("dcat:distribution", f"{says}.", "Add it as a link, if people should find it.")
            continue
        resource["name"] = free_name(name_of(str(resource["name"] or resource["reader"])), names)
        yield resource


def resource_of(node: Node) -> dict[str, Any]:
    """Return one distribution, as others describe it and as we do."""
    place = node.one("dcat:downloadURL") or node.one("dcat:accessURL")
    url = place.label() if place else ""
    formats = [name for said in node.all("dcat:mediaType", "dct:format") for name in (said.address, said.label())]
    more = more_of(node)
    ours: dict[str, Any] = {name: more[name] for name in ("name", "reader", "url", "options") if name in more}
    return {"name": "", "reader": reader_of(formats, url), "url": url, "options": {}, **ours}


def free_name(name: str, taken: set[str]) -> str:
    """Return a name that no other resource has, and take it."""
    tries = (name, *(f"{name}_{number}" for number in range(2, len(taken) + 3)))
    found = next(each for each in tries if each not in taken)
    taken.add(found)
    return found


def more_of(node: Node) -> dict[str, Any]:
    """Return what we wrote beside DCAT's words; it is checked like everything else."""
    try:
        more = json.loads(node.text("lyceum:more") or "{}")
    except (ValueError, RecursionError) as error:
        raise refused("lyceum:more", "is not JSON.", "Leave it out, or export it anew.") from error
    return more if isinstance(more, dict) else {}


def last(address: str) -> str:
    """Return the last part of an address."""
    return unquote(address.rstrip("/").rpartition("/")[2])

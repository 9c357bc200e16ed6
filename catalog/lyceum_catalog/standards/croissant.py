"""Croissant 1.0: a data set as machine learning libraries load it, with its files, columns and, where known, hashes.

Databases and stores are no files, so Croissant has no word for them: they are left out.
"""

from typing import Any
from urllib.parse import quote

from lyceum_catalog.entries import Column, Dataset, Resource
from lyceum_catalog.intake_catalogs import absolute
from lyceum_catalog.standards.publication import Publication, Site
from lyceum_catalog.standards.vocabulary import licence_url, media_type_of

VERSION = "http://mlcommons.org/croissant/1.0"
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    **{
        word: f"cr:{word}"
        for word in (
            *("equivalentProperty", "extract", "field", "fileObject", "fileProperty", "fileSet", "format", "includes"),
            *("isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex"),
            *("repeated", "replace", "samplingRate", "separator", "source", "subField", "transform"),
        )
    },
}
FILES = {"parquet": "application/x-parquet", "csv": "text/csv", "json": "application/json"}
DATA_TYPES = {
    "integer": "sc:Integer",
    "number": "sc:Float",
    "string": "sc:Text",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
}


def croissant(site: Site, found: Publication) -> dict[str, Any]:
    """Return a data set as a Croissant document; its files are named by absolute paths or URLs."""
    data = found.dataset
    files = [each for each in data.resources if each.reader in (*FILES, "images")] if found.readable else []
    described = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": VERSION,
        "name": data.title,
        "alternateName": data.name,
        "description": data.description or data.summary,
        "abstract": data.summary,
        "citeAs": f"{data.owner} ({found.modified.year}). {data.title}. Version {found.version}. {site.title}.",
        "url": site.page(data.name),
        "license": licence_url(data.licence) or data.licence,
        "creator": {"@type": "sc:Organization", "name": data.owner, "url": site.url},
        "publisher": {"@type": "sc:Organization", "name": data.owner, "url": site.url},
        "keywords": list(dict.fromkeys([*data.tags, *([data.domain] if data.domain else [])])),
        "version": f"{found.version}.0.0",
        "datePublished": found.issued.isoformat(timespec="seconds"),
        "dateModified": found.modified.isoformat(timespec="seconds"),
        "isLiveDataset": not all(each.name in found.hashes for each in files if each.reader != "images"),
        "distribution": [file_of(site, found, each) for each in files],
        "recordSet": records_of(data, files),
    }
    return {name: value for name, value in described.items() if value not in ("", [])}


def file_of(site: Site, found: Publication, resource: Resource) -> dict[str, Any]:
    """Return a file, or the images that a pattern names."""
    url = absolute(resource.url, site.root)
    named = {"@id": resource.name, "name": resource.name}
    if resource.reader == "images":
        encoding = media_type_of("images", url) or "image/*"
        return {"@type": "cr:FileSet", **named, "encodingFormat": encoding, "includes": url}
    sha256 = {"sha256": found.hashes[resource.name]} if resource.name in found.hashes else {}
    file = {"contentUrl": url, "encodingFormat": encoding_of(resource)}
    return {"@type": "cr:FileObject", **named, **file, **sha256}


def encoding_of(resource: Resource) -> str:
    """Return the media type that Croissant's readers know a file by."""
    return "application/jsonlines" if resource.options.get("lines") else FILES[resource.reader]


def records_of(data: Dataset, files: list[Resource]) -> list[dict[str, Any]]:
    """Return the rows of a data set's first table that is read without options, if its columns are described."""
    table = next((each for each in files if each.reader in ("parquet", "csv") and not each.options), None)
    if table is None or not data.columns:
        return []
    fields = [field_of(table, column) for column in data.columns]
    return [{"@type": "cr:RecordSet", "@id": "rows", "name": "rows", "description": data.summary, "field": fields}]


def field_of(table: Resource, column: Column) -> dict[str, Any]:
    """Return one column of a table."""
    said = " ".join(text for text in (column.description, f"In {column.unit}." if column.unit else "") if text)
    source = {"fileObject": {"@id": table.name}, "extract": {"column": column.name}}
    kind = {"@type": "cr:Field", "@id": f"rows/{quote(column.name, safe='')}", "name": column.name}
    return {**kind, "dataType": DATA_TYPES[column.type], **({"description": said} if said else {}), "source": source}

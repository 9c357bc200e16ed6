"""The words that standards have for what entries say: prefixes, access rights, formats, licences."""

import re
from pathlib import PurePosixPath

from lyceum_catalog.readers import READERS

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "csvw": "http://www.w3.org/ns/csvw#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "lyceum": "urn:lyceum:terms:",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
AUTHORITY = "http://publications.europa.eu/resource/authority"
CUSTODIAN = "http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole/custodian"
IANA = "http://www.iana.org/assignments/media-types"
SPDX = "https://spdx.org/licenses"

RIGHTS = {"public": "PUBLIC", "internal": "RESTRICTED", "confidential": "NON_PUBLIC", "personal": "NON_PUBLIC"}
CLASSIFICATIONS = {"PUBLIC": "public", "RESTRICTED": "internal", "NON_PUBLIC": "confidential"}
STATES = {"published": "COMPLETED", "deprecated": "DEPRECATED", "retired": "WITHDRAWN"}
MEDIA_TYPES = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv", "json": "application/json"}
FILE_TYPES = {"parquet": "PARQUET", "csv": "CSV", "json": "JSON"}
IMAGES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".tif": "image/tiff", ".tiff": "image/tiff"}
MEANT = {  # what else people write for a format
    **{media: reader for reader, media in MEDIA_TYPES.items()},
    **{kind.lower(): reader for reader, kind in FILE_TYPES.items()},
    **{name: name for name in READERS},
    **dict.fromkeys(("application/csv", "application/x-csv", "tsv", "text/tab-separated-values"), "csv"),
    **dict.fromkeys(("application/parquet", "application/x-parquet", "pq"), "parquet"),
    **dict.fromkeys(("jsonl", "ndjson", "application/x-ndjson", "application/jsonl"), "json"),
    **dict.fromkeys((*IMAGES.values(), *(suffix[1:] for suffix in IMAGES), "jpeg"), "images"),
}
CREATIVE_COMMONS = re.compile(r"https?://creativecommons\.org/licenses/(by[a-z-]*)/(\d\.\d)")
KNOWN_LICENCES = {
    "http://creativecommons.org/publicdomain/zero/1.0": "CC0-1.0",
    f"{AUTHORITY}/licence/CC0": "CC0-1.0",
    f"{AUTHORITY}/licence/CC_BY_4_0": "CC-BY-4.0",
    f"{AUTHORITY}/licence/CC_BYSA_4_0": "CC-BY-SA-4.0",
    f"{AUTHORITY}/licence/ODC_BL": "ODbL-1.0",
}


def media_type_of(reader: str, url: str) -> str:
    """Return the media type of what a reader reads at a URL; nothing where none is registered."""
    if reader == "images":
        return IMAGES.get(PurePosixPath(url).suffix.lower(), "")
    return MEDIA_TYPES.get(reader, "")


def reader_of(formats: list[str], url: str) -> str:
    """Return the reader of the first format that one is known for, else by the URL's ending; nothing if none is."""
    said = [text.lower().removeprefix(f"{IANA.lower()}/") for text in formats]
    names = [*said, *(text.rpartition("/")[2] for text in said), PurePosixPath(url).suffix.lower().lstrip(".")]
    return next((MEANT[name] for name in names if name in MEANT), "")


def licence_of(said: str) -> str:
    """Return the SPDX identifier that a licence's address stands for; what is not known stays as it is."""
    plain = said.strip().rstrip("/")
    if found := CREATIVE_COMMONS.match(plain):
        return f"CC-{found[1].upper()}-{found[2]}"
    if re.match(r"https?://spdx\.org/licenses/", plain):
        return plain.rpartition("/")[2].removesuffix(".html").removesuffix(".json")
    return KNOWN_LICENCES.get(plain.replace("https://creative", "http://creative"), plain)


def licence_url(licence: str) -> str:
    """Return the address of an SPDX licence, or of a licence that is an address itself; nothing for other words."""
    if licence.startswith(("https://", "http://")):
        return licence
    known = re.fullmatch(r"[A-Za-z0-9.+-]+", licence) and not licence.startswith("LicenseRef-")
    return f"{SPDX}/{licence}" if known else ""

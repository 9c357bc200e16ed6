"""Published data sets as exports tell of them: one that says everything an entry can, and the samples."""

from datetime import UTC, datetime
from pathlib import Path

from lyceum_catalog.entries import Dataset, parse_entry
from lyceum_catalog.folders import read_folder
from lyceum_catalog.standards.publication import Publication, Site

SITE = Site("Our workspace", "https://lab.example.org/services/lyceum", "/shared")
ENTRIES = Path(__file__).parents[2] / "catalog" / "entries"
EVERYTHING = {
    "kind": "dataset",
    "name": "stays",
    "title": "Séjours à l’hôpital: “2013”",
    "summary": "One row is one stay.",
    "description": 'Line one.\n\n| a | b |\n"quoted" \\ and \t tabbed.',
    "owner": "group:health",
    "steward": "sue",
    "domain": "Santé publique",
    "licence": "CC-BY-4.0",
    "classification": "personal",
    "tags": ["health", "time-series", "été"],
    "contact": "data@example.org",
    "source": "The hospitals' own books.",
    "links": [{"title": "Documentation", "url": "https://example.org/stays?x=1&y=2"}],
    "glossary": [{"term": "stay", "meaning": "From arrival to departure."}],
    "retention": "Ten years, by law.",
    "derived_from": ["beds", "patients"],
    "review_every": 90,
    "rows": 0,
    "resources": [
        {"name": "parquet", "reader": "parquet", "url": "stays/all of them.parquet"},
        {"name": "csv", "reader": "csv", "url": "https://example.org/stays.csv", "options": {"sep": ";"}},
        {"name": "db", "reader": "sql", "url": "postgresql://db.example.org/stays", "options": {"table": "stays"}},
        {"name": "cube", "reader": "zarr", "url": "s3://bucket/stays.zarr", "options": {"root": "a/b"}},
        {"name": "scans", "reader": "images", "url": "scans/*.png"},
        {"name": "lines", "reader": "json", "url": "stays.jsonl", "options": {"lines": True}},
    ],
    "columns": [
        {"name": "days", "type": "integer", "unit": "day", "description": "How long."},
        {
            "name": "sex",
            "type": "string",
            "personal": True,
            "sensitive": True,
            "reference": {"shares": {"f": 0.5, "m": 0.5}, "source": "Census"},
        },
        {"name": "well again", "type": "boolean"},
        *({"name": f"measure_{number}", "type": "number"} for number in range(12)),
    ],
    "quality": [{"column": "days", "expect": "between", "low": 0}],
    "outcome": {"column": "well again", "favourable": True},
}


def entry(**more):
    """Return the data set that says everything, with some fields of a test's own."""
    return parse_entry({**EVERYTHING, **more})


def publication(dataset=None, **more):
    """Return a data set as it is published."""
    first, latest = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), datetime(2026, 5, 6, tzinfo=UTC)
    return Publication(dataset or entry(), 3, first, latest, **more)


def samples():
    """Return the data sets that a new workspace has."""
    return [found for found in read_folder(ENTRIES) if isinstance(found, Dataset)]

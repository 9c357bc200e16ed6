"""Data sets of one resource, described as entries are."""

from lyceum_catalog.entries import Dataset, parse_entry

SAID = {"name": "data", "title": "Data", "summary": "Some.", "owner": "a", "steward": "a", "licence": "CC0-1.0"}


def dataset(*columns, reader="parquet", url="data.parquet", options=None, **more) -> Dataset:
    """Return a data set with these columns."""
    resource = {"name": "file", "reader": reader, "url": url, "options": options or {}}
    record = {**SAID, "classification": "internal", "resources": [resource], "columns": list(columns), **more}
    parsed = parse_entry(record)
    assert isinstance(parsed, Dataset)
    return parsed

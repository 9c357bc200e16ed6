"""Intake catalogs (V2 YAML), generated from checked entries so that stock Intake reads them.

Format and traps were tried on intake 2.0.9: `list(catalog)` shows only `aliases`, and `{data(NAME)}` refers to `data`.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import yaml

from lyceum_catalog.entries import Dataset, Resource
from lyceum_catalog.readers import READERS


def intake_catalog(
    title: str, datasets: Iterable[Dataset], root: str, versions: Mapping[str, int] | None = None
) -> str:
    """Return the catalog of some data sets; relative URLs are taken from `root`, versions by name where known.

    A data set's first resource bears its name, each further one `<name>_<resource>`.
    """
    known = versions or {}
    resources = {key: (dataset, resource) for dataset in datasets for key, resource in resources_of(dataset).items()}
    document = {
        "version": 2,
        "metadata": {"title": title},
        "user_parameters": {},
        "aliases": {key: key for key in resources},
        "data": {f"{key}_data": data_of(resource, root) for key, (_, resource) in resources.items()},
        "entries": {key: entry_of(key, *found, known) for key, found in resources.items()},
    }
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True)


def resources_of(dataset: Dataset) -> dict[str, Resource]:
    """Return a data set's resources by the names that Intake users see."""
    first, *others = dataset.resources
    return {dataset.name: first, **{f"{dataset.name}_{other.name}": other for other in others}}


def data_of(resource: Resource, root: str) -> dict[str, Any]:
    """Return where the data lie."""
    reader = READERS[resource.reader]
    options = {name: resource.options[key] for key, name in reader.of_data.items() if key in resource.options}
    return {
        "datatype": reader.datatype,
        "kwargs": {reader.location: located(resource, root), **options},
        "metadata": {},
        "user_parameters": {},
    }


def entry_of(key: str, dataset: Dataset, resource: Resource, versions: Mapping[str, int]) -> dict[str, Any]:
    """Return how the data are read."""
    reader = READERS[resource.reader]
    options = {name: value for name, value in resource.options.items() if name not in reader.of_data}
    return {
        "reader": reader.reader,
        "output_instance": reader.output,
        "kwargs": {"data": f"{{data({key}_data)}}", **options},
        "metadata": {
            "title": dataset.title,
            "summary": dataset.summary,
            "licence": dataset.licence,
            "entry": dataset.name,
            "version": versions.get(dataset.name),
            "resource": resource.name,
            "units": {column.name: column.unit for column in dataset.columns if column.unit},
        },
        "user_parameters": {},
    }


def located(resource: Resource, root: str) -> str:
    """Return where a resource lies, as its reader wants it; a file as a database is SQLite's."""
    url = absolute(resource.url, root)
    return f"sqlite:///{url}" if resource.reader == "sql" and not urlsplit(url).scheme else url


def absolute(url: str, root: str) -> str:
    """Return a URL that needs no folder to start from."""
    return url if urlsplit(url).scheme or url.startswith("/") else f"{root.rstrip('/')}/{url}"

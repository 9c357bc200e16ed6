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
    return {
        "datatype": READERS[resource.reader].datatype,
        "kwargs": {"url": absolute(resource.url, root)},
        "metadata": {},
        "user_parameters": {},
    }


def entry_of(key: str, dataset: Dataset, resource: Resource, versions: Mapping[str, int]) -> dict[str, Any]:
    """Return how the data are read."""
    return {
        "reader": READERS[resource.reader].reader,
        "output_instance": "pandas:DataFrame",
        "kwargs": {"data": f"{{data({key}_data)}}", **resource.options},
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


def absolute(url: str, root: str) -> str:
    """Return a URL that needs no folder to start from."""
    return url if urlsplit(url).scheme or url.startswith("/") else f"{root.rstrip('/')}/{url}"

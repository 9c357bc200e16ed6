"""Intake catalogs (V2 YAML), generated from checked entries so that stock Intake reads them.

Format and traps were tried on intake 2.0.9: `list(catalog)` shows only `aliases`, and `{data(NAME)}` refers to `data`.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import yaml

from lyceum_catalog.entries import Dataset, Resource
from lyceum_catalog.readers import READERS

WRITER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # ten times as fast where libyaml is there
V1_DRIVERS: dict[str, tuple[str, dict[str, str]]] = {"csv": ("csv", {}), "zarr": ("ndzarr", {"root": "component"})}


def intake_catalog(
    title: str, datasets: Iterable[Dataset], root: str, versions: Mapping[str, int] | None = None
) -> str:
    """Return the catalog of some data sets as YAML; relative URLs are taken from `root`, versions by name where known.

    A data set's first resource bears its name, each further one `<name>_<resource>`.
    """
    return as_yaml(described(title, datasets, root, versions or {}))


def described(title: str, datasets: Iterable[Dataset], root: str, versions: Mapping[str, int]) -> dict[str, Any]:
    """Return the catalog of some data sets as Intake's `Catalog.from_dict` takes it."""
    resources = {key: (dataset, resource) for dataset in datasets for key, resource in resources_of(dataset).items()}
    return {
        **framed(title, resources),
        "data": {f"{key}_data": data_of(resource, root) for key, (_, resource) in resources.items()},
        "entries": {key: entry_of(key, *found, versions) for key, found in resources.items()},
    }


def shelves(title: str, catalogs: Mapping[str, tuple[str, str]]) -> str:
    """Return a catalog of catalogs: by name, the title and the URL of each; whoever may open this may open those."""
    return as_yaml(
        {
            **framed(title, catalogs),
            "data": {f"{key}_data": shelf_data(url) for key, (_, url) in catalogs.items()},
            "entries": {key: shelf_entry(key, said) for key, (said, _) in catalogs.items()},
        }
    )


def framed(title: str, names: Iterable[str]) -> dict[str, Any]:
    """Return what every catalog has around its entries."""
    aliases = {name: name for name in names}
    return {"version": 2, "metadata": {"title": title}, "user_parameters": {}, "aliases": aliases}


def shelf_data(url: str) -> dict[str, Any]:
    """Return where a catalog lies; the token that opened this one opens it."""
    kwargs = {"url": url, "storage_options": "{STORAGE_OPTIONS}"}
    return {"datatype": "intake.readers.datatypes:YAMLFile", "kwargs": kwargs, "metadata": {}, "user_parameters": {}}


def shelf_entry(key: str, title: str) -> dict[str, Any]:
    """Return how a catalog is read."""
    return {
        "reader": "intake.readers.readers:YAMLCatalogReader",
        "output_instance": "intake.readers.entry:Catalog",
        "kwargs": {"data": f"{{data({key}_data)}}"},
        "metadata": {"title": title},
        "user_parameters": {},
    }


def v1_catalog(title: str, datasets: Iterable[Dataset], root: str) -> str:
    """Return the catalog for old code: of each data set the first resource that Intake's version 1 reads by itself."""
    readable = ((dataset, v1_resource(dataset)) for dataset in datasets)
    sources = {dataset.name: v1_source(dataset, found, root) for dataset, found in readable if found}
    return as_yaml({"metadata": {"version": 1, "title": title}, "sources": sources})


def v1_resource(dataset: Dataset) -> Resource | None:
    """Return a data set's first resource that version 1 has a driver for."""
    return next((resource for resource in dataset.resources if resource.reader in V1_DRIVERS), None)


def v1_source(dataset: Dataset, resource: Resource, root: str) -> dict[str, Any]:
    """Return how version 1 reads a resource."""
    driver, names = V1_DRIVERS[resource.reader]
    options = {names.get(key, key): value for key, value in resource.options.items()}
    return {
        "driver": driver,
        "description": dataset.summary,
        "args": {"urlpath": located(resource, root), **options},
        "metadata": {"title": dataset.title, "licence": dataset.licence, "entry": dataset.name},
    }


def as_yaml(document: dict[str, Any]) -> str:
    """Return a document as YAML."""
    return str(yaml.dump(document, Dumper=WRITER, sort_keys=False, allow_unicode=True))


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

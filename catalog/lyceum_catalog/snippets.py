"""The lines of Python that load an entry, as *Insert* puts them into a notebook."""

from collections.abc import Mapping

from lyceum_catalog.entries import Dataset, Resource

LIBRARIES = ("pandas", "dask", "polars")
READ = ".read()"
CONVERTED = {library: f'.to_reader("{library}"){READ}' for library in LIBRARIES}
SHOWN = {"pandas": "", "dask": ".head()", "polars": ".head().collect()"}


def snippet(dataset: Dataset, version: int | None = None) -> str:
    """Return three readable lines that leave the data in a variable named after the data set; of a version, pinned."""
    return next(iter(snippets(dataset, version).values()), lines(dataset, READ, version=version))


def snippets(dataset: Dataset, version: int | None = None) -> dict[str, str]:
    """Return such lines for each library whose tables or arrays the first resource can become, the best first."""
    found = ways(dataset.resources[0])
    return {library: lines(dataset, how, SHOWN[library], version) for library, how in found.items()}


def ways(resource: Resource) -> Mapping[str, str]:
    """Return how the reader of a resource reads with each library that it can read with.

    Tried on intake 2.0.9, whose `to_reader` forgets the options of a reader, and cannot convert a SQL table.
    """
    given = {name for name, value in resource.options.items() if value is not None}
    if resource.reader == "parquet" or (resource.reader == "csv" and not given):
        return {"pandas": READ, "dask": CONVERTED["dask"], "polars": CONVERTED["polars"]}
    if resource.reader == "json":
        has_lines = given == {"lines"} and resource.options["lines"]
        more = {"polars": CONVERTED["polars"]} if has_lines else {}
        return {"pandas": f"{READ}.compute()", "dask": READ, **more}
    return {"csv": {"pandas": READ}, "sql": {"pandas": READ}}.get(resource.reader, {})


def lines(dataset: Dataset, how: str, shown: str = "", version: int | None = None) -> str:
    """Return the lines that read a data set in one way and show what was read."""
    name, pinned = dataset.name, "" if version is None else f", version={version}"
    return f'from lyceum_catalog import open_entry\n\n{name} = open_entry("{name}"{pinned}){how}\n{name}{shown}'

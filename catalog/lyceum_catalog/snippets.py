"""The lines of Python that load an entry, as *Insert* puts them into a notebook."""

from lyceum_catalog.entries import Dataset


def snippet(dataset: Dataset) -> str:
    """Return three readable lines that leave a DataFrame in a variable named after the data set."""
    return (
        f'from lyceum_catalog import open_entry\n\n{dataset.name} = open_entry("{dataset.name}").read()\n{dataset.name}'
    )

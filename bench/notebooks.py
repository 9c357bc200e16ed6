"""The notebooks that are measured."""

import nbformat
from nbformat import NotebookNode

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def empty() -> NotebookNode:
    """Return a notebook without cells."""
    return trivial(0)


def trivial(cells: int) -> NotebookNode:
    """Return a notebook of cells that do next to nothing."""
    return of(*(f"x = {number}" for number in range(cells)))


def of(*sources: str) -> NotebookNode:
    """Return a notebook of code cells."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})

"""A run's notebook made ready: its parameters injected as papermill does, as assignments of values."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import nbformat
from nbformat import NotebookNode

from lyceum_catalog.notebooks import check_kernel


def prepared(notebook: Mapping[str, Any], parameters: Mapping[str, Any]) -> NotebookNode:
    """Return the notebook with its parameters injected; raise InvalidContent for one that is not in Python."""
    check_kernel(dict(notebook))
    node = nbformat.from_dict(notebook)
    node.metadata.setdefault("papermill", NotebookNode())
    for cell in node.cells:
        cell.metadata.setdefault("tags", [])
    if parameters:
        inject(node, parameters)
    return node


def inject(notebook: NotebookNode, parameters: Mapping[str, Any]) -> None:
    """Add the cell that assigns the parameters: instead of an earlier one, after `parameters`, or first of all."""
    cell = injected_cell(parameters)
    earlier, declared = first_with(notebook, "injected-parameters"), first_with(notebook, "parameters")
    if earlier is not None:
        notebook.cells[earlier] = cell
    else:
        notebook.cells.insert(0 if declared is None else declared + 1, cell)
    notebook.metadata.papermill["parameters"] = nbformat.from_dict(parameters)


def injected_cell(parameters: Mapping[str, Any]) -> NotebookNode:
    """Return a cell of assignments; the values are JSON, which Python writes as it reads."""
    lines = ["# Parameters", *(f"{name} = {value!r}" for name, value in parameters.items())]
    return nbformat.from_dict(
        {
            "cell_type": "code",
            "id": uuid4().hex[:8],
            "metadata": {"tags": ["injected-parameters"]},
            "source": "\n".join(lines) + "\n",
            "outputs": [],
            "execution_count": None,
        }
    )


def first_with(notebook: NotebookNode, tag: str) -> int | None:
    """Return the index of the first cell with a tag."""
    tagged = (index for index, cell in enumerate(notebook.cells) if tag in cell.metadata.get("tags", ()))
    return next(tagged, None)

"""What differs between two notebooks, as nbdime tells it."""

from collections.abc import Mapping
from typing import Any

import nbformat

from lyceum_lab.reports import Allowance, text

MOST_CELLS = 5000
MOST_OF_ONE = 64 * 1024
MOST_IN_ALL = 8 * 1024 * 1024
TOO_LARGE = "An output that is too large to compare."
IMAGES = ("image/png", "image/jpeg", "image/svg+xml")
FORMS = ("text/html", "text/plain", *IMAGES)


def difference(before: Mapping[str, Any], now: Mapping[str, Any], *, with_outputs: bool) -> dict[str, Any]:
    """Return the older notebook and nbdime's diff to the newer one, both of what is compared only.

    It takes seconds for notebooks of thousands of cells.
    """
    from nbdime import diff_notebooks  # here, so that a server starts without it

    base, other = comparable(before, with_outputs), comparable(now, with_outputs)
    return {"base": base, "diff": diff_notebooks(nbformat.from_dict(base), nbformat.from_dict(other))}


def comparable(notebook: Mapping[str, Any], with_outputs: bool) -> dict[str, Any]:
    """Return source, and outputs where these are compared: no counters, ids or metadata, which always differ."""
    allowance = Allowance(MOST_IN_ALL)
    cells = [comparable_cell(cell, with_outputs, allowance) for cell in notebook.get("cells", [])[:MOST_CELLS]]
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}


def comparable_cell(cell: Mapping[str, Any], with_outputs: bool, allowance: Allowance) -> dict[str, Any]:
    """Return a cell with what is compared of it."""
    kind = cell.get("cell_type", "raw")
    kept: dict[str, Any] = {"cell_type": kind, "metadata": {}, "source": text(cell.get("source"))}
    if kind == "code":
        outputs = cell.get("outputs", []) if with_outputs else []
        kept |= {"execution_count": None, "outputs": [comparable_output(output, allowance) for output in outputs]}
    return kept


def comparable_output(output: Mapping[str, Any], allowance: Allowance) -> dict[str, Any]:
    """Return an output's text and images, or a sentence in the place of what is too large."""
    kind = output.get("output_type")
    if kind == "stream":
        data = {"text/plain": text(output.get("text"))}
    elif kind == "error":
        data = {"text/plain": f"{output.get('ename', '')}: {output.get('evalue', '')}"}
    else:
        data = {form: text(part) for form, part in output.get("data", {}).items() if form in FORMS}
    kept = {form: part for form, part in data.items() if allowance.grants(len(part), bound(form))}
    return {"output_type": "display_data", "metadata": {}, "data": kept or {"text/plain": TOO_LARGE}}


def bound(form: str) -> int:
    """Return how much of one form is compared."""
    return 2 * 1024 * 1024 if form in IMAGES else MOST_OF_ONE

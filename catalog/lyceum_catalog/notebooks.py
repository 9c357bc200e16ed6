"""Notebooks as data: checked, cleaned of outputs, and turned into template records."""

import json
from typing import Any

from lyceum_catalog.problems import InvalidContent, Problem

MAX_BYTES = 32 * 1024 * 1024


def parse_notebook(content: object) -> dict[str, Any]:
    """Return a notebook (its JSON, or what was parsed from it) checked and without outputs.

    Raise InvalidContent when it is not a notebook that runs here.
    """
    import nbformat  # takes more than a second to import: only who checks a notebook waits for it

    notebook = load(content)
    try:
        nbformat.validate(notebook, relax_add_props=True)
    except nbformat.ValidationError as error:
        field = ".".join(str(part) for part in error.absolute_path)
        raise refuse(
            f"is not a valid notebook: {error.message[:200]}", "Save it again in JupyterLab.", field
        ) from error
    except (AssertionError, AttributeError, KeyError, TypeError) as error:  # nbformat stumbles over it
        raise refuse("is not a valid notebook", "Save it again in JupyterLab.") from error
    check_kernel(notebook)
    return cleaned(notebook)


def load(content: object) -> dict[str, Any]:
    """Return the JSON object that a notebook is made of."""
    if isinstance(content, bytes | str):
        if len(content) > MAX_BYTES:
            raise refuse(f"is larger than {MAX_BYTES // 1024**2} MiB", "Clear its outputs.")
        try:
            content = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise refuse(f"is not a notebook: {error}", "Give the .ipynb file that JupyterLab saved.") from error
    if not isinstance(content, dict) or not is_list_of_objects(content.get("cells")):
        raise refuse("is not a notebook: it has no cells", "Give the .ipynb file that JupyterLab saved.")
    if content.get("nbformat") != 4 or not isinstance(content.get("nbformat_minor", 0), int):
        raise refuse("is not in notebook format 4", "Open it in JupyterLab and save it again.")
    check_text(content)
    return content


def check_text(notebook: dict[str, Any]) -> None:
    """Refuse a notebook whose text no file could hold."""
    try:
        json.dumps(notebook, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise refuse("holds half a character", "Type that text again.") from error


def is_list_of_objects(value: object) -> bool:
    """Tell whether a value is what a notebook keeps its cells in."""
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def check_kernel(notebook: dict[str, Any]) -> None:
    """Refuse a notebook that names no kernel, or one whose language we cannot give parameters to."""
    metadata = notebook.get("metadata", {})
    if not metadata.get("kernelspec", {}).get("name"):
        remedy = "Open it in JupyterLab, choose a kernel and save it."
        raise refuse("names no kernel, so it cannot run", remedy, "metadata.kernelspec")
    if language_of(notebook) != "python":
        raise refuse(f"is written in {language_of(notebook)}", "Only Python notebooks run here.", "metadata.kernelspec")


def language_of(notebook: dict[str, Any]) -> str:
    """Return the language a notebook says it is written in, in lower case; Python when it says nothing."""
    metadata = notebook.get("metadata", {})
    named = metadata.get("kernelspec", {}).get("language") or metadata.get("language_info", {}).get("name")
    return str(named or "python").lower()


def cleaned(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a copy with sources as text, no outputs and no execution counts: the same work has the same content."""
    return {**notebook, "cells": [clean_cell(cell) for cell in notebook["cells"]]}


def clean_cell(cell: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of a cell without what executing it left."""
    ran: dict[str, Any] = {"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {}
    return {**cell, "source": source_of(cell), **ran}


def source_of(cell: dict[str, Any]) -> str:
    """Return a cell's source, which notebooks keep as text or as a list of lines."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def template_record(notebook: dict[str, Any], default_name: str) -> dict[str, Any]:
    """Return the entry record of a template: what its `lyceum` metadata says, its first cell, and itself."""
    said = notebook["metadata"].get("lyceum", {})
    first = source_of(notebook["cells"][0]) if notebook["cells"] else ""
    defaults = {
        "name": default_name,
        "description": first,
        "licence": "BSD-3-Clause",
        "classification": "public",
    }
    record = {**defaults, **said, "kind": "template", "notebook": notebook}
    record.pop("copied", None)  # of which version it is a copy is no field of the entry
    return record


def refuse(message: str, remedy: str, field: str = "") -> InvalidContent:
    """Return the refusal of a notebook."""
    path = f"notebook.{field}" if field else "notebook"
    return InvalidContent([Problem(path, f"{message}.", remedy)])

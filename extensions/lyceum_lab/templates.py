"""Copying a template's notebook into the home folder, never over a file that is there."""

import asyncio
from typing import Any

import nbformat
from jupyter_core.utils import ensure_async

_one_at_a_time = asyncio.Lock()


def clean(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return the notebook with code and text only: no outputs, no counters, no claim to be trusted."""
    for cell in notebook["cells"]:
        cell.get("metadata", {}).pop("trusted", None)
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    return notebook


async def copy(contents: Any, notebook: dict[str, Any], name: str, folder: str) -> str:
    """Save the notebook under a name that is free in the folder; return its path.

    `contents` is the server's contents manager, so the copy goes where the person's files are.
    """
    async with _one_at_a_time:
        file = await ensure_async(contents.increment_filename(f"{name}.ipynb", folder, insert="-"))
        path = f"{folder}/{file}" if folder else file
        content = nbformat.from_dict(clean(notebook))
        await ensure_async(contents.save({"type": "notebook", "format": "json", "content": content}, path))
    return path

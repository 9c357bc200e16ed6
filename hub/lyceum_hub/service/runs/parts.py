"""Parts of a run's output, handed in while it executes; from them a run that is lost gets its output.

A part is lines of JSON: `{notebook}`, the prepared notebook, in the first; then `{cell, record, execution_count}`, how
a cell went so far, and `{cell, start, outputs}`, which takes the place of the cell's outputs from that one on.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from lyceum_hub.errors import Invalid
from lyceum_hub.service.files import Files
from lyceum_hub.service.runs.run import Run

MOST_PARTS = 100_000
Notebook = dict[str, Any]


class Parts:
    """The parts of runs in the file store, by attempt and number."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def keep(self, run: Run, number: int, content: bytes) -> None:
        """Keep a part; the first takes the place of all that there are."""
        if not 0 <= number < MOST_PARTS:
            raise Invalid(f"Parts are numbered from 0 to {MOST_PARTS - 1}.", field="number")
        if number == 0:
            self.remove(run)
        self._files.put(f"{folder_of(run)}/{number:06}.ndjson", content)

    def remove(self, run: Run) -> None:
        """Remove the parts of a run's present attempt."""
        self._files.delete(folder_of(run))

    def publish(self, run: Run) -> str | None:
        """Store the notebook that the parts make up and return its key; None where there is not even the first."""
        keys = [key for key in self._files.keys(folder_of(run)) if key.endswith(".ndjson")]
        notebook = assembled(line for key in keys for line in self._files.get(key).splitlines())
        if notebook is None:
            return None
        self._files.put(output_key(run), json.dumps(notebook, ensure_ascii=False, separators=(",", ":")).encode())
        return output_key(run)


def folder_of(run: Run) -> str:
    """Return where the file store keeps the parts of a run's present attempt."""
    return f"parts/{run.id}/{run.attempt}"


def output_key(run: Run) -> str:
    """Return where the file store keeps the output of a run's present attempt."""
    return f"outputs/{run.id}/{run.attempt}.ipynb"


def assembled(lines: Iterable[bytes]) -> Notebook | None:
    """Return the notebook that lines make up; what does not fit in is left out."""
    notebook: Notebook | None = None
    for line in lines:
        with suppress(ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
            told = json.loads(line)
            if notebook is None:
                notebook = dict(told["notebook"])
            else:
                put(notebook["cells"][told["cell"]], told)
    return notebook


def loaded(content: bytes) -> Notebook:
    """Return the notebook that a file holds."""
    return dict(json.loads(content))


def put(cell: dict[str, Any], told: Mapping[str, Any]) -> None:
    """Put what a line tells into its cell."""
    if "record" in told:
        cell.setdefault("metadata", {})["papermill"] = told["record"]
    if cell["cell_type"] == "code" and "record" in told:
        cell["execution_count"] = told["execution_count"]
    if cell["cell_type"] == "code" and "outputs" in told:
        cell["outputs"][told["start"] :] = told["outputs"]

"""The journal of a run's outputs, handed in while it executes, so that a run that is lost has lost little.

Its lines are JSON objects: `{notebook}`, the prepared notebook, comes first; then `{cell, record, execution_count}`,
how a cell went so far, and `{cell, start, outputs}`, which takes the place of the cell's outputs from that one on.
"""

import json
import threading
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

MOST_AT_ONCE = 4 * 1024 * 1024  # bytes in one part, unless a single output is larger


class Journal:
    """What has changed in a notebook since it was last told; nothing is copied until it is told."""

    def __init__(self, notebook: NotebookNode) -> None:
        self._notebook = notebook
        self._lock = threading.Lock()
        self._records: set[int] = set()
        self._starts: dict[int, int] = {}
        self.restart()

    def restart(self) -> None:
        """Tell everything anew: the notebook without outputs, then all that there are."""
        cells = [{**cell, "outputs": []} if "outputs" in cell else cell for cell in self._notebook.cells]
        self._first = encoded({"notebook": {**self._notebook, "cells": cells}})
        for index, cell in enumerate(self._notebook.cells):
            if cell.get("outputs"):
                self.changed(index, 0)

    def recorded(self, cell: int) -> None:
        """Note that a cell's record is another."""
        with self._lock:
            self._records.add(cell)

    def changed(self, cell: int, start: int) -> None:
        """Note that a cell's outputs from one on are others; a cell of text has none."""
        if "outputs" in self._notebook.cells[cell]:
            with self._lock:
                self._starts[cell] = min(start, self._starts.get(cell, start))

    def take(self) -> bytes:
        """Return the lines of what is new, at most some 4 MiB of them; nothing where nothing is."""
        taken, self._first = self._first, b""
        for line in self._lines():
            taken += encoded(line)
            if len(taken) >= MOST_AT_ONCE:
                break
        return taken

    def _lines(self) -> Iterator[dict[str, Any]]:
        """Yield what is new, forgetting each line before it is told."""
        while self._records:
            yield self._record(self._records.pop())
        while self._starts:
            yield self._output()

    def _record(self, cell: int) -> dict[str, Any]:
        """Return how a cell went so far."""
        node = self._notebook.cells[cell]
        record = dict(node.metadata.get("papermill", {}))
        return {"cell": cell, "record": record, "execution_count": node.get("execution_count")}

    def _output(self) -> dict[str, Any]:
        """Return the first output of a cell that is new; what follows is for the next line."""
        with self._lock:
            cell, start = self._starts.popitem()
            outputs = list(self._notebook.cells[cell].outputs[start : start + 2])
            if len(outputs) > 1:
                self._starts[cell] = start + 1
        return {"cell": cell, "start": start, "outputs": outputs[:1]}


def encoded(line: dict[str, Any]) -> bytes:
    """Return a line of the journal."""
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode(errors="replace") + b"\n"

"""Outputs as they arrive: kept up to a size, so that neither a run nor who reads it drowns."""

import json
import sys
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode

MOST_OUTPUT = 50 * 1024 * 1024
LARGEST = 16 * 1024 * 1024  # of one display, which is in memory three times while it arrives
LONGEST_STREAM = 64 * 1024  # characters that one stream output is made of, where it comes in many messages
OVERHEAD = 500  # bytes that an output takes beside its content
Message = tuple[str, dict[str, Any]]


class Room:
    """The room that a run's outputs have, in bytes of memory or of JSON, whichever is more."""

    def __init__(self, most: int = MOST_OUTPUT) -> None:
        self.most = most
        self._left = most
        self._used: dict[int, int] = {}

    def fit(self, cell: int, kind: str, content: dict[str, Any]) -> list[Message]:
        """Return the messages to take for one: itself, what fits of its text, a notice in its place, or nothing."""
        size = size_of(content)
        if size <= self._left:
            self._take(cell, size)
            return [(kind, content)]
        if self._left <= 0:
            return []
        if kind != "stream":
            return self.fit(cell, *self._notice(f"An output of {size / 1024**2:.0f} MiB was left out"))
        fitting = {**content, "text": content["text"][: max(0, self._left // 4 - OVERHEAD)]}
        self._take(cell, self._left)
        return [("stream", fitting), self._notice("\nThe rest was left out")]

    def give_back(self, cell: int) -> None:
        """Have the room again that a cell's outputs took: they are cleared."""
        self._left += self._used.pop(cell, 0)

    def _take(self, cell: int, size: int) -> None:
        self._left -= size
        self._used[cell] = self._used.get(cell, 0) + size

    def _notice(self, what: str) -> Message:
        return "stream", {"name": "stderr", "text": f"{what}: a run keeps {self.most // 1024**2} MiB of output.\n"}


def size_of(content: Mapping[str, Any]) -> int:
    """Return how many bytes an output takes, in memory or as JSON."""
    values = [content["text"]] if "text" in content else list(content.get("data", {}).values())
    return OVERHEAD + sum(max(sys.getsizeof(value), encoded_size(value)) for value in values)


def encoded_size(value: Any) -> int:
    """Return how many bytes a value takes as JSON."""
    return len(json.dumps(value, ensure_ascii=False).encode(errors="replace"))


def merge(outputs: list[NotebookNode]) -> None:
    """Join the last output to the one before where both are pieces of the same short stream."""
    if len(outputs) < 2:
        return
    before, last = outputs[-2:]
    same = before.output_type == last.output_type == "stream" and before.name == last.name
    if same and len(before.text) + len(last.text) <= LONGEST_STREAM:
        before.text += last.text
        outputs.pop()

"""The file in which a notebook tells facts, read while it grows: figures, and the entries that it read and wrote."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from lyceum_lab.run.masking import Mask

MOST_AT_ONCE = 256 * 1024


class Facts:
    """What a notebook told through `lyceum_catalog`, for the service to judge; lines that are no facts are noted."""

    def __init__(self, path: Path, mask: Mask) -> None:
        self.path = path
        self._mask = mask
        self._read = self._next = 0

    def new(self) -> dict[str, Any]:
        """Return what was told since, as a report takes it; the same again until `told` is called."""
        figures: dict[str, Any] = {}
        entries: list[dict[str, Any]] = []
        for fact in self._lines():
            if "figure" in fact:
                figures[self._mask(str(fact["figure"]))] = fact.get("value")
            elif "entry" in fact:
                entries.append({key: fact.get(key) for key in ("entry", "version", "role")})
        return {name: found for name, found in (("figures", figures), ("entries", entries)) if found}

    def told(self) -> None:
        """Note that the service has taken what is new."""
        self._read = self._next

    def _lines(self) -> list[dict[str, Any]]:
        """Return the facts on the whole lines that are new."""
        with suppress(OSError), self.path.open("rb") as file:
            file.seek(self._read)
            new = file.read(MOST_AT_ONCE)
            whole = new[: new.rfind(b"\n") + 1]
            self._next = self._read + (len(whole) or (len(new) if len(new) == MOST_AT_ONCE else 0))
            return [fact for line in whole.splitlines() if (fact := parsed(line))]
        return []


def parsed(line: bytes) -> dict[str, Any]:
    """Return the fact on a line; nothing where it is none."""
    try:
        fact = json.loads(line)
    except (ValueError, RecursionError):
        fact = None
    return fact if isinstance(fact, dict) else {}

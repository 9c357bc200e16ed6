"""Drafts: many entries on their way, kept part by part until all are there and are published in one step."""

import json
import time
from hashlib import sha256
from typing import Any

from lyceum_catalog.entries import Entry, parse_entry
from lyceum_hub.errors import Conflict
from lyceum_hub.service.files import Files

KEPT_SECONDS = 7 * 24 * 3600


class Drafts:
    """Parts of drafts in the file store, by author and by a hash of what the whole is to be."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def keep(self, author: str, draft: str, number: int, entries: list[Entry]) -> None:
        """Keep one part, in place of what was kept under its number."""
        self._forget_old(author)
        content = {"kept_at": time.time(), "records": [entry.record() for entry in entries]}
        self._files.put(self._key(author, draft, number), json.dumps(content).encode())

    def parts(self, author: str, draft: str) -> list[int]:
        """Return the numbers of the parts that are here."""
        return sorted(int(name.partition(".")[0]) for name in self._files.names(folder_of(author, draft)))

    def whole(self, author: str, draft: str, count: int) -> list[Entry]:
        """Return the entries of all parts; raise Conflict when one of them is missing."""
        missing = sorted(set(range(count)) - set(self.parts(author, draft)))
        if missing:
            raise Conflict(f"Part {missing[0]} is missing.", remedy="Send it, or the whole again.")
        return [parse_entry(record) for number in range(count) for record in self._read(author, draft, number)]

    def forget(self, author: str, draft: str) -> None:
        """Remove a draft."""
        self._files.delete(folder_of(author, draft))

    def _read(self, author: str, draft: str, number: int) -> list[dict[str, Any]]:
        records: list[dict[str, Any]] = json.loads(self._files.get(self._key(author, draft, number)))["records"]
        return records

    def _forget_old(self, author: str) -> None:
        """Remove what its author did not come back for."""
        for draft in self._files.names(folder_of(author)):
            newest = max(self.parts(author, draft), default=None)
            key = self._key(author, draft, newest or 0)
            if newest is None or json.loads(self._files.get(key))["kept_at"] < time.time() - KEPT_SECONDS:
                self.forget(author, draft)

    def _key(self, author: str, draft: str, number: int) -> str:
        return f"{folder_of(author, draft)}/{number}.json"


def folder_of(author: str, draft: str = "") -> str:
    """Return where an author's drafts are, or one of them; no name leads elsewhere."""
    return f"drafts/{sha256(author.encode()).hexdigest()[:20]}/{draft}".rstrip("/")

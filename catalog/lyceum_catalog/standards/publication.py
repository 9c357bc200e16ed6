"""What an export tells of a data set beside its record: where it is published, since when, at which version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from lyceum_catalog.entries import Dataset


@dataclass(frozen=True)
class Site:
    """A workspace as the outside knows it: its name, its service's address, and the folder that paths start from."""

    title: str
    url: str
    root: str

    def page(self, name: str) -> str:
        """Return the address that stands for an entry."""
        return f"{self.url}/api/entries/{quote(name, safe='')}"


@dataclass(frozen=True)
class Publication:
    """A published data set; without `readable`, whoever asks may see it and not where its data lie.

    `hashes` holds the SHA-256 of the bytes of those resources of which it is known, by their names.
    """

    dataset: Dataset
    version: int
    issued: datetime
    modified: datetime
    state: str = "published"
    successor: str = ""
    readable: bool = True
    hashes: Mapping[str, str] = field(default_factory=dict)

"""Openings: one data set as Intake reads it, at its present version or at a numbered one, counted as a load.

What is said of a version never changes, so it is written once; who may read it is asked of the database each time.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection

from lyceum_catalog.entries import Dataset
from lyceum_catalog.fingerprints import path_of
from lyceum_catalog.intake_catalogs import described
from lyceum_hub.database import Database
from lyceum_hub.errors import NotFound
from lyceum_hub.service.callers import Caller
from lyceum_hub.service.entries.access import READ, Reader, reader_of, require
from lyceum_hub.service.entries.fingerprints import Fingerprints
from lyceum_hub.service.entries.loads import Loads
from lyceum_hub.service.entries.published import present_version, usable
from lyceum_hub.service.entries.versions import at_version

MOST = 1024
LARGEST = 128 * 1024  # characters of one that is remembered

Known = Mapping[str, Mapping[str, Any]]
Write = Callable[[dict[str, Any]], str]


class Openings:
    """The catalogs of single data sets."""

    def __init__(self, database: Database, shared: Path, fingerprints: Fingerprints, loads: Loads) -> None:
        self._database = database
        self._shared = shared
        self._fingerprints = fingerprints
        self._loads = loads
        self._written = Remembered()

    def open(
        self, caller: Caller, name: str, version: int | None, place: str, write: Write, counted: bool = True
    ) -> str:
        """Return a data set's catalog, of a numbered version with the fingerprints of its files.

        Raises NotFound, Forbidden, or Gone for what is retired.
        """
        reader = reader_of(caller)
        with self._database.reading() as connection:
            require(connection, reader, name, READ)
            present = number_of(connection, name, reader)
        number = version or present
        known = self._fingerprints.of(name, version) if version else {}
        hashes = tuple((resource, found["sha256"]) for resource, found in sorted(known.items()))
        key = (name, number, hashes, write)
        text = self._written.get(key, lambda: write(self._document(name, number, known)))
        if counted:
            self._loads.count(name, number, caller, place)
        return text

    def _document(self, name: str, version: int, known: Known) -> dict[str, Any]:
        with self._database.reading() as connection:
            entry = at_version(connection, name, version).entry
        if not isinstance(entry, Dataset):
            raise NotFound(f"{name!r} is a {entry.label}, not a data set.")
        return document(entry, version, self._shared, known)


class Remembered:
    """What was written of late."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._texts: OrderedDict[object, str] = OrderedDict()

    def get(self, key: object, write: Callable[[], str]) -> str:
        """Return a text, written if it is not remembered."""
        with self._lock:
            if text := self._texts.get(key):
                self._texts.move_to_end(key)
                return text
        text = write()
        if len(text) <= LARGEST:
            self._keep(key, text)
        return text

    def _keep(self, key: object, text: str) -> None:
        with self._lock:
            self._texts[key] = text
            while len(self._texts) > MOST:
                self._texts.popitem(last=False)


def number_of(connection: Connection, name: str, reader: Reader) -> int:
    """Return the number of an entry's present version; raise NotFound, or Gone for one that is retired."""
    version = present_version(connection, name)
    return usable(connection, name, reader).version if version is None else version


def document(dataset: Dataset, version: int, shared: Path, known: Known) -> dict[str, Any]:
    """Return the catalog of a version of a data set, with the fingerprints that are known of its files."""
    made = described(dataset.title, [dataset], str(shared), {dataset.name: version})
    urls = {resource.name: resource.url for resource in dataset.resources}
    for entry in made["entries"].values():
        resource = entry["metadata"]["resource"]
        if resource in known:
            entry["metadata"]["fingerprint"] = {"path": path_of(urls[resource], shared), **known[resource]}
    return made

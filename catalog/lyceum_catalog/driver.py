"""The driver `lyceum` for `intake.open_catalog`: names at once, entries as they are asked for, errors in plain words.

Only Intake imports this module, by its entry point.
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from intake.readers.entry import Catalog

from lyceum_catalog.opening import CannotOpen, fetch_from, noted, path_to, where


class LyceumCatalog(Catalog):  # type: ignore[misc]  # Intake has no types
    """The data sets of a workspace, of one of its domains, or those that a saved search finds; raises CannotOpen.

    Without a URL it is the workspace that the notebook runs in; the token is that of the environment, unless
    `storage_options` give a header as for Intake's own catalogs.
    """

    def __init__(
        self, uri: str | None = None, domain: str = "", search: str = "", storage_options: dict[str, Any] | None = None
    ) -> None:
        self._service, self._token = reached(uri or "", storage_options or {})
        names = json.loads(self._fetch(names_at(domain, search)))
        super().__init__(aliases={name: name for name in names["items"]}, metadata={"title": names["title"]})
        self._opened: dict[str, Catalog] = {}

    def __getitem__(self, name: str) -> Any:
        """Return the reader of a data set's first resource, or of another as `<name>_<resource>`.

        With `@` and a number behind the name, it is that version's.
        """
        if name not in self._opened:
            self._opened[name] = self._open(*name.split("@", 1))
        return noted(self._opened[name][name.partition("@")[0]])

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the data sets."""
        return iter(self.aliases)

    def __len__(self) -> int:
        """Return how many data sets there are."""
        return len(self.aliases)

    def __contains__(self, name: object) -> bool:
        """Tell whether a data set is here."""
        return name in self.aliases

    def _open(self, name: str, version: str | None = None) -> Catalog:
        """Return the catalog of the data set that bears a name, or whose resource does."""
        begun = [known for known in self.aliases if name == known or name.startswith(f"{known}_")]
        entry = max(begun, key=len, default=name)
        found = Catalog.from_dict(json.loads(self._fetch(f"{path_to(entry, version)}.json")))
        if name not in found.aliases:
            raise CannotOpen(f"{entry} has no resource {name!r}. It has: {', '.join(found.aliases)}.")
        return found

    def _fetch(self, path: str) -> str:
        return fetch_from(self._service, self._token, path)


def names_at(domain: str, search: str) -> str:
    """Return the path of the names to show."""
    if search:
        return f"/intake/searches/{quote(search, safe='')}.json"
    return f"/intake/names.json?domain={quote(domain, safe='')}"


def reached(uri: str, storage_options: dict[str, Any]) -> tuple[str, str]:
    """Return the service's address and the token to use; a catalog's URL leads to its service."""
    header = str(storage_options.get("headers", {}).get("Authorization", ""))
    service, token = uri.partition("/intake/")[0].rstrip("/"), header.partition(" ")[2]
    if not service or not token:
        own_service, own_token = where()
        return service or own_service, token or own_token
    return service, token

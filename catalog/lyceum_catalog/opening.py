"""Open a published entry in a notebook."""

import json
import os
import warnings
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from lyceum_catalog.facts import tell
from lyceum_catalog.fingerprints import CannotFingerprint, Fingerprint


class CannotOpen(LookupError):
    """An entry that cannot be opened, and what to do about it."""


class ChangedData(UserWarning):
    """Files of a pinned version that no longer hold what they held when it was published."""


def open_entry(name: str, resource: str = "", version: int | None = None) -> Any:
    """Return the Intake reader of a published data set: of the resource named, or of its first.

    `.read()` gives a pandas DataFrame, `.to_reader("dask").read()` a dask one, `.to_reader("polars").read()` a
    polars LazyFrame. With a version, it is that one, and a warning (ChangedData) says so where its files in the shared
    folder are not what they were. Raises CannotOpen.
    """
    import yaml
    from intake.readers.entry import Catalog

    catalog = Catalog.from_dict(yaml.safe_load(fetch(f"{path_to(name, version)}.yaml")))
    if not resource:
        return noted(catalog[name])
    keys = {catalog[key].metadata["resource"]: key for key in catalog}
    if resource not in keys:
        raise CannotOpen(f"{name} has no resource {resource!r}. It has: {', '.join(keys)}.")
    return noted(catalog[keys[resource]])


def path_to(name: str, version: int | str | None) -> str:
    """Return the path of an entry in the service, or of one of its versions, without the form."""
    return "/intake/e/" + "/".join(quote(str(part), safe="") for part in (name, version) if part is not None)


def noted(reader: Any) -> Any:
    """Return a reader, having told the run which version is read, and the person if its files have changed."""
    known = reader.metadata
    tell(entry=known.get("entry"), version=known.get("version"), role="read")
    if said := known.get("fingerprint"):
        warn_of_change(known, said)
    return reader


def warn_of_change(known: Mapping[str, Any], said: Mapping[str, Any]) -> None:
    """Warn where the files of a pinned version are not what they were; large ones are read only in doubt."""
    which = f"version {known['version']} of {known['entry']}"
    try:
        if Fingerprint(said["sha256"], said["size"], said["modified"]).fits(said["path"]):
            return
        change = f"{said['path']} has changed since {said['at']}: what you read is not what {which} was"
    except (CannotFingerprint, OSError):
        change = f"{said['path']}, which {which} was, cannot be read any more"
    warnings.warn(f"{change}. Ask its owner for the old file, or open the present version.", ChangedData, stacklevel=4)


def wrote(name: str) -> None:
    """Tell the run that it wrote the data of an entry."""
    tell(entry=name, version=None, role="written")


def fetch(path: str) -> str:
    """Return what the service answers; raise CannotOpen with its words when it does not."""
    return fetch_from(*where(), path)


def fetch_from(service: str, token: str, path: str) -> str:
    """Return what a service answers to a token; raise CannotOpen with its words when it does not."""
    headers = {"Authorization": f"token {token}", **place()}
    request = Request(service + path, headers=headers)  # noqa: S310 - our own service
    try:
        with urlopen(request, timeout=30) as answer:  # noqa: S310
            return str(answer.read().decode())
    except HTTPError as error:
        raise CannotOpen(words_of(error)) from None
    except URLError as error:
        raise CannotOpen(f"The catalog at {service} does not answer ({error.reason}). Try again in a minute.") from None


def where() -> tuple[str, str]:
    """Return the service's address and the token to use."""
    service = os.environ.get("LYCEUM_SERVICE_URL", "")
    token = os.environ.get("JUPYTERHUB_API_TOKEN") or os.environ.get("LYCEUM_TOKEN", "")
    if not service or not token:
        raise CannotOpen(
            "This notebook does not run in a Lyceum workspace. Set LYCEUM_SERVICE_URL and LYCEUM_TOKEN to reach one."
        )
    return service, token


def place() -> dict[str, str]:
    """Return the header that says in which notebook an entry is opened: its path, from the home folder on."""
    if not (path := os.environ.get("JPY_SESSION_NAME")):
        return {}
    home = os.path.expanduser("~") + os.sep
    return {"Lyceum-Place": f"notebook:{quote(path.removeprefix(home))}"}


def words_of(error: HTTPError) -> str:
    """Return what a problem+json answer says."""
    try:
        problem = json.loads(error.read())
        said = " ".join(problem[key] for key in ("detail", "remedy") if problem.get(key))
    except (ValueError, TypeError, AttributeError):  # whoever answered, it was not the catalog
        said = ""
    return said or f"The catalog answered {error.code} {error.reason}."

"""Open a published entry in a notebook."""

import json
import os
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from lyceum_catalog.facts import tell


class CannotOpen(LookupError):
    """An entry that cannot be opened, and what to do about it."""


def open_entry(name: str, resource: str = "") -> Any:
    """Return the Intake reader of a published data set: of the resource named, or of its first.

    `.read()` gives a pandas DataFrame, `.to_reader("dask").read()` a dask one, `.to_reader("polars").read()` a
    polars LazyFrame. Raises CannotOpen.
    """
    import yaml
    from intake.readers.entry import Catalog

    catalog = Catalog.from_dict(yaml.safe_load(fetch(f"/intake/e/{quote(name, safe='')}.yaml")))
    if not resource:
        return noted(catalog[name])
    keys = {catalog[key].metadata["resource"]: key for key in catalog}
    if resource not in keys:
        raise CannotOpen(f"{name} has no resource {resource!r}. It has: {', '.join(keys)}.")
    return noted(catalog[keys[resource]])


def noted(reader: Any) -> Any:
    """Return a reader, having told the run which version of which entry is read."""
    known = reader.metadata
    tell(entry=known.get("entry"), version=known.get("version"), role="read")
    return reader


def wrote(name: str) -> None:
    """Tell the run that it wrote the data of an entry."""
    tell(entry=name, version=None, role="written")


def fetch(path: str) -> str:
    """Return what the service answers; raise CannotOpen with its words when it does not."""
    return fetch_from(*where(), path)


def fetch_from(service: str, token: str, path: str) -> str:
    """Return what a service answers to a token; raise CannotOpen with its words when it does not."""
    request = Request(service + path, headers={"Authorization": f"token {token}"})  # noqa: S310 - our own service
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


def words_of(error: HTTPError) -> str:
    """Return what a problem+json answer says."""
    try:
        problem = json.loads(error.read())
        return " ".join(problem[key] for key in ("detail", "remedy") if problem.get(key))
    except ValueError:
        return f"The catalog answered {error.code} {error.reason}."

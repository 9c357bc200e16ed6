"""What a profiling notebook asks the catalog for, and the profile that it hands in."""

import json
import os
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

from lyceum_catalog.opening import fetch, where, words_of
from lyceum_catalog.profiling.measuring import Subject
from lyceum_catalog.profiling.profile import Profile

RUN = "RUN_ID"


class CannotHandIn(RuntimeError):
    """A profile that the catalog did not take, and why."""


def subject_of(reader: Any) -> Subject:
    """Return what an opened entry's reader reads, with the record of that version; raise CannotOpen."""
    known = reader.metadata
    name, version = known["entry"], known["version"]
    record = json.loads(fetch(f"/api/entries/{quote(name, safe='')}/versions/{version}"))
    return Subject(name, version, known["resource"], record)


def hand_in(profile: Profile) -> str:
    """Hand a profile to the catalog where this is a run, and say what happened; raise CannotHandIn."""
    run = os.environ.get(RUN)
    if not run:
        return "Made by hand: this profile stays here. “Make a profile” on the entry's page has a run hand one in."
    service, token = where()
    path = f"/api/entries/{quote(profile.entry, safe='')}/versions/{profile.version}/profile"
    send(f"{service}{path}?{urlencode({'run': run})}", token, profile.as_json().encode())
    return f"The catalog shows this profile with version {profile.version} of {profile.entry}."


def send(url: str, token: str, content: bytes) -> None:
    """Put content where the catalog takes it; raise CannotHandIn."""
    headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
    request = Request(url, content, headers, method="PUT")  # noqa: S310 - our own service
    try:
        urlopen(request, timeout=60).close()  # noqa: S310
    except HTTPError as error:
        raise CannotHandIn(f"The catalog did not take the profile. {words_of(error)}") from None
    except URLError as error:
        raise CannotHandIn(f"The catalog does not answer ({error.reason}). Make the profile again.") from None

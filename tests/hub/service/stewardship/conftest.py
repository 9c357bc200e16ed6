"""A catalog with one entry: ada owns it, mia looks after it, ben has no part in it; sue and tim are stewards."""

import pytest

from lyceum_hub.scopes import scopes_of
from support.flights import CHANGED, FLIGHTS


@pytest.fixture
def people(hub):
    """Make a second steward, and a member of the group that looks after the flights."""
    scopes = [*scopes_of("user"), *scopes_of("steward")]
    hub.created |= dict.fromkeys(("tim", "mia"), "2026-01-01T00:00:00Z")
    hub.groups |= {"stewards": ["sue", "tim"], "aviation": ["mia"]}
    hub.holders["tim"] = {"name": "tim", "admin": False, "scopes": scopes}
    hub.holders["mia"] = {"name": "mia", "admin": False, "scopes": scopes_of("user")}


@pytest.fixture
def catalog(api, people):
    """The service with the flights published."""
    assert api("POST", "/api/entries", "admin", json=FLIGHTS).status_code == 200
    return api


@pytest.fixture
def propose(catalog):
    """Propose a record, submitted at once unless the test says otherwise."""

    def make(record=CHANGED, token="ada", **more):
        answer = catalog("POST", "/api/proposals", token, json={"record": record, "submit": True, **more})
        assert answer.status_code == 201, answer.text
        return answer.json()

    return make

"""What becomes of entries: deprecated, retired, restored, confirmed, given into other hands; and who is told."""

import pytest
from sqlalchemy import select

from lyceum_hub.database.tables import audit
from support.flights import CHANGED, FLIGHTS

PLANES = {**FLIGHTS, "name": "planes", "title": "Planes"}


def decide(api, move, token="ada", name="flights", **body):
    return api("POST", f"/api/entries/{name}/{move}", token, json=body)


def found(api):
    return [item["name"] for item in api("GET", "/api/entries").json()["items"]]


def actions(database):
    with database.reading() as connection:
        return list(connection.execute(select(audit.c.action).order_by(audit.c.id)).scalars())


def test_a_deprecated_entry_is_found_and_names_its_successor(catalog):
    catalog("POST", "/api/entries", "admin", json=PLANES)
    assert decide(catalog, "deprecate", reason="Old.", successor="planes").status_code == 200
    entry = catalog("GET", "/api/entries/flights").json()
    assert (entry["state"], entry["state_reason"], entry["successor"]) == ("deprecated", "Old.", "planes")
    assert found(catalog) == ["flights", "planes"]
    assert catalog("GET", "/intake/e/flights.yaml").status_code == 200


@pytest.mark.parametrize("successor", ["flights", "nothing", "payroll"])
def test_a_successor_is_an_entry_that_one_can_use(catalog, successor):
    hidden = {**FLIGHTS, "name": "payroll", "owner": "ben", "steward": "ben", "access": {"see": ["group:hr"]}}
    catalog("POST", "/api/entries", "admin", json=hidden)
    answer = decide(catalog, "deprecate", reason="Old.", successor=successor)
    assert (answer.status_code, answer.json()["field"]) == (422, "successor")
    assert catalog("GET", "/api/entries/flights").json()["state"] == "published"


def test_a_new_version_of_a_deprecated_entry_leaves_it_deprecated(catalog):
    decide(catalog, "deprecate", reason="Old.")
    catalog("POST", "/api/entries", "admin", json=CHANGED)
    entry = catalog("GET", "/api/entries/flights").json()
    assert (entry["version"], entry["state"]) == (2, "deprecated")


def test_a_retired_entry_is_neither_found_nor_opened_nor_changed(catalog):
    assert decide(catalog, "retire", reason="Gone.").status_code == 200
    assert found(catalog) == []
    assert catalog("GET", "/api/entries/flights").json()["state"] == "retired"
    assert catalog("GET", "/intake/e/flights.yaml").status_code == 410
    assert catalog("POST", "/api/entries", "admin", json=CHANGED).status_code == 409
    assert catalog("POST", "/api/proposals", "ada", json={"record": CHANGED}).status_code == 409
    assert decide(catalog, "confirm").status_code == 409


def test_what_is_retired_comes_back(catalog, database):
    decide(catalog, "retire", reason="Gone.")
    assert decide(catalog, "restore").status_code == 200
    assert found(catalog) == ["flights"]
    entry = catalog("GET", "/api/entries/flights").json()
    assert (entry["state"], entry["state_reason"], entry["version"]) == ("published", None, 1)
    assert decide(catalog, "restore").status_code == 409
    assert actions(database)[1:] == ["entry.retire", "entry.restore"]


def test_an_entry_that_is_right_is_confirmed(catalog, database):
    assert decide(catalog, "confirm", "mia").status_code == 200
    assert catalog("GET", "/api/entries/flights").json()["confirmed_at"]
    assert actions(database)[-1] == "entry.confirm"


@pytest.mark.parametrize("move", ["deprecate", "retire", "restore", "confirm", "reassign"])
def test_who_does_not_manage_an_entry_decides_nothing_about_it(catalog, move):
    body = {"reassign": {"owner": "ben"}, "deprecate": {"reason": "x"}, "retire": {"reason": "x"}}.get(move, {})
    assert decide(catalog, move, "ben", **body).status_code == 403
    assert decide(catalog, move, "ben", "nothing", **body).status_code == 404


def test_an_entry_is_given_into_other_hands(catalog, database):
    assert decide(catalog, "reassign", "steward", owner="ben", steward="group:open-data").json()["version"] == 2
    entry = catalog("GET", "/api/entries/flights").json()
    assert (entry["owner"], entry["steward"], entry["published_by"]) == ("ben", "group:open-data", "sue")
    assert decide(catalog, "confirm", "ada").status_code == 403
    assert decide(catalog, "confirm", "ben").status_code == 200
    assert "given into other hands" in catalog("GET", "/api/inbox", "ben").json()["items"][0]["text"]
    assert "entry.reassign" in actions(database)


def test_nobody_is_made_owner_who_has_no_account(catalog):
    answer = decide(catalog, "reassign", owner="ghost")
    assert (answer.status_code, answer.json()["field"]) == (422, "owner")
    assert decide(catalog, "reassign").status_code == 422
    assert catalog("GET", "/api/entries/flights").json()["version"] == 1


def test_those_who_depend_on_an_entry_are_told_with_one_button(catalog, app):
    catalog("POST", "/api/entries", "admin", json={**PLANES, "owner": "mia", "derived_from": ["flights"]})
    catalog("GET", "/intake/e/flights.yaml", "ben")
    app.state.loads.keep()
    decide(catalog, "deprecate", reason="Old.")
    assert catalog("GET", "/api/inbox", "ben").json()["unread"] == 0
    decide(catalog, "deprecate", reason="Old.", tell=True)
    for token in ("ben", "mia"):
        assert [item["text"] for item in catalog("GET", "/api/inbox", token).json()["items"]] == [
            "flights is deprecated: Old."
        ]


def test_what_there_is_to_look_after_is_listed_for_those_who_manage_it(catalog, hub, app, database):
    from datetime import UTC, datetime

    from sqlalchemy import update

    from lyceum_hub.database.tables import entries

    catalog("POST", "/api/entries", "admin", json={**PLANES, "steward": "zoe", "description": "Rows are planes."})
    with database.writing() as connection:
        long_ago = datetime(2020, 1, 1, tzinfo=UTC)
        connection.execute(update(entries).where(entries.c.name == "flights").values(due_at=long_ago))
    lists = catalog("GET", "/api/stewardship", "ada").json()
    assert [item["name"] for item in lists["stale"]] == ["flights"]
    assert [(item["name"], item["gone"]) for item in lists["left"]] == [("planes", ["zoe"])]
    assert [item["name"] for item in lists["undocumented"]] == ["flights"]
    assert catalog("GET", "/api/stewardship", "ben").json() == {"stale": [], "left": [], "undocumented": []}

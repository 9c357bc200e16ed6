"""Requests for access: asked with a purpose, granted for a time, refused or revoked with a reason; told and kept."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from lyceum_hub.database import tables
from support.records import dataset

SALARIES = dataset("salaries", owner="ada", steward="ada", classification="confidential")


@pytest.fixture
def catalog(api):
    answer = api("POST", "/api/entries", "admin", json=SALARIES)
    assert answer.status_code == 200, answer.text
    return api


def ask(api, token="ben", **more):
    body = {"purpose": "A study of pay.", "days": 30, **more}
    return api("POST", "/api/entries/salaries/requests", token, json=body)


def decide(api, request, what, token="ada", **body):
    return api("POST", f"/api/requests/{request}/{what}", token, json=body)


def reads(api, token="ben"):
    return api("GET", "/intake/e/salaries.yaml", token).status_code == 200


def told(api, token):
    return [(item["kind"], item["text"]) for item in api("GET", "/api/inbox", token).json()["items"]]


def trail(app):
    with app.state.database.reading() as connection:
        rows = connection.execute(select(tables.audit).where(tables.audit.c.action.like("access.%")))
        return [(row.actor, row.action, row.subject) for row in rows.all()]


def pass_time(app, request):
    """Have the end of a grant be a moment ago."""
    over = update(tables.entry_requests).where(tables.entry_requests.c.id == request)
    with app.state.database.writing() as connection:
        connection.execute(over.values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))


def test_asked_granted_and_over(catalog, app):
    api = catalog
    request = ask(api).json()
    assert (request["state"], request["purpose"], request["days"]) == ("asked", "A study of pay.", 30)
    assert told(api, "ada") == [("access_asked", "ben asks to read salaries: A study of pay.")]
    assert not reads(api)
    granted = decide(api, request["id"], "grant", days=30).json()
    assert granted["state"] == "granted"
    assert granted["expires_at"] > datetime.now(UTC).isoformat()
    assert reads(api)
    page = api("GET", "/api/entries/salaries", "ben").json()
    assert (page["may"], page["request"]["state"]) == ({"read": True, "manage": False}, "granted")
    assert told(api, "ben")[0][0] == "access_granted"
    pass_time(app, request["id"])
    assert not reads(api)
    assert api("GET", "/api/entries/salaries", "ben").json()["request"]["state"] == "expired"
    assert trail(app) == [("ben", "access.ask", "salaries"), ("ada", "access.grant", "salaries")]
    assert ask(api).status_code == 201, "who had it for a time may ask again"


def test_refused_and_revoked_with_a_reason(catalog, app):
    request = ask(catalog).json()["id"]
    assert decide(catalog, request, "refuse", reason="Too broad.").json()["state"] == "refused"
    assert told(catalog, "ben") == [("access_refused", "ada does not let you read salaries: Too broad.")]
    again = ask(catalog).json()["id"]
    decide(catalog, again, "grant", days=1)
    assert reads(catalog)
    assert decide(catalog, again, "revoke", reason="The study is over.").json()["state"] == "revoked"
    assert not reads(catalog)
    assert [action for _, action, _ in trail(app)] == [
        f"access.{what}" for what in ("ask", "refuse", "ask", "grant", "revoke")
    ]


def test_what_is_needless_is_refused(catalog):
    assert ask(catalog).status_code == 201
    assert ask(catalog).status_code == 409
    assert ask(catalog, "ada").status_code == 409
    assert ask(catalog, "steward").status_code == 409
    for wrong in ({"purpose": " "}, {"days": 0}, {"days": 731}, {"purpose": "x" * 2001}, {"other": 1}):
        assert ask(catalog, "ben", **wrong).status_code == 422, wrong
    nothing = catalog("POST", "/api/entries/nothing/requests", "ben", json={"purpose": "x"})
    assert nothing.status_code == 404


def test_a_request_is_decided_once(catalog):
    request = ask(catalog).json()["id"]
    assert decide(catalog, request, "revoke", reason="x").status_code == 409
    assert decide(catalog, request, "grant", days=1).status_code == 200
    for what, body in (("grant", {"days": 700}), ("refuse", {"reason": "x"})):
        answer = decide(catalog, request, what, **body)
        assert answer.status_code == 409
        assert "granted" in answer.json()["detail"]


def test_only_those_who_manage_the_entry_decide(catalog, hub):
    hub.created["gil"] = "2026-01-01T00:00:00Z"
    hub.holders["gil"] = {**hub.holders["ben"], "name": "gil"}
    request = ask(catalog).json()["id"]
    assert decide(catalog, request, "grant", "gil", days=1).status_code == 404
    assert decide(catalog, request, "grant", "ben", days=1).status_code == 403
    assert not reads(catalog)
    assert catalog("GET", "/api/requests", "gil").json()["total"] == 0
    assert catalog("GET", "/api/requests", "ben").json()["total"] == 0
    for token in ("ada", "steward", "admin"):
        assert [item["id"] for item in catalog("GET", "/api/requests", token).json()["items"]] == [request]
    assert decide(catalog, request, "grant", "steward", days=1).status_code == 200


def test_lists_tell_ones_own_and_those_to_decide_by_state(catalog, app):
    request = ask(catalog).json()["id"]
    decide(catalog, request, "grant", days=5)
    for token, mine in (("ben", "true"), ("ada", "false")):
        listed = {
            state: catalog("GET", f"/api/requests?mine={mine}&state={state}", token).json()["total"]
            for state in ("asked", "granted", "expired")
        }
        assert listed == {"asked": 0, "granted": 1, "expired": 0}
    pass_time(app, request)
    assert catalog("GET", "/api/requests?mine=true&state=expired", "ben").json()["total"] == 1
    assert catalog("GET", "/api/requests?mine=true&entry=other", "ben").json()["total"] == 0


def test_where_nobody_who_manages_is_known_the_stewards_are_told(api):
    api("POST", "/api/entries", "admin", json={**SALARIES, "owner": "Payroll office", "steward": "nobody"})
    assert ask(api).status_code == 201
    assert [kind for kind, _ in told(api, "steward")] == ["access_asked"]


def test_a_grant_ends_with_the_account_and_is_not_the_next_ones(catalog, hub):
    request = ask(catalog).json()["id"]
    decide(catalog, request, "grant", days=30)
    assert reads(catalog)
    hub.created["ben"] = "2026-06-01T00:00:00Z"
    hub.holders["ben-again"] = hub.holders["ben"]
    assert not reads(catalog, "ben-again")
    assert catalog("GET", "/api/requests?mine=true", "ben-again").json()["total"] == 0


def test_an_owner_who_is_gone_is_not_the_next_one_of_that_name(catalog, hub):
    assert catalog("GET", "/api/entries/salaries", "ada").json()["may"]["manage"]
    hub.created["ada"] = "2026-06-01T00:00:00Z"
    hub.holders["ada-again"] = hub.holders["ada"]
    assert not catalog("GET", "/api/entries/salaries", "ada-again").json()["may"]["manage"]

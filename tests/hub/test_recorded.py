"""Invites, accounts, and what administrators change through the hub's own API are in the audit trail."""

import pytest

from lyceum_hub.accounts import Accounts
from lyceum_hub.database import migrate, open_database
from lyceum_hub.service.trail import Trail, Wanted
from lyceum_hub.service.verification import verify

PASSWORD = "correct horse battery"


def said(database, since=0):
    """Return what is in the trail after a line, oldest first: who, what and to what."""
    lines = Trail(database).find(Wanted(limit=500))
    return [(line.actor, line.action, line.subject) for line in reversed(lines) if line.id > since]


def test_links_and_accounts_are_in_the_trail(tmp_path):
    people = Accounts(database := open_database(f"sqlite:///{tmp_path / 'l.sqlite'}"), one_person=False)
    migrate(database)
    people.first_link()
    people.accept(people.first_link(), "ada", PASSWORD)
    people.invite("ben", admin=False, by="ada")
    people.accept(people.invite("ben", admin=True, by="ada"), "ben", PASSWORD)
    people.invite("eve", admin=False, by="ada")
    people.revoke(people.open_invites()[0].key, by="ada")
    people.revoke("nothing", by="ada")
    people.accept(people.invite("ben", admin=False, by="lyceum user"), "ben", PASSWORD)
    people.remove("ben")
    people.remove("ben")
    assert said(database) == [
        ("lyceum up", "invite.create", "whoever comes first"),
        ("lyceum up", "invite.withdraw", "whoever comes first"),
        ("lyceum up", "invite.create", "whoever comes first"),
        ("ada", "account.create", "ada"),
        ("ada", "invite.create", "ben"),
        ("ada", "invite.withdraw", "ben"),
        ("ada", "invite.create", "ben"),
        ("ben", "account.create", "ben"),
        ("ada", "invite.create", "eve"),
        ("ada", "invite.withdraw", "eve"),
        ("lyceum user", "invite.create", "ben"),
        ("ben", "account.change", "ben"),
        ("lyceum", "account.remove", "ben"),
    ]
    assert verify(database).faults == ()


@pytest.mark.parametrize(
    ("method", "path", "body", "line"),
    [
        ("POST", "/users/gil", {}, ("person.create", "gil")),
        ("POST", "/users", {"usernames": ["hal", "ida"]}, ("person.create", "")),
        ("PATCH", "/users/hal", {"admin": True}, ("person.change", "hal")),
        ("POST", "/users/hal/tokens", {"note": "scripts"}, ("token.create", "hal")),
        ("DELETE", "/users/ida", None, ("person.remove", "ida")),
        ("POST", "/groups/stewards/users", {"users": ["gil"]}, ("membership.create", "stewards")),
        ("DELETE", "/groups/stewards/users", {"users": ["gil"]}, ("membership.remove", "stewards")),
        ("POST", "/groups/teachers", {}, ("group.create", "teachers")),
        ("DELETE", "/groups/teachers", None, ("group.remove", "teachers")),
    ],
)
def test_what_the_hub_changes_is_in_the_trail(small_hub, method, path, body, line):
    database = small_hub.accounts.database
    before = Trail(database).head().id
    with small_hub.api() as api:
        answer = api.request(method, path, json=body)
        assert answer.is_success, answer.text
    assert ("lyceum-cli", *line) in said(database, before)


def test_what_the_hub_refuses_is_not(small_hub):
    before = Trail(small_hub.accounts.database).head().id
    with small_hub.api() as api:
        assert api.patch("/users/nobody", json={"admin": True}).status_code == 404
    with small_hub.api() as api:
        assert api.post("/groups/stewards/users", headers={"Authorization": ""}, json={"users": ["x"]}).is_error
    assert said(small_hub.accounts.database, before) == []

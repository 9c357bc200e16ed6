"""Accounts, passwords and one-time links."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from lyceum_hub import accounts
from lyceum_hub.accounts import Accounts
from lyceum_hub.database import Database, migrate, open_database
from lyceum_hub.database.tables import invites
from lyceum_hub.errors import Conflict, Forbidden, Invalid, NotFound

PASSWORD = "correct horse battery"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = open_database(f"sqlite:///{tmp_path / 'lyceum.sqlite'}")
    migrate(database)
    return database


@pytest.fixture
def people(database: Database) -> Accounts:
    return Accounts(database, one_person=False)


def first_account(people: Accounts) -> accounts.Account:
    return people.accept(people.first_link() or "", "ada", PASSWORD)


def test_the_first_link_makes_one_administrator(people: Accounts):
    token = people.first_link()
    assert people.invitation(token).name is None
    assert people.accept(token, "ada", PASSWORD) == accounts.Account("ada", admin=True)
    assert people.first_link() is None
    with pytest.raises(NotFound):
        people.accept(token, "eve", PASSWORD)


def test_a_newer_first_link_voids_the_older(people: Accounts):
    older, newer = people.first_link(), people.first_link()
    with pytest.raises(NotFound):
        people.invitation(older)
    assert people.invitation(newer).admin


def test_passwords_are_verified(people: Accounts):
    first_account(people)
    assert people.verify("ada", PASSWORD) == accounts.Account("ada", admin=True)
    assert people.verify("ada", PASSWORD + "!") is None
    assert people.verify("nobody", PASSWORD) is None


def test_an_unknown_name_costs_as_much_as_a_known_one(people: Accounts, monkeypatch):
    first_account(people)
    hashed = []
    scrypt = accounts.scrypt
    monkeypatch.setattr(accounts, "scrypt", lambda *of: hashed.append(of[0]) or scrypt(*of))
    for name in ("ada", "nobody"):
        people.verify(name, "a wrong password")
    assert hashed == [b"a wrong password"] * 2


def test_the_same_characters_composed_otherwise_are_the_same_password(people: Accounts):
    people.accept(people.first_link(), "ada", "Cafe\u0301 Zu\u0308rich")
    assert people.verify("ada", "Caf\u00e9 Z\u00fcrich")


@pytest.mark.parametrize("password", ["", "short", "x" * 1001, "with a \0 zero"])
def test_passwords_outside_the_limits_are_refused_and_the_link_stays_open(people: Accounts, password: str):
    token = people.first_link()
    with pytest.raises(Invalid, match="password"):
        people.accept(token, "ada", password)
    assert people.invitation(token)


@pytest.mark.parametrize("password", ["12345678", "\U0001f600" * 1000, "\ud800" * 8])
def test_passwords_at_the_limits_are_taken(people: Accounts, password: str):
    people.accept(people.first_link(), "ada", password)
    assert people.verify("ada", password)


@pytest.mark.parametrize("name", ["", "Ada", "1a", "a" * 29, "ada/../bob", "ådа", "ada\n", "-ada", "a b"])
def test_names_that_cannot_be_accounts_are_refused(people: Accounts, name: str):
    with pytest.raises(Invalid, match="name"):
        people.invite(name, admin=False, by="ada")


def test_an_invite_is_for_the_person_it_names(people: Accounts):
    first_account(people)
    token = people.invite("bob", admin=False, by="ada")
    with pytest.raises(Invalid, match="bob"):
        people.accept(token, "eve", PASSWORD)
    assert people.accept(token, "bob", PASSWORD) == accounts.Account("bob", admin=False)
    assert [account.name for account in people.all()] == ["ada", "bob"]


def test_an_invite_for_somebody_known_sets_a_new_password(people: Accounts):
    first_account(people)
    people.accept(people.invite("ada", admin=False, by="ada"), "ada", "a new password")
    assert people.verify("ada", "a new password") == accounts.Account("ada", admin=True)
    assert people.verify("ada", PASSWORD) is None


def test_the_first_link_cannot_take_somebody_elses_name(people: Accounts):
    first = people.first_link()
    people.accept(people.invite("bob", admin=False, by="cli"), "bob", PASSWORD)
    with pytest.raises(Conflict, match="bob"):
        people.accept(first, "bob", "another password")
    assert people.verify("bob", PASSWORD)


def test_inviting_again_voids_the_older_link(people: Accounts):
    older, newer = (people.invite("bob", admin=False, by="ada") for _ in range(2))
    with pytest.raises(NotFound):
        people.invitation(older)
    assert [invite.name for invite in people.open_invites()] == ["bob"]
    assert people.invitation(newer)


def test_a_link_can_be_withdrawn_and_grows_too_old(people: Accounts, database: Database):
    token = people.invite("bob", admin=False, by="ada")
    people.revoke(people.open_invites()[0].key, by="ada")
    with pytest.raises(NotFound):
        people.invitation(token)
    token = people.invite("bob", admin=False, by="ada")
    with database.writing() as connection:
        connection.execute(update(invites).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    with pytest.raises(NotFound, match="too old"):
        people.accept(token, "bob", PASSWORD)


def test_no_token_and_no_password_is_kept(people: Accounts, database: Database, tmp_path: Path):
    token = people.first_link()
    people.accept(token, "ada", PASSWORD)
    with database.reading() as connection:
        assert token not in str(connection.execute(select(invites)).all())
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert token.encode() not in kept
    assert PASSWORD.encode() not in kept


def test_a_workspace_for_one_person_refuses_the_second_with_the_reason(database: Database):
    alone = Accounts(database, one_person=True)
    first_account(alone)
    with pytest.raises(Forbidden, match="Start Lyceum as root"):
        alone.invite("bob", admin=False, by="ada")
    assert alone.invite("ada", admin=False, by="ada")


def test_a_removed_account_takes_its_links_along(people: Accounts):
    first_account(people)
    token = people.invite("ada", admin=False, by="ada")
    people.remove("ada")
    assert people.verify("ada", PASSWORD) is None
    with pytest.raises(NotFound):
        people.invitation(token)

"""Inboxes: each person reads for themselves, also what a group is told; nothing reaches anybody twice."""

import pytest

from lyceum_hub.service.stewardship.inbox import STEWARDS, tell


@pytest.fixture
def told(catalog, database):
    """Tell people something."""

    def make(*people, text="Hello.", **more):
        with database.writing() as connection:
            return tell(connection, people, "note", "flights", None, text, **more)

    return make


def inbox(api, token, query=""):
    return api("GET", f"/api/inbox{query}", token).json()


def test_one_who_reads_as_the_member_of_a_group_reads_for_themselves(catalog, told):
    told(STEWARDS, "sue")
    assert len(inbox(catalog, "steward")["items"]) == 1
    item = inbox(catalog, "steward")["items"][0]
    assert catalog("POST", "/api/inbox/read", "steward", json={"ids": [item["id"]]}).json() == {"unread": 0}
    assert inbox(catalog, "steward")["items"][0]["read"] is True
    assert inbox(catalog, "steward", "?unread=1")["items"] == []
    assert (inbox(catalog, "tim")["unread"], inbox(catalog, "tim")["items"][0]["read"]) == (1, False)


def test_all_is_read_at_once_and_twice_is_no_harm(catalog, told):
    for number in range(3):
        told(STEWARDS, "ada", text=f"{number}")
    assert [item["text"] for item in inbox(catalog, "tim", "?limit=2")["items"]] == ["2", "1"]
    for _ in range(2):
        assert catalog("POST", "/api/inbox/read", "tim", json={"ids": None}).json() == {"unread": 0}
    assert inbox(catalog, "ada")["unread"] == 3


def test_nobody_reads_or_marks_what_others_are_told(catalog, told):
    told("ada")
    number = inbox(catalog, "ada")["items"][0]["id"]
    assert inbox(catalog, "ben")["items"] == []
    catalog("POST", "/api/inbox/read", "ben", json={"ids": [number]})
    assert inbox(catalog, "ada")["unread"] == 1


def test_what_is_to_be_told_once_is_told_once(catalog, told):
    assert told("ada", once="this")
    assert not told("ada", once="this")
    assert inbox(catalog, "ada")["unread"] == 1


def test_who_has_the_name_of_somebody_who_left_reads_nothing_of_theirs(catalog, told, hub, app):
    told("ada")
    assert inbox(catalog, "ada")["unread"] == 1
    hub.created["ada"] = "2026-06-01T00:00:00Z"
    hub.holders["ada again"] = hub.holders["ada"]
    assert inbox(catalog, "ada again")["unread"] == 0

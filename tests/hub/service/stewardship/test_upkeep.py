"""Upkeep: owners are reminded once, whatever many services look; stewards hear of people who left."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from lyceum_hub.database.tables import entries, inbox
from lyceum_hub.service.entries.access import Reader
from support.flights import CHANGED, FLIGHTS

SOON = datetime.now(UTC) + timedelta(days=366)


def told(database, kind):
    with database.reading() as connection:
        query = select(func.count()).select_from(inbox).where(inbox.c.kind == kind)
        return connection.execute(query).scalar_one()


def items(api, token, kind):
    return [item for item in api("GET", "/api/inbox", token).json()["items"] if item["kind"] == kind]


def test_people_are_reminded_of_an_entry_that_is_due_and_again_a_month_later(catalog, app, database):
    remind = app.state.upkeep.remind
    remind(datetime.now(UTC))
    assert told(database, "stale") == 0
    for day, times in ((0, 1), (1, 1), (29, 1), (31, 2)):
        remind(SOON + timedelta(days=day))
        assert told(database, "stale") == times, day
    assert len(items(catalog, "ada", "stale")) == len(items(catalog, "mia", "stale")) == 2


@pytest.mark.parametrize("how", ["confirm", "publish"])
def test_who_says_that_it_is_right_is_not_reminded(catalog, app, database, how):
    with database.writing() as connection:
        connection.execute(update(entries).values(due_at=datetime(2020, 1, 1, tzinfo=UTC), remind_at=datetime.now(UTC)))
    if how == "confirm":
        catalog("POST", "/api/entries/flights/confirm", "ada")
    else:
        catalog("POST", "/api/entries", "admin", json=CHANGED)
    app.state.upkeep.remind(datetime.now(UTC))
    assert told(database, "stale") == 0
    assert catalog("GET", "/api/stewardship", "ada").json()["stale"] == []


def test_an_entry_says_itself_how_often_it_is_to_be_confirmed(catalog, app, database):
    often = {**FLIGHTS, "review_every": 7}
    catalog("POST", "/api/entries", "admin", json=often)
    app.state.upkeep.remind(datetime.now(UTC) + timedelta(days=8))
    assert told(database, "stale") == 1


def test_several_services_remind_once(catalog, app, database):
    catalog("POST", "/api/entries", "admin", json=[{**FLIGHTS, "name": f"flights_{number}"} for number in range(30)])
    together = threading.Barrier(4)

    def look():
        together.wait()
        app.state.upkeep.remind(SOON)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told(database, "stale") == 31


def test_entries_of_an_earlier_version_get_their_time(catalog, app, database):
    with database.writing() as connection:
        connection.execute(update(entries).values(due_at=None, remind_at=None))
    assert app.state.upkeep.set_due() == 1
    with database.reading() as connection:
        due, reminded, published = connection.execute(
            select(entries.c.due_at, entries.c.remind_at, entries.c.published_at)
        ).one()
    assert due == reminded == published + timedelta(days=365)


def test_stewards_are_told_once_a_month_who_left(catalog, app, hub, database):
    del hub.created["ada"]
    for _ in range(2):
        asyncio.run(app.state.upkeep.keep_up(datetime.now(UTC)))
    assert told(database, "left") == 1
    assert "ada has no account here" in items(catalog, "steward", "left")[0]["text"]
    assert [item["gone"] for item in catalog("GET", "/api/stewardship", "steward").json()["left"]] == [["ada"]]


def test_what_is_told_is_forgotten_after_a_year(catalog, app, database, propose):
    propose()
    reader = Reader("sue", frozenset({"group:stewards"}))
    app.state.inboxes.forget(datetime.now(UTC))
    assert app.state.inboxes.unread(reader) == 1
    app.state.inboxes.forget(datetime.now(UTC) + timedelta(days=366))
    assert app.state.inboxes.unread(reader) == 0

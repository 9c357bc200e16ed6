"""Review: what is published is what was looked at, and of two who decide at once one is told."""

import json
import threading
from functools import partial

import pytest
from sqlalchemy import select, update

from lyceum_catalog.entries import parse_entry
from lyceum_hub.database.tables import audit, entry_versions, proposals
from lyceum_hub.errors import Conflict, Forbidden, NotFound
from lyceum_hub.service.entries.access import Reader
from support.flights import CHANGED, FLIGHTS

SUE, TIM = (Reader(name, frozenset({f"person:{name}"}), manages_all=True) for name in ("sue", "tim"))
HOSTILE = {**CHANGED, "resources": [{"name": "csv", "reader": "csv", "url": "https://evil.example/flights.csv"}]}


def versions(database, name="flights"):
    with database.reading() as connection:
        query = select(entry_versions).where(entry_versions.c.name == name).order_by(entry_versions.c.version)
        return connection.execute(query).all()


def swap(database, proposal, **values):
    with database.writing() as connection:
        connection.execute(update(proposals).where(proposals.c.id == proposal["id"]).values(values))


def at_once(*calls):
    """Make calls in threads that start together, and return what each returned or raised."""
    results, together = [None] * len(calls), threading.Barrier(len(calls))

    def make(number, call):
        together.wait()
        try:
            results[number] = call()
        except (Conflict, Forbidden, NotFound) as error:
            results[number] = error

    threads = [threading.Thread(target=make, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def approval(app, who, proposal):
    return partial(app.state.review.approve, who, proposal["id"], proposal["content_hash"])


def test_content_that_its_author_swaps_after_the_look_is_refused(catalog, propose, database):
    seen = propose()
    body = {"record": HOSTILE, "revision": seen["revision"], "summary": ""}
    swapped = catalog("PUT", f"/api/proposals/{seen['id']}", "ada", json=body).json()
    catalog("POST", f"/api/proposals/{seen['id']}/submit", "ada", json={"revision": swapped["revision"]})
    answer = catalog(
        "POST", f"/api/proposals/{seen['id']}/approve", "steward", json={"content_hash": seen["content_hash"]}
    )
    assert answer.status_code == 409
    assert "not what you looked at" in answer.json()["detail"]
    assert [row.record["title"] for row in versions(database)] == [FLIGHTS["title"]]


@pytest.mark.parametrize("with_hash", [True, False])
def test_content_that_is_swapped_behind_the_services_back_is_refused(app, propose, database, with_hash):
    seen, hostile = propose(), parse_entry(HOSTILE)
    more = {"content_hash": hostile.content_hash()} if with_hash else {}
    swap(database, seen, record=hostile.record(), **more)
    with pytest.raises(Conflict):
        app.state.review.approve(SUE, seen["id"], seen["content_hash"])
    assert len(versions(database)) == 1


def test_content_that_is_swapped_while_it_is_approved_is_refused(app, propose, database, monkeypatch):
    from lyceum_hub.service.stewardship import review

    seen, hostile = propose(), parse_entry(HOSTILE)
    prepare = review.prepare

    def swap_meanwhile(entry):
        swap(database, seen, record=hostile.record())
        return prepare(entry)

    monkeypatch.setattr(review, "prepare", swap_meanwhile)
    with pytest.raises(Conflict):
        app.state.review.approve(SUE, seen["id"], seen["content_hash"])
    assert len(versions(database)) == 1


def test_the_trail_says_who_approved_which_content(app, propose, database):
    seen = propose()
    app.state.review.approve(SUE, seen["id"], seen["content_hash"])
    with database.reading() as connection:
        lines = connection.execute(select(audit).order_by(audit.c.id)).all()
    said = {line.action: line for line in lines}
    assert [line.action for line in lines][1:] == [
        "proposal.add",
        "proposal.submit",
        "entry.publish",
        "proposal.approve",
    ]
    approved, published = said["proposal.approve"], said["entry.publish"]
    assert (approved.actor, approved.detail["author"]) == ("sue", "ada")
    assert approved.detail["content_hash"] == seen["content_hash"] == published.detail["content_hash"]
    assert (published.actor, published.detail["author"]) == ("sue", "ada")


def test_two_stewards_who_approve_one_proposal_publish_it_once(app, propose, database):
    seen = propose()
    results = at_once(*(approval(app, who, seen) for who in (SUE, TIM)))
    assert sorted(isinstance(result, Conflict) for result in results) == [False, True]
    assert [row.version for row in versions(database)] == [1, 2]


def test_two_stewards_who_approve_two_changes_lose_neither(app, propose, database):
    """The second was made without knowing the first: it is refused, and stays to be made again."""
    for round_ in range(5):
        records = [{**FLIGHTS, "summary": f"{who}, round {round_}."} for who in ("sue", "tim")]
        made = [propose(record) for record in records]
        results = at_once(*(approval(app, who, one) for who, one in zip((SUE, TIM), made, strict=True)))
        refused = [isinstance(result, Conflict) for result in results]
        assert sorted(refused) == [False, True], results
        newest = versions(database)[-1]
        assert newest.version == round_ + 2
        assert newest.record["summary"] == records[refused.index(False)]["summary"]
        left = app.state.proposals.get(SUE, made[refused.index(True)]["id"])
        assert left.state == "in_review"
        app.state.proposals.withdraw(SUE, left.id)


def test_two_new_entries_of_one_name_become_one(app, propose, database):
    made = [propose({**FLIGHTS, "name": "delays", "summary": who}, who) for who in ("ada", "ben")]
    results = at_once(*(approval(app, who, one) for who, one in zip((SUE, TIM), made, strict=True)))
    assert sorted(isinstance(result, Conflict) for result in results) == [False, True], results
    assert len(versions(database, "delays")) == 1


def test_two_who_publish_past_review_at_once_lose_no_update(app, catalog, database):
    entries = [parse_entry({**FLIGHTS, "summary": who}) for who in ("one", "two", "three")]
    results = at_once(*(partial(app.state.entries.publish, [entry], "root") for entry in entries))
    assert not [result for result in results if isinstance(result, Exception)]
    found = versions(database)
    assert [row.version for row in found] == [1, 2, 3, 4]
    assert {row.record["summary"] for row in found[1:]} == {"one", "two", "three"}


def test_an_editor_and_a_steward_at_once_leave_no_half_of_either(app, propose, database):
    ada = Reader("ada", frozenset({"person:ada"}))
    for round_ in range(5):
        seen = propose({**FLIGHTS, "summary": f"Round {round_}."})
        hostile = parse_entry({**HOSTILE, "tags": [str(round_)]})
        edit = partial(app.state.proposals.edit, ada, seen["id"], hostile, "", seen["revision"])
        edited, approved = at_once(edit, approval(app, SUE, seen))
        assert isinstance(edited, Conflict) != isinstance(approved, Conflict), (edited, approved)
        assert all("evil" not in json.dumps(row.record) for row in versions(database))
        if isinstance(approved, Conflict):
            app.state.proposals.withdraw(ada, seen["id"])

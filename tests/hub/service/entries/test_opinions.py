"""Stars and comments: one star of each person, comments of those who see the entry, both counted where it is listed."""

import pytest

from lyceum_hub.service.entries import comments
from support.notebooks import notebook
from support.records import dataset

SAID = {"text": "  It has a gap in **May**.  "}
TEMPLATE = {
    **{key: value for key, value in dataset("start_here").items() if key != "resources"},
    "kind": "template",
    "notebook": notebook("x = 1"),
}


@pytest.fixture
def catalog(api):
    """The service with some data sets of ada's, one of which few people see."""
    hidden = dataset("hidden", access={"see": ["group:few"]})
    records = [dataset("flights"), dataset("penguins"), hidden, TEMPLATE]
    assert api("POST", "/api/entries", "admin", json=records).is_success
    return api


def listed(api, token="ben", **asked):
    items = api("GET", "/api/entries", token, params=asked).json()["items"]
    return {item["name"]: (item["stars"], item["comments"]) for item in items}


def say(api, token="ben", name="flights", text=SAID):
    return api("POST", f"/api/entries/{name}/comments", token, json=text)


def told(api, token):
    items = api("GET", "/api/inbox", token).json()["items"]
    return [item["text"] for item in items if item["kind"] == "entry_comment"]


def test_one_star_of_each_person_counts_on_the_card_and_orders_the_list(catalog):
    for token in ("ben", "ben", "ada"):
        answer = catalog("PUT", "/api/entries/penguins/star", token).json()
    assert answer == {"uses": 0, "stars": 2, "comments": 0, "starred": True}
    assert list(listed(catalog, sort="stars")) == ["penguins", "flights", "start_here"]
    assert listed(catalog)["penguins"] == (2, 0)
    assert catalog("DELETE", "/api/entries/penguins/star", "ben").json()["starred"] is False
    found = catalog("GET", "/api/entries/penguins", "ben").json()
    assert (found["stars"], found["starred"]) == (1, False)


def test_a_new_version_keeps_what_people_think(catalog):
    catalog("PUT", "/api/entries/flights/star", "ben")
    say(catalog)
    assert catalog("POST", "/api/entries", "admin", json=dataset("flights", title="Better")).is_success
    assert listed(catalog)["flights"] == (1, 1)


def test_a_comment_is_its_authors_to_change_and_the_stewards_to_delete(catalog):
    made = say(catalog).json()
    assert (made["text"], made["author"], made["edited_at"]) == ("It has a gap in **May**.", "ben", None)
    place = f"/api/entries/flights/comments/{made['id']}"
    assert catalog("PUT", place, "steward", json=SAID).status_code == 403
    changed = catalog("PUT", place, "ben", json={"text": "Mended."}).json()
    assert changed["text"] == "Mended."
    assert changed["edited_at"]
    (seen,) = catalog("GET", "/api/entries/flights/comments", "steward").json()["items"]
    assert (seen["may_edit"], seen["may_delete"]) == (False, True)
    assert catalog("DELETE", place.replace("flights", "penguins"), "ben").status_code == 404
    assert catalog("DELETE", place, "steward").status_code == 204
    assert listed(catalog)["flights"] == (0, 0)


def test_the_owner_is_told_of_a_comment_but_not_of_their_own(catalog):
    say(catalog)
    say(catalog, "ada")
    assert told(catalog, "ada") == ["ben on flights: It has a gap in **May**."]


def test_who_may_not_see_an_entry_finds_no_comments_and_gives_no_star(catalog):
    assert say(catalog, "steward", "hidden").status_code == 201
    assert catalog("GET", "/api/entries/hidden/comments", "ben").status_code == 404
    assert say(catalog, "ben", "hidden").status_code == 404
    assert catalog("PUT", "/api/entries/hidden/star", "ben").status_code == 404


def test_comments_are_bounded_in_length_and_number(catalog, monkeypatch):
    assert say(catalog, text={"text": "a" * (comments.LONGEST + 1)}).status_code == 422
    assert say(catalog, text={"text": " \n "}).status_code == 422
    monkeypatch.setattr(comments, "MOST_OF_ONE", 1)
    assert [say(catalog, token).status_code for token in ("ben", "ben", "ada")] == [201, 429, 201]
    monkeypatch.setattr(comments, "MOST", 2)
    assert say(catalog, "steward").status_code == 429


def test_who_leaves_takes_their_stars_along_and_what_they_said_stays(catalog, app):
    catalog("PUT", "/api/entries/flights/star", "ben")
    say(catalog)
    app.state.owners.part_from("ben")
    assert listed(catalog, "ada")["flights"] == (0, 1)
    (left,) = catalog("GET", "/api/entries/flights/comments", "ben").json()["items"]
    assert left["author"].startswith("ben (deleted")
    assert left["may_edit"] is False


def test_a_copy_of_a_template_counts_as_a_use_and_a_look_does_not(catalog, app):
    catalog("GET", "/api/templates/start_here", "ben")
    catalog("GET", "/api/templates/start_here?used=true", "ben")
    app.state.loads.keep()
    (card,) = catalog("GET", "/api/templates", "ben").json()["items"]
    assert (card["uses"], card["stars"], card["comments"]) == (1, 0, 0)

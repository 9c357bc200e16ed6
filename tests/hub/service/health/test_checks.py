"""Checks of notebooks: begun one at a time behind people's runs, told once, shown to everybody who may read them."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from lyceum_hub.servers.profiles import Profile, Profiles
from lyceum_hub.service.health.caretaker import Caretaker, night_of
from lyceum_hub.service.health.checks import Checks
from lyceum_hub.service.health.spots import Spots
from lyceum_hub.service.runs.run import State
from support.courses import course
from support.notebooks import notebook

RECORD = {
    "kind": "template",
    "title": "Rooms",
    "summary": "Rooms of the house.",
    "owner": "ben",
    "steward": "sue",
    "licence": "CC0-1.0",
    "classification": "public",
}
NIGHT = datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.fixture
def publish(api, hub):
    hub.created["caretaker"] = "2026-01-01T00:00:00Z"

    def publish(name, *sources, **more):
        record = {**RECORD, "name": name, "notebook": notebook(*sources), **more}
        assert api("POST", "/api/entries", "admin", json=record).is_success

    publish("rooms", "a = 1")
    return publish


@pytest.fixture
def ask(api):
    def ask(*names, token="admin"):
        return api("POST", "/api/checks", token, json={"entries": list(names)})

    return ask


@pytest.fixture
def begin(app):
    """Take the caretaker's next step; return whether a run was queued."""

    def begin():
        return asyncio.run(app.state.caretaker.begin_next(app.state.workshop, app.state.runs))

    return begin


@pytest.fixture
def finish(app, begin):
    """Begin what is to be checked next, and have it end so; return its run."""

    def finish(ending):
        assert begin()
        run = app.state.runs.claim(2)
        app.state.runs.begin(run.id)
        app.state.runs.end(run.id, run.fence, ending, f"It ended as {ending}.")
        app.state.runs.forget_server(app.state.runs.get(run.id))
        app.state.aftermath.follow()
        return run

    return finish


@pytest.fixture
def check(api, ask, finish):
    """Have a notebook checked, with this end; return what its card says of it."""

    def check(ending, name="rooms"):
        ask(name)
        finish(ending)
        return health(api)

    return check


def health(api, name="rooms", token="ada"):
    [card] = [item for item in api("GET", "/api/templates", token).json()["items"] if item["name"] == name]
    return card["health"]


def told(api, token):
    return [item for item in api("GET", "/api/inbox", token).json()["items"] if item["kind"] == "check"]


def test_a_notebook_says_where_and_when_it_ran(api, publish, check):
    assert health(api) == []
    [ran] = check(State.SUCCEEDED)
    assert (ran["title"], ran["state"], ran["version"], ran["seconds"] >= 0) == ("Standard", "succeeded", 1, True)
    for path in ("/api/entries/rooms", "/api/templates/rooms"):
        assert api("GET", path).json()["health"] == [ran]
    [found] = [item for item in api("GET", "/api/entries?q=rooms").json()["items"] if item["name"] == "rooms"]
    assert found["health"] == [ran]


def test_everybody_may_read_the_run_and_nobody_finds_it_among_theirs(api, publish, check):
    [ran] = check(State.FAILED)
    path = f"/api/runs/{ran['run']}"
    assert api("GET", path, "ada").json()["owner"] == "caretaker"
    assert api("GET", f"{path}/notebook", "ada").is_success
    assert [api("POST", f"{path}/{step}", "ada").status_code for step in ("cancel", "again", "resume")] == [404] * 3
    assert api("GET", "/api/runs", "admin").json()["items"] == []
    assert api("GET", "/api/runs?owner=caretaker", "admin").json()["total"] == 1
    assert api("GET", "/api/runs?owner=caretaker", "ada").json()["total"] == 0


def test_its_owner_and_its_steward_are_told_once_that_it_no_longer_runs(api, publish, check):
    check(State.SUCCEEDED)
    for times, ending in enumerate((State.FAILED, State.TIMED_OUT, State.KERNEL_DIED)):
        [ran] = check(ending)
        assert (ran["state"], len(told(api, "ben")), times >= 0) == (ending, 1, True)
    [item] = told(api, "steward")
    assert (item["entry"], item["text"].startswith("Rooms (rooms) did not run")) == ("rooms", True)
    publish("rooms", "a = 2")
    check(State.FAILED)
    assert len(told(api, "ben")) == 2
    check(State.SUCCEEDED)
    check(State.FAILED)
    assert len(told(api, "ben")) == 3


def test_a_check_that_was_cancelled_or_never_began_says_nothing(app, api, publish, ask, begin, check):
    [before] = check(State.SUCCEEDED)
    assert check(State.CANCELLED) == [before]
    ask("rooms")
    begin()
    run = app.state.runs.claim(2)
    app.state.runs.end(run.id, run.fence, State.FAILED, "Its server did not start: the disk is full.")
    app.state.aftermath.follow()
    assert (health(api), told(api, "ben")) == ([before], [])


def test_one_is_begun_at_a_time_and_only_while_nobody_waits(app, api, publish, ask, begin):
    publish("halls", "a = 1")
    waiting = api("POST", "/api/runs", json={"notebook": notebook("a = 1")}).json()
    assert ask().json() == {"total": 2}
    assert not begin()
    api("POST", f"/api/runs/{waiting['id']}/cancel")
    assert begin()
    run = app.state.runs.claim(2)
    assert (run.owner, run.work.template, run.is_check) == ("caretaker", "halls", True)
    assert not begin()
    app.state.runs.begin(run.id)
    app.state.runs.end(run.id, run.fence, State.SUCCEEDED, None)
    assert begin()
    assert app.state.runs.claim(2).work.template == "rooms"


def test_a_service_that_is_killed_between_makes_no_second_run(app, api, publish, ask, begin, monkeypatch):
    ask("rooms")

    def die(*_):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(Checks, "begun", die)
        with pytest.raises(SystemExit):
            begin()
    run = app.state.runs.claim(2)
    app.state.runs.begin(run.id)
    app.state.runs.end(run.id, run.fence, State.SUCCEEDED, None)
    begin()
    assert api("GET", "/api/runs?owner=caretaker", "admin").json()["total"] == 1
    assert not begin()


def test_each_night_every_notebook_is_wanted_once_and_what_is_gone_is_forgotten(app, api, hub, publish):
    publish("halls", "a = 1", classification="confidential")
    state = app.state
    profiles = Profiles(lambda: {name: Profile(name, "", place) for name, place in PLACES.items()})
    spots = Spots(state.entries, profiles, state.gpus)
    caretaker = Caretaker(state.database, state.hub, spots, state.checks, "caretaker", 3)
    for minutes, wanted in ((-1, None), (0, NIGHT), (59, NIGHT), (61, None)):
        assert night_of(NIGHT + timedelta(minutes=minutes), 3) == wanted
    assert night_of(NIGHT, None) is None
    plan(caretaker, NIGHT - timedelta(minutes=1))
    assert state.checks.next() is None
    plan(caretaker, NIGHT)
    first = state.checks.next()
    assert (first.spot, first.asked_at) == (("rooms", "", "large"), NIGHT)
    assert state.checks.next(["large"]).spot == ("rooms", "", "small")
    state.checks.begun(first)
    second = state.checks.next()
    assert second.spot == ("rooms", "", "small")
    state.checks.begun(second)
    plan(Caretaker(state.database, state.hub, spots, state.checks, "caretaker", 3), NIGHT)  # after a restart
    assert state.checks.next() is None
    api("POST", "/api/entries/rooms/retire", "admin", json={"reason": "No rooms."})
    plan(caretaker, NIGHT + timedelta(days=1))
    assert state.checks.next() is None


PLACES = {"small": "", "other": "", "large": "/opt/large"}


def plan(caretaker, now):
    asyncio.run(caretaker.plan(now))


def test_administrators_are_told_of_a_night_in_which_nothing_was_tried(app, api, hub, publish):
    state = app.state
    spots = Spots(state.entries, state.server_profiles, state.gpus)
    caretaker = Caretaker(state.database, state.hub, spots, state.checks, "caretaker", 3)
    plan(caretaker, NIGHT)
    state.checks.begun(state.checks.next())
    for days, items in ((1, 0), (2, 1), (3, 2)):  # in the second night nothing is begun
        plan(caretaker, NIGHT + timedelta(days=days))
        assert len(told(api, "admin")) == items
    [item, _] = told(api, "admin")
    assert item["text"].startswith("No published notebook was run in the night of 2026-11-24.")
    assert told(api, "steward") == []
    del hub.created["caretaker"]  # a workspace for one person
    plan(caretaker, NIGHT + timedelta(days=4))
    assert len(told(api, "admin")) == 2


def test_only_administrators_have_notebooks_checked_and_only_such_as_everybody_may_read(publish, ask):
    publish("halls", "a = 1", classification="confidential")
    assert [ask("rooms", token=token).status_code for token in ("ada", "steward", "admin")] == [403, 403, 202]
    assert ask("halls").json()["field"] == "entries"


@pytest.fixture
def lesson(api, hub):
    """Publish a version of a course with two modules."""
    hub.created["caretaker"] = "2026-01-01T00:00:00Z"

    def lesson(title):
        assert api("POST", "/api/entries", "admin", json=course("lesson", title=title)).is_success

    lesson("A lesson")
    return lesson


def card(api):
    [found] = api("GET", "/api/courses").json()["items"]
    return [(ran["state"], ran["module"], ran["version"]) for ran in found["health"]]


def modules(api):
    found = api("GET", "/api/courses/lesson").json()["modules"]
    return {module["name"]: [(ran["state"], ran["module"]) for ran in module["health"]] for module in found}


def test_every_module_of_a_course_is_tried_and_the_card_waits_for_all_of_them(api, lesson, ask, finish):
    assert ask("lesson").json() == {"total": 2}
    first = finish(State.SUCCEEDED)
    assert (first.work.template, first.caused_by) == (None, "check:lesson/first@1")
    assert (card(api), modules(api)) == ([], {"first": [("succeeded", None)], "second": []})
    finish(State.SUCCEEDED)
    assert card(api) == [("succeeded", "first", 1)]
    [ran] = api("GET", "/api/entries/lesson").json()["health"]
    assert api("GET", f"/api/runs/{ran['run']}", "ben").json()["state"] == "succeeded"
    [hit] = [item for item in api("GET", "/api/entries?q=lesson").json()["items"] if item["name"] == "lesson"]
    assert hit["health"] == [ran]


def test_a_module_that_fails_marks_its_course_and_tells_once(api, lesson, ask, finish):
    for endings in ((State.FAILED, State.TIMED_OUT), (State.FAILED, State.SUCCEEDED)):
        ask("lesson")
        for ending in endings:
            finish(ending)
        assert len(told(api, "ada")) == 1
    [item] = told(api, "ada")
    assert item["text"].startswith("The module “First” of A lesson (lesson) did not run with standard")
    assert (card(api), modules(api)["first"]) == ([("failed", "first", 1)], [("failed", None)])
    lesson("Another lesson")
    ask("lesson")
    finish(State.SUCCEEDED)
    finish(State.FAILED)
    assert (len(told(api, "ada")), card(api)) == (2, [("failed", "second", 2)])


def test_without_an_account_of_the_caretakers_nothing_is_begun(hub, publish, ask, begin):
    del hub.created["caretaker"]
    ask("rooms")
    assert not begin()


def test_who_makes_profiles_is_checked_without_making_one(app, api, publish, ask, begin, hub):
    publish("profile_dataset", "entry = ''\nversion = 1")
    record = {**RECORD, "kind": "dataset", "name": "beds", "resources": RESOURCES}
    assert api("POST", "/api/entries", "admin", json=record).is_success
    ask("profile_dataset")
    begin()
    run = app.state.runs.claim(2)
    asyncio.run(app.state.hub.start_server(run.owner, run.server, {}))
    app.state.runs.begin(run.id)
    profile = {"entry": "beds", "version": 1, "resource": "csv", "rows": 1, "columns": []}
    path = f"/api/entries/beds/versions/1/profile?run={run.id}"
    assert api("PUT", path, run.server, json=profile).status_code == 204
    assert api("GET", "/api/entries/beds/versions/1/profile").status_code == 404


RESOURCES = [{"name": "csv", "reader": "csv", "url": "beds.csv"}]

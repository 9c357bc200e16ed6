"""Chains: schedules that wait for others or for entries, set off once, and never in a circle."""

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from lyceum_hub.database import tables
from lyceum_hub.errors import Conflict
from lyceum_hub.service.runs.run import State
from lyceum_hub.service.runs.work import Work
from lyceum_hub.service.schedules.schedule import After
from lyceum_hub.service.schedules.store import ScheduleStore
from lyceum_hub.service.schedules.timing import Timing
from lyceum_hub.service.viewers import Viewer
from support.notebooks import notebook

NOTEBOOK = notebook("top: int = 1")
ADA = Viewer("ada")


@pytest.fixture
def save(api):
    """Save a schedule; return the answer."""

    def post(name, token="ada", **more):
        body = {"notebook": NOTEBOOK, "name": name, **more}
        return api("POST", "/api/schedules", token, json=body)

    return post


@pytest.fixture
def load(save):
    """A schedule that others wait for, as the API shows it."""
    return save("Nightly load", cron="0 6 * * *").json()


@pytest.fixture
def end(app, api):
    """Run a schedule now, let the run end, and follow its end; return its id."""

    def finish(schedule, state=State.SUCCEEDED, begun=True):
        run = api("POST", f"/api/schedules/{schedule}/run").json()
        claimed = app.state.runs.claim(99)
        assert claimed.id == run["id"]
        if begun:
            app.state.runs.begin(run["id"])
        app.state.runs.end(run["id"], claimed.fence, state, None)
        app.state.aftermath.follow()
        return run["id"]

    return finish


def queued(api, schedule):
    return api("GET", f"/api/runs?schedule={schedule}").json()["items"]


def test_a_schedule_after_another_reads_so_and_has_no_time(load, save):
    made = save("Report", after={"schedule": load["id"], "on": "success"}).json()
    assert (made["text"], made["next"], made["cron"]) == ("after Nightly load succeeded", [], None)
    assert made["after"] == {"schedule": load["id"], "on": "success"}
    bounded = save("Report", after={"schedule": load["id"]}, end="2090-01-01T00:00:00Z").json()
    assert bounded["text"] == "after Nightly load succeeded, until 2090-01-01 00:00 (UTC)"


@pytest.mark.parametrize(
    ("state", "begun", "endings"),
    [
        (State.SUCCEEDED, True, {"success", "end"}),
        (State.FAILED, True, {"failure", "end"}),
        (State.LOST, False, {"failure", "end"}),
        (State.CANCELLED, True, {"end"}),
        (State.CANCELLED, False, set()),
    ],
)
def test_an_ending_sets_off_those_who_wait_for_it_once(app, api, load, save, end, state, begun, endings):
    waiting = {
        on: save(on, after={"schedule": load["id"], "on": on}).json()["id"] for on in ("success", "failure", "end")
    }
    run = end(load["id"], state, begun)
    assert app.state.aftermath.follow() == 0
    found = {on: queued(api, schedule) for on, schedule in waiting.items()}
    assert {on: [item["caused_by"] for item in items] for on, items in found.items()} == {
        on: [f"run:{run}"] if on in endings else [] for on in waiting
    }


def test_runs_that_were_skipped_set_nothing_off(app, api, load, save):
    waits = save("Report", after={"schedule": load["id"], "on": "end"}).json()["id"]
    run = api("POST", f"/api/schedules/{load['id']}/run").json()
    api("POST", f"/api/runs/{run['id']}/cancel")
    assert app.state.aftermath.follow() == 1
    assert queued(api, waits) == []


def test_overlaps_are_treated_as_at_any_firing(app, api, load, save, end):
    waits = save("Report", after={"schedule": load["id"]}).json()["id"]
    end(load["id"])
    claimed = app.state.runs.claim(99)
    assert claimed.schedule == waits
    end(load["id"])
    newest, oldest = sorted(queued(api, waits), key=lambda run: run["state"] != "cancelled")
    assert newest["reason"] == f"Skipped: the run {oldest['id']} of the same schedule had not ended."


def test_chains_go_on(app, api, load, save, end):
    middle = save("Report", after={"schedule": load["id"]}).json()["id"]
    last = save("Mail", after={"schedule": middle}).json()["id"]
    end(load["id"])
    run = app.state.runs.claim(99)
    app.state.runs.end(run.id, run.fence, State.SUCCEEDED, None)
    app.state.aftermath.follow()
    assert queued(api, last)[0]["caused_by"] == f"run:{run.id}"


def test_a_paused_schedule_is_not_set_off(api, load, save, end):
    waits = save("Report", after={"schedule": load["id"]}).json()["id"]
    api("PATCH", f"/api/schedules/{waits}", json={"enabled": False})
    end(load["id"])
    assert queued(api, waits) == []


ENTRY = {
    "name": "rooms",
    "kind": "template",
    "title": "Rooms",
    "summary": "Rooms of the house.",
    "owner": "sue",
    "steward": "sue",
    "licence": "CC0-1.0",
    "classification": "public",
    "notebook": NOTEBOOK,
}


def publish(api, **more):
    answer = api("POST", "/api/entries", "admin", json={**ENTRY, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"][0]


def test_a_new_version_of_an_entry_sets_off_those_who_wait_for_it_once(api, save):
    publish(api)
    made = save("Rooms again", after={"entry": "rooms"}).json()
    assert (made["text"], made["after"]) == ("after a new version of rooms", {"entry": "rooms"})
    assert publish(api)["change"] == "unchanged"
    assert queued(api, made["id"]) == []
    publish(api, title="More rooms")
    (run,) = queued(api, made["id"])
    assert (run["caused_by"], run["state"]) == ("entry:rooms@2", "queued")


def test_what_is_published_with_an_error_sets_nothing_off(api, save):
    publish(api)
    waits = save("Rooms again", after={"entry": "rooms"}).json()["id"]
    broken = [{**ENTRY, "title": "More rooms"}, {**ENTRY, "name": "Not A Name"}]
    assert api("POST", "/api/entries", "admin", json=broken).status_code == 422
    assert queued(api, waits) == []


def test_a_circle_is_refused_by_the_names_in_it(api, load, save):
    report = save("Report", after={"schedule": load["id"]}).json()["id"]
    mail = save("Mail", after={"schedule": report}).json()["id"]
    answer = api("PATCH", f"/api/schedules/{load['id']}", json={"after": {"schedule": mail, "on": "end"}})
    assert answer.status_code == 409
    assert answer.json()["detail"].endswith("for ever: Nightly load → Report → Mail → Nightly load.")
    itself = api("PATCH", f"/api/schedules/{load['id']}", json={"after": {"schedule": load["id"]}})
    assert itself.json()["detail"].endswith("for ever: Nightly load → Nightly load.")
    assert api("GET", f"/api/schedules/{load['id']}").json()["cron"] == "0 6 * * *"


def test_a_change_leads_from_a_time_to_a_chain_and_back(api, load, save):
    other = save("Other", cron="0 7 * * *").json()["id"]
    path = f"/api/schedules/{other}"
    chained = api("PATCH", path, json={"after": {"schedule": load["id"], "on": "end"}}).json()
    assert (chained["cron"], chained["next"], chained["text"]) == (None, [], "after Nightly load ended")
    assert api("PATCH", path, json={"after": None}).status_code == 422
    timed = api("PATCH", path, json={"every": 3600}).json()
    assert (timed["after"], timed["every"], len(timed["next"])) == (None, 3600, 5)


@pytest.mark.parametrize(
    ("after", "field"),
    [
        ({}, "after"),
        ({"schedule": "x", "entry": "y"}, "after"),
        ({"schedule": "x"}, "after.schedule"),
        ({"entry": "x"}, "after.entry"),
        ({"schedule": "x", "on": "sometimes"}, "after.on"),
    ],
)
def test_what_nobody_can_wait_for_is_refused(save, after, field):
    answer = save("Report", after=after)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_a_schedule_has_one_thing_that_sets_it_off(load, save):
    for more in ({"cron": "0 6 * * *"}, {"every": 600}):
        answer = save("Report", after={"schedule": load["id"]}, **more)
        assert (answer.status_code, answer.json()["field"]) == (422, "cron")


def test_one_waits_only_for_what_one_sees(app, api, hub, load, save):
    after = {"schedule": load["id"]}
    assert save("Report", "ben", after=after).json()["field"] == "after.schedule"
    hub.groups["crew"] = ["ada", "ben"]
    app.state.callers._remembered.clear()  # what the hub said of a token is remembered for a moment
    api("PATCH", f"/api/schedules/{load['id']}", json={"shared_with": "crew"})
    assert save("Report", "ben", after=after).status_code == 201


def test_what_is_shared_no_longer_is_waited_for_no_longer(app, api, hub, save, end):
    hub.groups["crew"] = ["ada", "ben"]
    load = save("Nightly load", cron="0 6 * * *", shared_with="crew").json()
    waits = save("Report", "ben", after={"schedule": load["id"]}).json()["id"]
    api("PATCH", f"/api/schedules/{load['id']}", json={"shared_with": None})
    paused = api("GET", f"/api/schedules/{waits}", "ben").json()
    assert (paused["enabled"], "Nightly load" in paused["pause_reason"]) == (False, True)
    assert api("PATCH", f"/api/schedules/{waits}", "ben", json={"enabled": True}).status_code == 422


def test_a_schedule_that_others_wait_for_is_not_deleted_before_them(api, load, save):
    waits = save("Report", after={"schedule": load["id"]}).json()["id"]
    refused = api("DELETE", f"/api/schedules/{load['id']}")
    assert (refused.status_code, "Report waits for Nightly load" in refused.json()["detail"]) == (409, True)
    assert refused.json()["remedy"]
    for schedule in (waits, load["id"]):
        assert api("DELETE", f"/api/schedules/{schedule}").status_code == 204


def test_what_others_wait_for_is_theirs_to_hear_of_when_it_is_deleted(api, hub, save):
    hub.groups["crew"] = ["ada", "ben"]
    load = save("Nightly load", cron="0 6 * * *", shared_with="crew").json()
    waits = save("Report", "ben", after={"schedule": load["id"]}).json()["id"]
    assert api("DELETE", f"/api/schedules/{load['id']}").status_code == 204
    paused = api("GET", f"/api/schedules/{waits}", "ben").json()
    assert paused["pause_reason"] == "Nightly load, which it waited for, was deleted."


GRAPHS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=14)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(GRAPHS)
def test_no_circle_is_accepted_and_nothing_else_refused(database, edges):
    store = ScheduleStore(database)
    with database.writing() as connection:
        connection.execute(delete(tables.schedules))
    made = [store.create(ADA, str(number), Timing("0 6 * * *"), Work("hash")) for number in range(6)]
    waits = {}
    for number, target in edges:
        try:
            store.change(made[number], chained(made[number], made[target]), ADA)
        except Conflict:
            assert leads_to(waits, target, number)
        else:
            assert not leads_to(waits, target, number)
            waits[number] = target
            made[number] = store.get(made[number].id)


def chained(schedule, target):
    fields = {**vars(schedule), "timing": Timing(None), "after": After(target.id, "end")}
    return type(schedule)(**fields)


def leads_to(waits, number, goal):
    """Tell whether following who waits for whom leads from one to the other."""
    while number != goal:
        if number not in waits:
            return False
        number = waits[number]
    return True


def test_a_circle_that_two_make_at_once_is_refused_to_one(database):
    store = ScheduleStore(database)
    for _ in range(10):
        one, two = (store.create(ADA, name, Timing("0 6 * * *"), Work("hash")) for name in "ab")
        refused, together = [], threading.Barrier(2)

        def save(schedule, target, refused=refused, together=together):
            together.wait()
            try:
                store.change(schedule, chained(schedule, target), ADA)
            except Conflict as error:
                refused.append(error)

        threads = [threading.Thread(target=save, args=pair) for pair in ((one, two), (two, one))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(refused) == 1


def test_an_end_that_has_passed_pauses_what_waits(app, api, database, load, save, end):
    waits = save("Report", after={"schedule": load["id"]}, end="2090-01-01T00:00:00Z").json()["id"]
    with database.writing() as connection:
        theirs = tables.schedules.update().where(tables.schedules.c.id == waits)
        connection.execute(theirs.values(end=tables.schedules.c.created_at))
    end(load["id"])
    paused = api("GET", f"/api/schedules/{waits}").json()
    assert (paused["enabled"], paused["pause_reason"].startswith("Nothing comes before its end")) == (False, True)
    assert queued(api, waits) == []

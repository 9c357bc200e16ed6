"""Lineage: OpenLineage run events of every attempt, written with the move, for whoever sees the run."""

import json
import re
import uuid
from datetime import datetime

import pytest

from lyceum_hub.service.runs import lineage
from support.history import History
from support.notebooks import notebook

NOTEBOOK = notebook("a = 1")
EVENT = {"eventType", "eventTime", "run", "job", "inputs", "outputs", "producer", "schemaURL"}
FACETS = {  # what the standard's schemas require of each
    "tags": {"tags"},
    "nominalTime": {"nominalStartTime"},
    "parent": {"run", "job"},
    "errorMessage": {"message", "programmingLanguage"},
    "jobType": {"processingType", "integration"},
    "ownership": {"owners"},
    "version": {"datasetVersion"},
    "documentation": {"description"},
}
PENGUINS = {
    "kind": "dataset",
    "name": "penguins",
    "title": "Penguins",
    "summary": "Penguins of three islands.",
    "owner": "biology",
    "steward": "sue",
    "licence": "CC0-1.0",
    "classification": "public",
    "resources": [{"name": "csv", "reader": "csv", "url": "penguins.csv"}],
}


def ask(api, token="ada", **more):
    return api("POST", "/api/runs", token, json={"notebook": NOTEBOOK, "name": "work", **more}).json()


def begin(app, run):
    """Take a run through its start; return it with its fence."""
    claimed = app.state.runs.claim(9)
    assert claimed.id == run["id"]
    return app.state.runs.begin(claimed.id)


def end(app, run, state="succeeded", reason=None):
    return app.state.runs.end(run.id, run.fence, lineage.State(state), reason)


def events(api, token="ada", **params):
    answer = api("GET", "/api/lineage", token, params=params)
    assert answer.status_code == 200, answer.text
    items = answer.json()["items"]
    for item in items:
        check(item)
    return list(reversed(items))


def check(event):
    """Assert what OpenLineage 2-0-2 requires of a run event."""
    assert event.keys() == EVENT
    assert event["eventType"] in ("START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER")
    assert datetime.fromisoformat(event["eventTime"]).tzinfo
    assert event["schemaURL"] == "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
    assert re.match(r"^[a-z][a-z0-9+.-]*:\S+$", event["producer"])
    assert str(uuid.UUID(event["run"]["runId"])) == event["run"]["runId"]
    for thing in (event["job"], *event["inputs"], *event["outputs"]):
        assert thing["namespace"]
        assert thing["name"]
    for thing in (event["run"], event["job"], *event["inputs"], *event["outputs"]):
        for name, facet in thing["facets"].items():
            assert facet.keys() >= FACETS[name] | {"_producer", "_schemaURL"}
            assert re.match(r"^https://openlineage\.io/spec/facets/[\d-]+/(\w+)\.json#/\$defs/\1$", facet["_schemaURL"])


def test_a_run_that_succeeds_starts_and_completes(app, api, database):
    api("POST", "/api/entries", "admin", json=PENGUINS)
    run = begin(app, ask(api))
    history = History(api, database, NOTEBOOK)
    history.touch(run.id, "penguins", 1)
    history.touch(run.id, "gone", None)
    history.touch(run.id, "made", 3, "written")
    end(app, run)
    start, complete = events(api)
    assert (start["eventType"], complete["eventType"]) == ("START", "COMPLETE")
    assert start["run"]["runId"] == complete["run"]["runId"]
    assert start["job"]["name"] == "ada/work"
    assert (start["inputs"], start["outputs"]) == ([], [])
    gone, penguins = complete["inputs"]
    assert (gone["name"], gone["facets"]) == ("gone", {})
    assert penguins["facets"]["version"]["datasetVersion"] == "1"
    owners = [{"name": "biology", "type": "OWNER"}, {"name": "sue", "type": "STEWARD"}]
    assert penguins["facets"]["ownership"]["owners"] == owners
    assert [item["name"] for item in complete["outputs"]] == ["made"]
    tags = {tag["key"]: tag["value"] for tag in complete["run"]["facets"]["tags"]["tags"]}
    assert tags == {"run": run.id, "attempt": "1", "state": "succeeded"}


@pytest.mark.parametrize("state", ["failed", "kernel_died", "timed_out", "lost"])
def test_a_run_that_ends_badly_fails_and_says_why(app, api, state):
    end(app, begin(app, ask(api)), state, "Cell 1 raised ValueError: x")
    _, fail = events(api)
    assert fail["eventType"] == "FAIL"
    assert fail["run"]["facets"]["errorMessage"]["message"] == "Cell 1 raised ValueError: x"


def test_a_cancelled_run_aborts(api):
    run = ask(api)
    api("POST", f"/api/runs/{run['id']}/cancel")
    assert [event["eventType"] for event in events(api)] == ["ABORT"]


def test_each_attempt_is_a_run_of_its_own(app, api, database):
    run = begin(app, ask(api, retries={"most": 1, "delay": 0}))
    end(app, run, "failed", "no")
    app.state.runs.forget_server(run)
    again = begin(app, {"id": run.id})
    end(app, again)
    found = events(api)
    assert [event["eventType"] for event in found] == ["START", "FAIL", "START", "COMPLETE"]
    ids = [event["run"]["runId"] for event in found]
    assert (ids[0], ids[2]) == (ids[1], ids[3])
    assert ids[0] != ids[2]


def test_a_move_that_is_refused_leaves_no_event(app, api):
    run = begin(app, ask(api))
    end(app, run)
    with pytest.raises(Exception, match="no longer holds"):
        end(app, run, "failed")
    assert len(events(api)) == 2


def test_scheduled_runs_and_groups_say_so(app, api, database):
    group = api("POST", "/api/runs", json={"notebook": NOTEBOOK, "name": "work", "sweep": {"a": [1, 2]}}).json()
    History(api, database, NOTEBOOK).put(
        group["items"][0]["id"], scheduled_for=datetime.fromisoformat("2026-01-02T06:00Z")
    )
    for item in group["items"]:
        api("POST", f"/api/runs/{item['id']}/cancel")
    facets = [event["run"]["facets"] for event in events(api)]
    assert facets[0]["nominalTime"]["nominalStartTime"] == "2026-01-02T06:00:00.000Z"
    assert facets[0]["parent"]["run"] == facets[1]["parent"]["run"]
    assert facets[0]["parent"]["job"] == {"namespace": "lyceum", "name": "ada/work"}


def test_events_are_found_by_run_and_by_entry(app, api, database):
    first, second = begin(app, ask(api)), begin(app, ask(api))
    History(api, database, NOTEBOOK).touch(first.id, "penguins", 1)
    end(app, first)
    end(app, second)
    assert len(events(api)) == 4
    assert len(events(api, run=first.id)) == len(events(api, entry="penguins")) == 2
    assert events(api, run=first.id) == events(api, entry="penguins")
    assert api("GET", "/api/lineage", params={"limit": 1, "offset": 3}).json()["total"] == 4


def test_events_are_for_those_who_see_the_run(app, api):
    end(app, begin(app, ask(api)))
    assert (len(events(api, "ben")), len(events(api, "admin"))) == (0, 2)
    assert api("GET", "/api/lineage/export", "ben").text == ""


def test_the_export_has_all_of_them_oldest_first(app, api, monkeypatch):
    monkeypatch.setattr(lineage, "AT_ONCE", 2)
    for _ in range(2):
        end(app, begin(app, ask(api)))
    ask(api)
    answer = api("GET", "/api/lineage/export")
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert [json.loads(line) for line in answer.text.splitlines()] == events(api)

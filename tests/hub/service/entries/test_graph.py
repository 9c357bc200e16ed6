"""The lineage of an entry: what feeds it and what would break, as far as the one who looks may see it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from lyceum_hub.database.tables import entry_loads
from support.history import LONG_AGO, History
from support.notebooks import notebook
from support.records import dataset

NOTEBOOK = notebook("a = 1")


@pytest.fixture
def history(api, database):
    return History(api, database, NOTEBOOK)


def publish(api, *records):
    answer = api("POST", "/api/entries", "admin", json=list(records))
    assert answer.status_code == 200, answer.text


def template(name, *cells):
    more = {"kind": "template", "notebook": notebook(*cells)}
    record = {**dataset(name), **more}
    del record["resources"]
    return record


def graph(api, name, token="ada", **params):
    answer = api("GET", f"/api/entries/{name}/lineage", token, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def edges(told):
    return {(edge["from"], edge["role"], edge["to"]) for edge in told["edges"]}


def node(told, name):
    return next(one for one in told["nodes"] if one["id"] == name)


def loaded(database, person, place, entry="flights", count=1):
    now = datetime.now(UTC)
    row = {"entry": entry, "version": 1, "person": person, "day": now.date(), "place": place, "count": count}
    with database.writing() as connection:
        connection.execute(insert(entry_loads).values(**row, last_at=now))


def test_an_entry_that_nothing_touches_stands_alone(api):
    publish(api, dataset("flights"))
    told, known = graph(api, "flights"), {"owner": "ada", "state": "published"}
    assert (told["root"], told["edges"], told["left_out"]) == ("entry:flights", [], 0)
    assert told["nodes"] == [{"id": "entry:flights", "kind": "entry", "label": "Flights", "entry": "flights", **known}]


def test_runs_join_what_they_read_with_what_they_wrote(api, history):
    publish(api, dataset("flights"), dataset("delays"), dataset("weather"))
    for _ in range(2):
        run = history.run(name="nightly")
        history.touch(run, "flights", 1)
        history.touch(run, "weather", 1)
        history.touch(run, "delays", None, "written")
    told = graph(api, "flights")
    job = "job:ada/nightly"
    assert edges(told) == {("entry:flights", "read", job), (job, "written", "entry:delays")}
    first = next(edge for edge in told["edges"] if edge["from"] == "entry:flights")
    assert (first["count"], first["last_at"][:10]) == (2, "2026-01-01")
    assert node(told, job)["run"] == run
    assert edges(graph(api, "flights", depth=1)) == {("entry:flights", "read", job)}
    upwards = graph(api, "delays")
    assert edges(upwards) == {
        ("entry:flights", "read", job),
        ("entry:weather", "read", job),
        (job, "written", "entry:delays"),
    }


def test_the_runs_of_a_sweep_are_one_job(api, history):
    publish(api, dataset("flights"))
    for value in (1, 2):
        run = history.run(name="sweep", group="g1")
        history.put(run, name=f"sweep (top={value})")
        history.touch(run, "flights", 1)
    told = graph(api, "flights")
    assert edges(told) == {("entry:flights", "read", "job:ada/sweep")}
    assert (told["edges"][0]["count"], node(told, "job:ada/sweep")["run"]) == (2, run)


def test_runs_of_others_are_left_out_unless_they_are_shared(api, history, hub):
    publish(api, dataset("flights"))
    hub.groups["physics"] = ["ben"]
    history.touch(history.run(name="mine"), "flights", 1)
    history.touch(history.run(name="ours", shared_with="physics"), "flights", 1)
    assert edges(graph(api, "flights", "ben")) == {("entry:flights", "read", "job:ada/ours")}
    assert len(edges(graph(api, "flights", "admin"))) == 2


def test_entries_that_one_may_not_see_are_left_out_and_lead_nowhere(api, history):
    publish(api, dataset("flights"), dataset("secret", access={"see": ["group:physics"]}), dataset("after"))
    first, second = history.run("ben", name="first"), history.run("ben", name="second")
    history.touch(first, "flights", 1)
    history.touch(first, "secret", 1, "written")
    history.touch(second, "secret", 1)
    history.touch(second, "after", 1, "written")
    told = graph(api, "flights", "ben", depth=6)
    assert edges(told) == {("entry:flights", "read", "job:ben/first")}
    assert "secret" not in str(told)
    assert ("job:ben/first", "written", "entry:secret") in edges(graph(api, "flights", "admin", depth=6))


def test_what_was_made_from_an_entry_follows_it(api):
    publish(api, dataset("flights"), dataset("delays", derived_from=["flights"]))
    link = ("entry:flights", "derived", "entry:delays")
    assert edges(graph(api, "flights")) == edges(graph(api, "delays")) == {link}
    publish(api, dataset("delays", title="Now from nothing"))
    assert edges(graph(api, "flights")) == set()


def test_a_template_reads_what_its_notebook_opens_and_jobs_are_made_from_it(api, history):
    publish(api, dataset("flights"), template("report", 'from lyceum_catalog import open_entry\nopen_entry("flights")'))
    history.run(name="monthly", ask={"template": "report", "notebook": None})
    reads, made = ("entry:flights", "read", "template:report"), ("template:report", "made_from", "job:ada/monthly")
    assert edges(graph(api, "flights")) == {reads, made}
    told = graph(api, "report")
    assert (told["root"], edges(told)) == ("template:report", {reads, made})
    assert node(told, "template:report")["entry"] == "report"


def test_a_job_shows_its_template_and_its_schedule(api, history):
    publish(api, dataset("flights"), template("report", "a = 1"))
    body = {"template": "report", "name": "nightly", "cron": "0 6 * * *"}
    schedule = api("POST", "/api/schedules", json=body).json()
    run = history.run(name="nightly", ask={"template": "report", "notebook": None}, schedule=schedule["id"])
    history.touch(run, "flights", 1)
    told = graph(api, "flights")
    assert ("template:report", "made_from", "job:ada/nightly") in edges(told)
    assert node(told, "job:ada/nightly")["schedule"] == schedule["id"]


def test_a_schedule_that_waits_for_an_entry_is_one_of_its_jobs(api):
    publish(api, dataset("flights"))
    body = {"notebook": NOTEBOOK, "name": "after flights", "after": {"entry": "flights"}}
    answer = api("POST", "/api/schedules", json=body)
    assert answer.status_code == 201, answer.text
    told = graph(api, "flights")
    assert edges(told) == {("entry:flights", "starts", "job:ada/after flights")}
    assert node(told, "job:ada/after flights")["schedule"] == answer.json()["id"]
    assert edges(graph(api, "flights", "ben")) == set()


def test_notebooks_are_shown_to_those_who_opened_there_and_to_those_who_manage(api, database):
    publish(api, dataset("flights"))
    loaded(database, "ben", "notebook:work/look.ipynb", count=3)
    loaded(database, "eve", "intake")
    loaded(database, "ben", "run:nightly")
    notebook_link = ("entry:flights", "read", "notebook:ben/work/look.ipynb")
    assert edges(graph(api, "flights", "ben")) == {notebook_link}
    assert edges(graph(api, "flights", "ada")) == {notebook_link, ("entry:flights", "read", "program:eve")}
    told = graph(api, "flights", "ben")
    assert (told["edges"][0]["count"], node(told, notebook_link[2])["label"]) == (3, "work/look.ipynb")
    publish(api, dataset("flights", owner="sue"))
    assert edges(graph(api, "flights", "ada")) == set()


def test_of_a_crowd_the_newest_are_shown_and_the_others_counted(api, database):
    publish(api, dataset("flights"))
    for number in range(100):
        loaded(database, "ada", f"notebook:{number}.ipynb")
    told = graph(api, "flights")
    assert (len(told["nodes"]), told["left_out"]) == (60, 41)


def test_a_runs_own_token_sees_no_runs(api, hub, history):
    publish(api, dataset("flights"))
    history.touch(history.run(), "flights", 1)
    hub.holders["weak"] = {"name": "ada", "admin": False, "scopes": ["custom:lyceum:entries:read"]}
    assert edges(graph(api, "flights", "weak")) == set()


def test_who_manages_an_entry_learns_who_and_what_depends_on_it(api, history, database):
    publish(api, dataset("flights"), dataset("delays", derived_from=["flights"]))
    history.touch(history.run("ben", name="nightly"), "flights", 1)
    loaded(database, "eve", "intake", count=2)
    answer = api("GET", "/api/entries/flights/dependents", "ada").json()
    assert [(one["person"], one["loads"]) for one in answer["people"]] == [("eve", 2)]
    at = LONG_AGO.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert answer["jobs"] == [{"name": "nightly", "owner": "ben", "schedule": None, "last_at": at}]
    assert answer["entries"] == ["delays"]
    assert answer["people"][0]["last_at"].endswith("Z")
    assert api("GET", "/api/entries/flights/dependents", "ben").status_code == 403

"""Comparisons: what is different since the last good run of the same job, and a schedule's figures."""

import pytest
from sqlalchemy import event

from lyceum_hub.service.runs.comparison import differences
from support.history import History
from support.notebooks import notebook

NOTEBOOK = notebook("top: int = 1\nrate = 1.0")
OTHER = notebook("top: int = 2\nrate = 1.0")


@pytest.fixture
def history(api, database):
    return History(api, database, NOTEBOOK)


def changes(api, run, token="ada", **params):
    answer = api("GET", f"/api/runs/{run}/changes", token, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_everything_that_changed_is_told(app, api, history):
    environments = app.state.environments
    old = environments.keep({"python": "3.11.2", "packages": {"numpy": "2", "pandas": "2.2", "gone": "1"}})
    new = environments.keep({"python": "3.12.1", "packages": {"numpy": "2", "pandas": "3.0", "new": "1"}})
    good = history.run(ask={"parameters": {"top": 1, "rate": 1.0}}, environment=old, figures={"rmse": 0.5, "n": 3})
    bad = history.run(state="failed", ask={"notebook": OTHER, "parameters": {"top": 2}}, environment=new, figures={})
    for run, versions in ((good, {"flights": 1, "same": 1}), (bad, {"flights": 2, "same": 1, "more": 1})):
        for entry, version in versions.items():
            history.touch(run, entry, version)
        history.touch(run, "made", int(run == bad), "written")
    found = changes(api, bad)
    assert (found["since"]["id"], found["run"]["id"], found["run"]["state"]) == (good, bad, "failed")
    assert found["notebook"] == {
        "changed": True,
        "before": found["since"]["notebook_hash"],
        "now": found["run"]["notebook_hash"],
        "versions": [None, None],
    }
    assert found["parameters"] == [{"name": "rate", "before": 1.0}, {"name": "top", "before": 1, "now": 2}]
    assert found["packages"] == [
        {"name": "gone", "before": "1"},
        {"name": "new", "now": "1"},
        {"name": "pandas", "before": "2.2", "now": "3.0"},
        {"name": "Python", "before": "3.11.2", "now": "3.12.1"},
    ]
    assert found["entries"] == [{"name": "flights", "before": 1, "now": 2}, {"name": "more", "now": 1}]
    assert found["figures"] == [{"name": "n", "before": 3}, {"name": "rmse", "before": 0.5}]
    assert (found["profile"], found["seconds"]) == (None, {"before": 2.5, "now": 2.5})


def test_without_a_good_run_before_nothing_is_different(api, history):
    history.run(state="failed")
    run = history.run(state="failed", ask={"parameters": {"top": 3}}, finished_at=None)
    history.run(state="succeeded")
    found = changes(api, run)
    assert (found["since"], found["seconds"]) == (None, {"before": None, "now": None})
    assert not any(found[part] for part in ("parameters", "packages", "entries", "figures", "profile"))
    assert not found["notebook"]["changed"]


def test_the_last_good_run_is_one_of_the_same_job(api, history):
    history.run("ben")
    history.run(schedule="other")
    older, newer = history.run(schedule="s"), history.run(schedule="s")
    assert changes(api, history.run(state="failed", schedule="s"))["since"]["id"] == newer
    assert changes(api, newer)["since"]["id"] == older
    named = history.run(name="report")
    history.run(name="work")
    assert changes(api, history.run(state="lost", name="report"))["since"]["id"] == named


def test_runs_of_a_template_are_of_the_same_job_whatever_their_names(api, history):
    record = {"kind": "template", "name": "tip", "title": "t", "summary": "s", "owner": "ada", "steward": "sue"}
    more = {"licence": "CC0-1.0", "classification": "public", "notebook": NOTEBOOK}
    assert api("POST", "/api/entries", "admin", json={**record, **more}).status_code == 200
    good = history.run(name="a", ask={"notebook": None, "template": "tip"})
    history.run(name="b")
    bad = history.run(state="failed", name="b", ask={"notebook": None, "template": "tip"})
    found = changes(api, bad)
    assert (found["since"]["id"], found["notebook"]["versions"]) == (good, [1, 1])


def test_two_runs_are_compared_where_both_may_be_seen(api, history):
    first, second, foreign = history.run(), history.run(ask={"parameters": {"top": 5}}), history.run("ben")
    assert changes(api, first, since=second)["parameters"] == [{"name": "top", "before": 5}]
    for run, since in ((first, foreign), (foreign, first), (first, "nothing")):
        assert api("GET", f"/api/runs/{run}/changes", params={"since": since}).status_code == 404


def test_a_shared_run_does_not_tell_of_runs_that_are_not_shared(api, hub, history):
    history.run(schedule="s")
    shared = history.run(schedule="s", state="failed", shared_with="team")
    hub.groups = {"team": ["ben"]}
    assert changes(api, shared, "ben")["since"] is None
    assert changes(api, shared)["since"] is not None


def test_the_notebook_of_a_run_is_as_it_was_asked_for(api, history):
    answer = api("GET", f"/api/runs/{history.run()}/notebook")
    assert answer.json()["cells"][0]["source"] == "top: int = 1\nrate = 1.0"
    assert answer.headers["content-type"].startswith("application/x-ipynb+json")
    assert "attachment" in answer.headers["content-disposition"]
    assert api("GET", f"/api/runs/{history.run()}/notebook", "ben").status_code == 404


def test_a_schedule_tells_the_figures_of_its_ended_runs(app, api, history):
    made = api("POST", "/api/schedules", json={"notebook": NOTEBOOK, "cron": "0 6 * * *", "name": "nightly"}).json()
    for number in range(60):
        figures = {"n": number} if number % 2 else None
        history.run(schedule=made["id"], figures=figures, state="succeeded" if number % 2 else "failed")
    history.run(schedule=made["id"], state="queued", finished_at=None)
    statements = []
    event.listen(app.state.database.engine, "before_cursor_execute", lambda *heard: statements.append(heard[2]))
    items = api("GET", f"/api/schedules/{made['id']}/figures").json()["items"]
    assert len(statements) < 10
    assert [item["figures"].get("n") for item in items] == [n if n % 2 else None for n in range(10, 60)]
    assert items[0].keys() == {"run", "at", "state", "seconds", "figures"}
    assert (items[-1]["state"], items[-1]["seconds"]) == ("succeeded", 2.5)
    assert api("GET", f"/api/schedules/{made['id']}/figures", "ben").status_code == 404


def test_true_is_not_one():
    assert differences({"a": True, "b": 1, "c": None}, {"a": 1, "b": 1.0}) == [
        {"name": "a", "before": True, "now": 1},
        {"name": "c", "before": None},
    ]

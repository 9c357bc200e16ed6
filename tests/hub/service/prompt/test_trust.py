"""What people trust runs with, at the prompt: warnings, explanations, figures, groups, messages."""

import json

import pytest

from lyceum_hub.cli.runs import following
from lyceum_hub.service.runs.run import State
from support.notebooks import code, notebook

NO_COLUMN = {"name": "KeyError", "cell": 1, "source": "table['tip']", "traceback": "KeyError: 'tip'"}
HOOK = "https://example.org/hooks/1"


@pytest.fixture
def opens_nothing(tmp_path):
    """Return a notebook that opens an entry which nobody has published."""
    path = tmp_path / "opens.ipynb"
    path.write_text(json.dumps(notebook("from lyceum_catalog import open_entry", "open_entry('nowhere')")))
    return str(path)


def test_what_may_go_wrong_is_said_before_and_stops_nothing(lyceum, asked, opens_nothing):
    done = lyceum("run", opens_nothing, "--no-wait", "--json")
    assert done.exit_code == 0
    assert "Warning: Cell 2 opens the entry 'nowhere', which is not published." in done.stderr
    assert json.loads(done.stdout)["state"] == "queued"
    assert asked("runs")["total"] == 1


def test_secrets_notices_and_groups_reach_the_service(hub, asked, lyceum, refused, file):
    hub.groups["team"] = ["ada", "ben"]
    options = ("--secret", "TOKEN", "--notify", f"failure={HOOK}", "--notify", f"rmse>0.5={HOOK}", "--share", "team")
    made = asked("run", file, "--no-wait", *options)
    assert (made["secrets"], made["shared_with"]) == (["TOKEN"], "team")
    assert made["notify"] == [
        {"on": ["failure"], "webhook": HOOK},
        {"on": [], "figure": {"name": "rmse", "above": 0.5}, "webhook": HOOK},
    ]
    shown = lyceum("show", made["id"]).stdout
    assert "team" in shown
    assert "TOKEN" in shown
    assert "You are not in a group named 'others'." in refused("run", file, "--share", "others")
    assert "This workspace sends no email" in refused("run", file, "--notify", "failure=ada@example.org")


def test_a_failure_is_explained_with_what_changed_and_who_was_told(app, asked, lyceum, file, ends, monkeypatch):
    states = iter([(State.SUCCEEDED, None), (State.FAILED, NO_COLUMN)])

    def end(_seconds):
        state, error = next(states)
        ends(state, "Cell 1 raised KeyError: 'tip'" if error else None, error=error)

    monkeypatch.setattr(following.time, "sleep", end)
    lyceum("run", file, "--notify", f"failure={HOOK}")
    failed = lyceum("run", file, "-p", "top=7", "--notify", f"failure={HOOK}")
    assert failed.exit_code == 1
    run = asked("runs", "--state", "failed")["items"][0]
    app.state.aftermath.follow()
    found = asked("show", run["id"])
    shown = lyceum("show", run["id"]).stdout
    explained = found["explanation"]["sentence"]
    for said in (explained, "Since it last worked", "Parameter top: its default → 7", f"{HOOK}: waiting"):
        assert said in shown
    assert explained in failed.stdout
    before = found["changes"]["since"]["id"]
    assert "Parameter top: its default → 7" in lyceum("compare", before, run["id"]).stdout
    assert asked("compare", before, run["id"])["parameters"] == [{"name": "top", "now": 7}]


def test_figures_are_listed_shown_and_drawn(app, asked, lyceum, file):
    schedule = asked("schedule", "add", file, "--every", "1h")["id"]
    for rmse in (0.5, 0.25):
        lyceum("schedule", "run", schedule, "--no-wait")
        run = app.state.runs.claim(9)
        app.state.runs.report(run.id, run.fence, None, "", figures={"rmse": rmse})
        app.state.runs.end(run.id, run.fence, State.SUCCEEDED, None)
    assert "rmse = 0.25" in lyceum("runs", "--schedule", schedule).stdout
    assert "rmse  █▁  0.25 (from 0.25 to 0.5)" in lyceum("schedule", "show", schedule).stdout


def test_a_run_is_run_again_as_it_was_or_with_other_values(asked, file, run_id):
    again = asked("run", "--again", run_id, "--no-wait")
    assert (again["name"], again["parameters"], again["id"] == run_id) == ("work", {}, False)
    other = asked("run", "--again", run_id, "-p", "kind=8", "--name", "other", "--no-wait")
    assert (other["name"], other["parameters"], other["notebook_hash"]) == (
        "other",
        {"kind": "8"},
        again["notebook_hash"],
    )
    group = asked("run", "--again", other["id"], "--sweep", "top=1,2", "--no-wait")
    assert [run["parameters"] for run in group["items"]] == [{"kind": "8", "top": 1}, {"kind": "8", "top": 2}]


@pytest.fixture
def resumable(app, asked, tmp_path, file):
    """Return a run that failed in its third cell, and whose first is tagged `setup`."""
    path = tmp_path / "long.ipynb"
    content = notebook("top = 1", "import math", "1 / 0")
    content["cells"][1] = code("import math", "setup", number=1)
    path.write_text(json.dumps(content))
    made = asked("run", str(path), "--no-wait")
    run = app.state.runs.claim(9)
    app.state.files.put("outputs/x", json.dumps(content).encode())
    app.state.runs.deliver(run.id, run.fence, "outputs/x")
    error = {"name": "ZeroDivisionError", "cell": 2, "source": "1 / 0", "traceback": ""}
    app.state.runs.end(run.id, run.fence, State.FAILED, "Cell 3 raised.", error)
    return made["id"]


def test_a_failed_run_is_taken_up_where_it_failed(asked, lyceum, resumable):
    assert f"lyceum resume {resumable}, from cell 3" in lyceum("show", resumable).stdout
    assert asked("resume", resumable, "--no-wait")["resumes"] == resumable


def test_what_cannot_be_taken_up_says_why(refused, lyceum, ends, run_id):
    assert "only one that ended badly can be resumed" in refused("resume", run_id)
    ends(State.FAILED, "Cell 1 raised.")
    assert "Run it again from the beginning." in refused("resume", run_id)
    assert "no: Nothing is kept" in lyceum("show", run_id).stdout


def test_a_schedule_waits_follows_and_keeps(asked, lyceum, refused, file):
    first = asked("schedule", "add", file, "--every", "1h", "--name", "first")["id"]
    rules = ("--after", f"{first}:failure", "--keep-count", "3", "--keep-days", "9", "--name", "second")
    second = asked("schedule", "add", file, *rules)
    assert second["after"] == {"schedule": first, "on": "failure"}
    assert second["keep"] == {"count": 3, "days": 9}
    shown = lyceum("schedule", "show", second["id"]).stdout
    assert "first failed" in shown
    assert "count = 3, days = 9" in shown
    assert "waits" in lyceum("schedule", "list").stdout
    assert "wait for each other for ever" in refused("schedule", "change", first, "--after", second["id"])
    assert "Delete those first" in refused("schedule", "delete", first)
    freed = asked("schedule", "change", second["id"], "--every", "1h", "--clear", "keep", "--secret", "TOKEN")
    assert (freed["after"], freed["keep"], freed["secrets"]) == (None, {}, ["TOKEN"])
    assert asked("schedule", "change", second["id"], "--clear", "secrets")["secrets"] == []


def test_only_a_template_is_followed(refused, file):
    assert "Only a template can be followed." in refused("schedule", "add", file, "--every", "1h", "--follow")


def test_a_schedule_is_run_now(asked, file):
    schedule = asked("schedule", "add", file, "--every", "1h", "-p", "top=5")["id"]
    run = asked("schedule", "run", schedule, "--no-wait")
    assert (run["schedule"], run["parameters"], run["state"]) == (schedule, {"top": 5}, "queued")

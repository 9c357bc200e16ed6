"""Runs and schedules at the prompt, against a service: what is printed, as text and as JSON, and the exit codes."""

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from lyceum_hub import cli
from lyceum_hub.cli import client, following
from lyceum_hub.cli.following import added
from lyceum_hub.service.runs.run import State
from lyceum_hub.settings import SERVICE_PREFIX
from support.notebooks import notebook


@pytest.fixture
def lyceum(app, api, monkeypatch):
    """Call the command line as ada, whose service is the application itself."""
    url = f"http://testserver{SERVICE_PREFIX}"
    monkeypatch.setenv("LYCEUM_SERVICE_URL", url)
    monkeypatch.setenv("LYCEUM_TOKEN", "ada")
    monkeypatch.setattr(client.httpx, "Client", lambda headers, **_: TestClient(app, url, headers=headers))

    def call(*arguments):
        return CliRunner().invoke(cli.main, arguments, catch_exceptions=False)

    return call


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "work.ipynb"
    path.write_text(json.dumps(notebook("top: int = 1")))
    return str(path)


@pytest.fixture
def run_id(lyceum, file):
    return json.loads(lyceum("run", file, "--no-wait", "--retries", "0", "--json").stdout)["id"]


def claim(app):
    return app.state.runs.claim(9)


def test_runs_are_listed_by_state(app, lyceum, run_id):
    assert run_id in lyceum("runs").stdout
    assert json.loads(lyceum("runs", "--state", "queued", "--json").stdout)["total"] == 1
    assert json.loads(lyceum("runs", "--state", "failed", "--json").stdout)["total"] == 0
    assert lyceum("runs", "--state", "wild").exit_code == 2


def test_a_longer_list_says_so(lyceum, file):
    for _ in range(3):
        lyceum("run", file, "--no-wait")
    assert "2 older ones" in lyceum("runs", "--limit", "1").stdout


@pytest.mark.parametrize(("state", "code"), [(State.SUCCEEDED, 0), (State.FAILED, 1)])
def test_logs_are_followed_to_the_end(app, lyceum, run_id, monkeypatch, state, code):
    run = claim(app)
    app.state.runs.report(run.id, run.fence, None, "first\n")
    lines = iter(["second\n", "third\n"])

    def goes_on(_seconds):
        if line := next(lines, None):
            app.state.runs.report(run.id, run.fence, None, line)
        else:
            app.state.runs.end(run.id, run.fence, state, None)

    assert lyceum("logs", run_id).stdout == "first\n"
    monkeypatch.setattr(following.time, "sleep", goes_on)
    done = lyceum("logs", "-f", run_id)
    assert (done.stdout, done.exit_code) == ("first\nsecond\nthird\n", code)
    assert state in done.stderr
    assert json.loads(lyceum("logs", run_id, "--json").stdout)["history"][0]["state"] == "queued"


@pytest.mark.parametrize(
    ("before", "now", "new"),
    [
        ("", "a\n", "a\n"),
        ("a\n", "a\nb\n", "b\n"),
        ("x" * 10 + "tail of what was known", "of what was known, and more", ", and more"),
        ("a\n", "quite another", "quite another"),
    ],
)
def test_only_what_is_new_in_a_log_is_printed(monkeypatch, before, now, new):
    monkeypatch.setattr(following, "NEWEST", 8)
    assert added(before, now) == new


def test_a_run_is_cancelled(lyceum, run_id):
    done = lyceum("cancel", run_id)
    assert (done.exit_code, "Cancelled by ada." in done.stdout) == (0, True)
    again = lyceum("cancel", run_id)
    assert (again.exit_code, "already ended" in again.stderr) == (1, True)


def test_an_unknown_run_is_said_in_a_sentence(lyceum):
    for command in ("logs", "cancel"):
        done = lyceum(command, "nothing")
        assert (done.exit_code, "There is no run 'nothing'." in done.stderr) == (1, True)


def test_a_schedule_is_added_paused_resumed_and_deleted(app, lyceum, file):
    made = json.loads(lyceum("schedule", "add", file, "--every", "600", "-p", "top=3", "--json").stdout)
    assert (made["every"], made["parameters"], made["overlap"]) == (600, {"top": 3}, "skip")
    assert made["next"][0] in lyceum("schedule", "list").stdout
    assert "paused" in lyceum("schedule", "pause", made["id"]).stdout
    assert json.loads(lyceum("schedule", "list", "--json").stdout)["items"][0]["enabled"] is False
    assert json.loads(lyceum("schedule", "resume", made["id"], "--json").stdout)["enabled"] is True
    assert lyceum("schedule", "delete", made["id"]).exit_code == 0
    gone = lyceum("schedule", "pause", made["id"])
    assert (gone.exit_code, "There is no schedule" in gone.stderr) == (1, True)


def test_every_rule_of_a_schedule_can_be_said(lyceum, file):
    rules = ("--overlap", "replace", "--catch-up", "all", "--start", "2090-01-01T00:00Z", "--end", "2091-01-01T00:00Z")
    done = lyceum("schedule", "add", file, "--cron", "0 6 * * *", *rules, "--retries", "2", "--json")
    made = json.loads(done.stdout)
    assert [made[key] for key in ("overlap", "catch_up")] == ["replace", "all"]
    assert made["retries"]["most"] == 2
    assert datetime.fromisoformat(made["start"]) == datetime(2090, 1, 1, tzinfo=UTC)


def test_a_schedule_that_never_fires_is_refused(lyceum, file):
    done = lyceum("schedule", "add", file, "--cron", "0 0 31 2 *")
    assert (done.exit_code, "cron" in done.stderr) == (1, True)
    neither = lyceum("schedule", "add", file)
    assert (neither.exit_code, "either a cron" in neither.stderr) == (1, True)


def test_without_a_token_one_is_asked_for(lyceum, monkeypatch):
    monkeypatch.delenv("LYCEUM_TOKEN")
    done = lyceum("runs")
    assert (done.exit_code, "LYCEUM_TOKEN" in done.stderr) == (1, True)

"""Runs at the prompt: made, listed, followed, shown, stopped; the exit code tells success from failure."""

import json

import httpx
import pytest

from lyceum_hub.cli import client
from lyceum_hub.cli.runs import following
from lyceum_hub.cli.runs.following import added
from lyceum_hub.errors import Unavailable
from lyceum_hub.service.runs.run import State
from support.notebooks import notebook

ZERO = {"name": "ZeroDivisionError", "source": "1 / 0", "traceback": "ZeroDivisionError: \x1b]0;ha\x07no"}


def test_what_is_asked_of_a_run_reaches_the_service(asked, file):
    options = ("-p", "top=3", "-p", "kind=7", "--name", "nightly", "--retries", "2", "--timeout", "60", "--folder", "w")
    made = asked("run", file, "--no-wait", *options)
    assert made["parameters"] == {"top": 3, "kind": "7"}
    assert (made["name"], made["retries"]["most"], made["timeout"], made["folder"]) == ("nightly", 2, 60, "w")
    assert asked("run", file, "--no-wait")["name"] == "work"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "Name a notebook file, or --template NAME, or --again RUN."),
        (("FILE", "--template", "x"), "Name a notebook file"),
        (("FILE", "-p", "top"), "Write -p name=value."),
        (("FILE", "-p", "top=many"), "It must be of type integer."),
        (("FILE", "-p", "tip=1"), "Did you mean 'top'?"),
        (("FILE", "--profile", "huge"), "There is no profile 'huge'."),
        (("FILE", "--sweep", "top=3..1"), "Write top=1..10"),
        (("FILE", "--sweep", "top=1..999999999999"), "at most 100 values"),
        (("FILE", "--sweep", "top=[1,"), "Write top=1,2,3."),
        (("FILE", "--sweep", "top=1,2", "-o", "x.ipynb"), "Leave out --output"),
        (("FILE", "--no-wait", "-o", "x.ipynb"), "Leave out --output"),
        (("FILE", "--secret", "hunter2"), "A secret is named in capitals"),
        (("FILE", "--notify", "failure=ada"), "'ada' is neither an e-mail address nor a webhook's URL."),
        (("FILE", "--notify", "sometimes=ada@example.org"), "'sometimes' is nothing to be told of."),
        (("--template", "nothing"), "nothing"),
        (("--again", "nothing"), "There is no run 'nothing'."),
    ],
)
def test_what_cannot_run_is_refused_in_a_sentence(refused, file, arguments, says):
    assert says in refused("run", *(file if argument == "FILE" else argument for argument in arguments))


@pytest.mark.parametrize(
    ("content", "says"), [("", "notebook"), ("{}", "notebook"), ("\udcff", "notebook"), ('{"cells": 1}', "cells")]
)
def test_a_file_that_is_no_notebook_is_named(refused, tmp_path, content, says):
    path = tmp_path / "bad.ipynb"
    path.write_bytes(content.encode(errors="surrogateescape"))
    said = refused("run", str(path))
    assert str(path) in said
    assert says in said


@pytest.mark.parametrize(
    "arguments",
    [("run", "nowhere.ipynb"), ("run", "--retries", "11"), ("runs", "--state", "wild"), ("sing",), ("show",)],
)
def test_options_that_do_not_fit_exit_with_two(refused, arguments):
    assert "Usage: lyceum" in refused(*arguments, code=2)


def test_runs_are_listed_by_state_and_schedule(asked, lyceum, run_id):
    assert run_id in lyceum("runs").stdout
    assert asked("runs", "--state", "queued")["total"] == 1
    assert asked("runs", "--state", "failed")["total"] == 0
    assert "`lyceum run NOTEBOOK` makes one" in lyceum("runs", "--schedule", "other").stdout


def test_a_longer_list_says_so(lyceum, file):
    for _ in range(3):
        lyceum("run", file, "--no-wait")
    assert "2 older ones" in lyceum("runs", "--limit", "1").stdout


@pytest.mark.parametrize(("state", "code"), [(State.SUCCEEDED, 0), (State.FAILED, 1), (State.LOST, 1)])
def test_a_run_is_followed_to_its_end(lyceum, file, ends, monkeypatch, state, code):
    monkeypatch.setattr(following.time, "sleep", lambda _: ends(state, "So it went."))
    done = lyceum("run", file)
    assert done.exit_code == code
    assert f"work: {state}" in done.stdout
    assert "So it went." in done.stdout
    assert "work: queued" in done.stderr


def test_who_stops_looking_is_told_that_the_run_goes_on(lyceum, file, monkeypatch):
    def interrupted(_seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr(following.time, "sleep", interrupted)
    done = lyceum("run", file)
    assert done.exit_code == 130
    assert "It goes on without you." in done.stderr
    assert "lyceum cancel" in done.stderr


def test_a_service_that_is_away_for_a_while_is_waited_for(lyceum, asked, file, ends, monkeypatch):
    """A run goes on while the service restarts; what asks for it must not give up, nor ask for a second one."""
    sent, real = [], client.Client.send

    def flaky(self, method, path, **more):
        answer = real(self, method, path, **more)
        sent.append((method, path))
        if sent.count((method, path)) == 1 and (method == "POST" or "/api/runs/" in path):
            raise Unavailable("The service does not answer.")
        return answer

    monkeypatch.setattr(client.Client, "send", flaky)
    naps = iter([None, State.SUCCEEDED])
    monkeypatch.setattr(following.time, "sleep", lambda _: (state := next(naps, None)) and ends(state))
    assert lyceum("run", file).exit_code == 0
    assert sent.count(("POST", "/api/runs")) == 2
    assert asked("runs")["total"] == 1


def test_a_service_that_is_never_reached_is_said_in_a_sentence(refused, file, monkeypatch):
    def nobody(*_args, **_more):
        raise httpx.ConnectError("refused")

    monkeypatch.setattr(client, "RESTART_SECONDS", -1)
    monkeypatch.setattr(client.time, "sleep", lambda _: None)
    monkeypatch.setattr(client.httpx, "Client", lambda **_: type("Nobody", (), {"request": nobody})())
    for command in (("run", file), ("runs",), ("schedule", "list")):
        assert "See `lyceum status`." in refused(*command)


@pytest.mark.parametrize(("state", "code"), [(State.SUCCEEDED, 0), (State.FAILED, 1)])
def test_logs_are_followed_to_the_end(app, asked, lyceum, run_id, monkeypatch, state, code):
    run = app.state.runs.claim(9)
    app.state.runs.report(run.id, run.fence, None, "first\n")
    lines = iter(["second\n", "third\x1b[2J\n"])

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
    assert asked("logs", run_id)["history"][0]["state"] == "queued"


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


def test_a_run_is_shown_with_why_and_its_history(asked, lyceum, run_id, ends):
    ends(State.FAILED, "Cell 1 raised ZeroDivisionError.", error=ZERO)
    shown = lyceum("show", run_id)
    assert shown.exit_code == 0
    for said in (
        "work: failed since",
        "Cell 1 raised",
        "Asked for by ada.",
        "ZeroDivisionError: no",
        "standard",
    ):
        assert said in shown.stdout
    assert "\x1b" not in shown.stdout
    assert asked("show", run_id)["history"][-1]["state"] == "failed"


def test_a_run_is_cancelled(lyceum, refused, run_id):
    done = lyceum("cancel", run_id)
    assert (done.exit_code, "Cancelled by ada." in done.stdout) == (0, True)
    assert "already ended" in refused("cancel", run_id)


def test_the_output_is_written_where_one_says(app, lyceum, refused, run_id, tmp_path):
    assert "has no output" in refused("output", run_id)
    content = json.dumps(notebook("1")).encode()
    run = app.state.runs.claim(9)
    app.state.files.put("outputs/x", content)
    app.state.runs.deliver(run.id, run.fence, "outputs/x")
    app.state.runs.end(run.id, run.fence, State.SUCCEEDED, None)
    assert lyceum("output", run_id).stdout_bytes == content
    path = tmp_path / "out.ipynb"
    assert "Written to" in lyceum("output", run_id, "-o", str(path)).stdout
    assert path.read_bytes() == content
    assert "cannot be written: No such file" in refused("output", run_id, "-o", str(tmp_path / "no" / "out.ipynb"))


@pytest.mark.parametrize("command", ["show", "logs", "cancel", "output", "resume"])
def test_an_unknown_run_is_said_in_a_sentence(refused, command):
    assert refused(command, "nothing") == "There is no run 'nothing'. See your runs for its id.\n"


def test_an_unknown_group_is_said_in_a_sentence(refused):
    assert refused("runs", "--group", "nothing") == "There is no group 'nothing'. See your runs for its id.\n"
    assert "Leave out the other filters." in refused("runs", "--group", "x", "--state", "failed")


def test_a_sweep_is_run_shown_and_cancelled_as_a_group(asked, lyceum, file):
    group = asked("run", file, "--no-wait", "--sweep", "top=1..2", "--sweep", "kind=a, 7", "-p", "rate=1")
    chosen = [(run["parameters"]["top"], run["parameters"]["kind"]) for run in group["items"]]
    assert chosen == [(1, "a"), (1, "7"), (2, "a"), (2, "7")]
    shown = lyceum("runs", "--group", group["id"]).stdout
    assert "work: 4 queued" in shown
    assert "top  kind" in shown
    assert asked("cancel", group["id"])["states"] == {"cancelled": 4}


def test_a_sweep_takes_lists_as_json(asked, file):
    group = asked("run", file, "--no-wait", "--sweep", 'kind=["a, b", "c"]')
    assert [run["parameters"]["kind"] for run in group["items"]] == ["a, b", "c"]


@pytest.mark.parametrize(("last", "code"), [(State.SUCCEEDED, 0), (State.FAILED, 1)])
def test_a_sweep_fails_when_one_of_its_runs_does(lyceum, file, ends, monkeypatch, last, code):
    states = iter([State.SUCCEEDED, last])
    monkeypatch.setattr(following.time, "sleep", lambda _: ends(next(states)))
    done = lyceum("run", file, "--sweep", "top=1,2")
    assert done.exit_code == code
    assert "1 of 2 runs" in done.stderr


def test_without_a_token_one_is_asked_for(refused, monkeypatch):
    monkeypatch.delenv("LYCEUM_TOKEN")
    assert "LYCEUM_TOKEN" in refused("runs")
    monkeypatch.setenv("LYCEUM_TOKEN", "stale")
    assert "unknown or has expired" in refused("runs")

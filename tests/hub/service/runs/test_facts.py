"""Figures and entries that a run's server reports: kept where they can be used, else said in its log."""

import pytest

from support.notebooks import notebook
from support.turns import turn


@pytest.fixture
def report(app, api):
    """Report facts of a run that its server has taken up, and return the run."""
    run_id = api("POST", "/api/runs", json={"notebook": notebook("1")}).json()["id"]
    turn(app)
    token = app.state.runs.get(run_id).server
    environment = {"python": "3.11.2", "packages": {"pandas": "3.0"}, "modules": ["pandas"], "kernels": ["python3"]}
    begun = api("POST", f"/api/runs/{run_id}/begin", token, json={"environment": environment}).json()

    def send(**facts):
        answer = api("POST", f"/api/runs/{run_id}/report", token, json={"fence": begun["fence"], **facts})
        assert answer.status_code == 200, answer.text
        return api("GET", f"/api/runs/{run_id}").json()

    return send


def test_figures_add_up_and_the_last_counts(report):
    report(figures={"a": 1, "b": 2.5})
    assert report(figures={"b": 3})["figures"] == {"a": 1, "b": 3}
    assert report(log="more")["figures"] == {"a": 1, "b": 3}


@pytest.mark.parametrize(
    "figures", [{"": 1}, {"x" * 101: 1}, {"a\nb": 1}, {"a": "1"}, {"a": None}, {"a": True}, {"a": 1e301}, {"a": [1]}]
)
def test_what_is_no_figure_is_left_out_and_said(report, figures):
    run = report(figures={**figures, "good": 1})
    assert run["figures"] == {"good": 1}
    assert run["log"].count("[left out] figure") == 1
    assert run["log"].count("\n") == 1


def test_a_run_keeps_two_hundred_figures(report):
    run = report(figures={f"figure {number}": number for number in range(250)})
    assert len(run["figures"]) == 200
    assert "at most 200" in run["log"]


def test_entries_are_kept_once_at_their_last_version(report):
    report(entries=[{"entry": "penguins", "version": 1, "role": "read"}])
    run = report(
        entries=[
            {"entry": "penguins", "version": 2, "role": "read"},
            {"entry": "penguins", "version": None, "role": "written"},
        ]
    )
    assert run["entries"] == [
        {"entry": "penguins", "version": 2, "role": "read"},
        {"entry": "penguins", "version": None, "role": "written"},
    ]


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"entry": "", "role": "read"},
        {"entry": "a", "role": "eaten"},
        {"entry": "a", "version": "1", "role": "read"},
        {"entry": "a\0", "version": 1, "role": "read"},
        {"entry": "a", "version": 2**40, "role": "read"},
        {"entry": ["a"], "role": "read"},
    ],
)
def test_what_is_no_entry_is_left_out_and_said(report, entry):
    run = report(entries=[entry])
    assert run["entries"] == []
    assert "[left out] an entry" in run["log"]


def test_the_environment_that_a_run_met_is_kept(app, report):
    run = app.state.runs.get(report()["id"])
    assert app.state.environments.get(run.environment)["packages"] == {"pandas": "3.0"}

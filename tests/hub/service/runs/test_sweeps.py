"""Sweeps: a group of runs, one for each combination of values; all of them, or none."""

import pytest

from support.notebooks import notebook

NOTEBOOK = notebook("top: int = 1\nkind: str = 'a'\nrate: float = 0.5")


def ask(api, sweep, headers=None, **more):
    body = {"notebook": NOTEBOOK, "name": "fit", "sweep": sweep, **more}
    return api("POST", "/api/runs", json=body, headers=headers)


def total(api, query=""):
    return api("GET", f"/api/runs{query}").json()["total"]


def test_a_grid_of_values_makes_a_run_each(api):
    made = ask(api, {"top": [1, 2], "kind": ["a", "b"]}, parameters={"rate": 0.1}).json()
    chosen = [(run["parameters"]["top"], run["parameters"]["kind"]) for run in made["items"]]
    assert sorted(chosen) == [(1, "a"), (1, "b"), (2, "a"), (2, "b")]
    assert {run["parameters"]["rate"] for run in made["items"]} == {0.1}
    assert 'fit (top=1, kind="a")' in [run["name"] for run in made["items"]]
    api("POST", "/api/runs", json={"notebook": NOTEBOOK})
    assert (total(api), total(api, f"?group={made['group']}")) == (5, 4)


def test_others_do_not_see_a_group(api):
    group = ask(api, {"top": [1]}).json()["group"]
    assert api("GET", f"/api/runs?group={group}", "ben").json()["total"] == 0


def test_the_same_key_is_the_same_group(api):
    first, again = (ask(api, {"top": [1, 2]}, {"Idempotency-Key": "k"}).json() for _ in range(2))
    assert again == first
    assert total(api) == 2


def test_a_key_of_a_single_run_names_no_group(api):
    key = {"Idempotency-Key": "k"}
    api("POST", "/api/runs", json={"notebook": NOTEBOOK}, headers=key)
    assert ask(api, {"top": [1, 2]}, key).status_code == 409
    assert total(api) == 1


@pytest.mark.parametrize(
    ("sweep", "field"),
    [
        ({"top": [1, "two"]}, "parameters.top"),
        ({"tip": [1]}, "parameters.tip"),
        ({"top": []}, "sweep.top"),
        ({"top": list(range(11)), "rate": [0.1 * n for n in range(10)]}, "sweep"),
        ({"top": 1}, "sweep.top"),
        ({}, "sweep"),
    ],
)
def test_a_sweep_that_does_not_fit_queues_nothing(api, sweep, field):
    answer = ask(api, sweep)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert total(api) == 0


def test_a_run_by_itself_belongs_to_no_group(api):
    assert api("POST", "/api/runs", json={"notebook": NOTEBOOK}).json()["group"] is None

"""Preflight: everything that can be known before a run is queued; only errors refuse it."""

import json

import pytest

from support.history import History
from support.notebooks import KERNEL, notebook

STANDARD = {
    "python": "3.11.2",
    "packages": {"pandas": "3.0"},
    "modules": ["pandas", "os", "lyceum_catalog"],
    "kernels": ["python3"],
}
PLAIN = notebook("top: int = 1\nentry: str = 'penguins'", "import pandas")
OWN = {**KERNEL, "name": "my-env"}


def look(api, book=PLAIN, token="ada", **more):
    answer = api("POST", "/api/preflight", token, json={"notebook": book, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()["findings"]


def told(findings):
    return [(found["level"], found["about"]) for found in findings]


@pytest.fixture
def standard(app):
    app.state.environments.keep_of_profile("standard", STANDARD)


def test_what_is_right_needs_no_words(api, standard):
    assert look(api, parameters={"top": 3}) == []


def test_every_problem_of_the_parameters_is_told(api):
    found = look(api, parameters={"top": "x", "tip": 1})
    assert told(found) == [("error", "parameters")] * 2
    assert "parameters.top" in found[0]["message"]
    assert "'top'" in found[1]["remedy"]


def test_each_value_of_a_sweep_is_looked_at_and_told_once(api):
    found = look(api, sweep={"top": [1, "x", "y"], "entry": ["a", "b"]})
    assert [item["about"] for item in found if item["level"] == "error"] == ["parameters"] * 2
    assert [item["message"].split(":")[0] for item in found] == ["parameters.top"] * 2


def test_a_parameters_cell_that_does_not_parse_is_told(api):
    assert told(look(api, notebook("top = (")))[0] == ("error", "parameters")


def test_imports_that_are_missing_are_warned_of(api, standard):
    book = notebook(
        "top = 1", "%matplotlib inline\nimport os, sklearn.svm", "try:\n    import cudf\nexcept ImportError: pass"
    )
    (found,) = look(api, book)
    assert told([found]) == [("warning", "imports")]
    assert "Cell 2 imports sklearn, which is not in the profile Standard." in found["message"]
    assert "%pip install scikit-learn" in found["remedy"]
    assert look(api, notebook("top = 1", "%pip install scikit-learn", "import sklearn")) == []


def test_nothing_is_said_about_an_environment_that_is_not_known(api):
    assert look(api, notebook("import sklearn", kernel=OWN)) == []
    assert api("POST", "/api/runs", json={"notebook": notebook("1", kernel=OWN)}).status_code == 201


def test_an_environment_that_tells_of_no_kernels_or_modules_shuts_nobody_out(app, api, database):
    run = History(api, database, PLAIN).run
    run(environment=app.state.environments.keep({"python": "3.11.2", "packages": {}, "modules": [], "kernels": []}))
    assert look(api, notebook("import sklearn")) == []
    assert api("POST", "/api/runs", json={"notebook": PLAIN}).status_code == 201


def test_kernels_are_compared_as_jupyter_does(api, standard):
    assert look(api, notebook("1", kernel={**KERNEL, "name": "Python3"})) == []


def test_what_the_owners_newest_run_met_counts_for_its_owner_only(app, api, database, standard):
    mine = {**STANDARD, "modules": ["sklearn"], "kernels": ["my-env"]}
    history = History(api, database, notebook("1"))
    history.run(environment=app.state.environments.keep(mine))
    assert look(api, notebook("import sklearn, pandas")) == []
    assert look(api, notebook("import nothing", kernel=OWN)) == []
    assert told(look(api, notebook("1", kernel=OWN), "ben")) == [("warning", "kernel")]


def test_a_kernel_that_is_not_there_is_warned_of_since_it_may_be_the_owners_own(api, standard):
    book = notebook("1", kernel=OWN)
    (found,) = look(api, book)
    assert told([found]) == [("warning", "kernel")]
    assert ("my-env" in found["message"], "python3" in found["remedy"]) == (True, True)
    assert api("POST", "/api/runs", json={"notebook": book}).status_code == 201


def test_entries_that_are_not_published_are_warned_of(api, standard):
    book = notebook(
        "entry: str = 'penguins'", "from lyceum_catalog import open_entry\nopen_entry(entry)", "open_entry('x y')"
    )
    found = look(api, book)
    assert [(item["about"], item["message"][:6]) for item in found] == [("entries", "Cell 2"), ("entries", "Cell 3")]
    record = {"kind": "template", "name": "penguins", "title": "t", "summary": "s", "owner": "ada", "steward": "sue"}
    more = {"licence": "CC0-1.0", "classification": "public", "notebook": PLAIN}
    assert api("POST", "/api/entries", "admin", json={**record, **more}).status_code == 200
    assert len(look(api, book)) == 1
    assert len(look(api, book, parameters={"entry": "other"})) == 2


def test_limits_are_told(app, api):
    assert told(look(api, timeout=10**6)) == [("warning", "limits")]
    assert told(look(api, profile="huge")) == [("error", "limits")]
    app.state.preflight._most_queued = 1
    assert look(api) == []
    assert told(look(api, sweep={"top": [1, 2]})) == [("error", "limits")]
    api("POST", "/api/runs", json={"notebook": PLAIN})
    (found,) = look(api)
    assert "ada has 1 runs that have not ended; 1 are allowed." in found["message"]
    assert look(api, token="ben") == []


def test_errors_come_first(api, standard):
    found = look(api, notebook("top: int = 1", "import sklearn"), parameters={"top": "x"}, timeout=10**6)
    assert told(found) == [("error", "parameters"), ("warning", "imports"), ("warning", "limits")]


@pytest.mark.parametrize("body", [{}, {"notebook": {}}, {"template": "x", "notebook": PLAIN}, {"template": "none"}])
def test_what_is_no_request_is_refused_as_a_run_would_be(api, body):
    assert (
        api("POST", "/api/preflight", json=body).status_code == api("POST", "/api/runs", json=body).status_code >= 400
    )


@pytest.mark.parametrize(
    "source", ["open_entry('\\0')", "open_entry('\\ud800')", "import \ud800", "open_entry('a' * 9)", "(" * 9000]
)
def test_hostile_code_is_no_problem(api, standard, source):
    content = json.dumps({"notebook": notebook("a = 1", source)})
    answer = api("POST", "/api/preflight", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code in (200, 422)

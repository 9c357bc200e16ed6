"""Opening a module: one's own copy again, a clean one at first, over nothing."""

import json


def open_module(lab):
    answer = lab.client.post("/lyceum/courses/lesson/modules/first/open", json={})
    return answer.status_code, answer.json()


def test_the_first_time_copies_and_the_next_opens_what_one_has_written(lab):
    path = lab.home / "courses" / "lesson" / "first.ipynb"
    assert open_module(lab) == (200, {"path": "courses/lesson/first.ipynb"})
    mine = json.loads(path.read_text())
    assert mine["cells"][1]["outputs"] == []
    mine["cells"][1]["source"] = ["my work"]
    path.write_text(json.dumps(mine))
    assert open_module(lab) == (200, {"path": "courses/lesson/first.ipynb"})
    assert json.loads(path.read_text())["cells"][1]["source"] == ["my work"]


def test_never_copies_over_a_file_that_is_something_else(lab):
    folder = lab.home / "courses" / "lesson"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "first.ipynb").write_text("something else")
    status, said = open_module(lab)
    assert (status, said["path"]) == (200, "courses/lesson/first-1.ipynb")
    assert (folder / "first.ipynb").read_text() == "something else"


def test_passes_on_that_nobody_answers(lonely_lab):
    assert open_module(lonely_lab)[0] == 503

"""Using a template: a clean copy, where one works, over nothing."""

import json


def use(lab, folder=""):
    answer = lab.client.post("/lyceum/templates/first_steps/use", json={"folder": folder})
    return answer.status_code, answer.json()


def test_copies_into_the_folder(lab):
    (lab.home / "course").mkdir()
    assert use(lab, "course") == (201, {"path": "course/first_steps.ipynb"})
    copied = json.loads((lab.home / "course" / "first_steps.ipynb").read_text())
    assert copied["cells"][1]["source"] == ["1 + 1"]


def test_copies_no_outputs_and_no_trust(lab):
    _, said = use(lab)
    code = json.loads((lab.home / str(said["path"])).read_text())["cells"][1]
    assert code["outputs"] == []
    assert code["execution_count"] is None
    assert "trusted" not in code["metadata"]


def test_never_copies_over_a_file(lab):
    folder = lab.home / "mine"
    folder.mkdir()
    (folder / "first_steps.ipynb").write_text("my work")
    assert use(lab, "mine") == (201, {"path": "mine/first_steps-1.ipynb"})
    assert use(lab, "/mine/") == (201, {"path": "mine/first_steps-2.ipynb"})
    assert (folder / "first_steps.ipynb").read_text() == "my work"


def test_names_the_folder_that_is_not_there(lab):
    status, said = use(lab, "nowhere")
    assert status == 404
    assert said["field"] == "folder"
    assert "'nowhere'" in str(said["detail"])


def test_stays_in_the_home_folder(lab):
    for folder in ("..", "../..", "mine/../.."):
        assert use(lab, folder)[0] == 404


def test_wants_the_folder_as_text(lab):
    assert use(lab, 3)[0] == 422


def test_passes_on_that_there_is_no_such_template(lonely_lab):
    status, said = use(lonely_lab)
    assert status == 503
    assert said["detail"] == "The Lyceum service does not answer just now."

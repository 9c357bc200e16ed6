"""What a run's server hands in: notebooks that fit."""

import nbformat

from lyceum_lab.run.server import capped, facts, working_folder


def test_the_largest_outputs_give_way_to_a_notice():
    small = nbformat.v4.new_output("stream", text="kept")
    large = nbformat.v4.new_output("stream", text="x" * 5000)
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", outputs=[small, large])])
    kept, notice = capped(book, most=1000).cells[0].outputs
    assert kept.text == "kept"
    assert "was left out" in notice.text


def test_a_folder_that_is_gone_gives_way_to_the_home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "work").mkdir()
    assert working_folder("work") == tmp_path / "work"
    assert working_folder("gone") == tmp_path


def test_a_notebook_knows_its_run_and_nothing_empty():
    assert facts({"id": "a", "attempt": 1, "scheduled_for": None}) == {"RUN_ID": "a", "ATTEMPT": "1"}

"""Papermill's conventions, as its documentation tells them: in a run, and with its own API and our engine."""

import json

import nbformat
import papermill
import pytest

from lyceum_catalog.problems import InvalidContent
from lyceum_lab.run.execution import Execution
from lyceum_lab.run.parameters import prepared
from support.notebooks import KERNEL, code, notebook


class Deaf:
    """Whom nothing is told."""

    def cell_started(self, index, total, source):
        pass

    def cell_ended(self, index, total):
        pass

    def text_written(self, text):
        pass

    def outputs_changed(self):
        pass


def book_of(*cells):
    return {**notebook(), "cells": [{**cell, "id": f"cell-{index}"} for index, cell in enumerate(cells)]}


def run(book, tmp_path, monkeypatch, parameters=None, **more):
    monkeypatch.chdir(tmp_path)
    execution = Execution(book, parameters or {}, Deaf(), **more)
    return execution.run(tmp_path, 60), execution.notebook


def text_of(book):
    return "".join(output.get("text", "") for cell in book.cells for output in cell.get("outputs", ()))


def tags(book):
    return [list(cell.metadata.tags) for cell in book.cells]


def test_parameters_are_injected_after_the_parameters_cell():
    book = prepared(notebook("top = 1\nname = 'a'", "print(top)"), {"top": 3, "name": "é'\n{x}", "on": None})
    assert tags(book) == [["parameters"], ["injected-parameters"], []]
    assert book.cells[1].source == '# Parameters\ntop = 3\nname = "é\'\\n{x}"\non = None\n'
    assert book.metadata.papermill.parameters == {"top": 3, "name": "é'\n{x}", "on": None}


def test_without_a_parameters_cell_they_come_first():
    assert tags(prepared(book_of(code("print(top)")), {"top": 1})) == [["injected-parameters"], []]


def test_parameters_of_an_earlier_run_are_replaced():
    book = prepared(book_of(code("a = 1", "parameters"), code("a = 2", "injected-parameters"), code("a")), {"a": 3})
    assert (tags(book), book.cells[1].source) == (
        [["parameters"], ["injected-parameters"], []],
        "# Parameters\na = 3\n",
    )


def test_without_parameters_nothing_is_injected():
    assert tags(prepared(notebook("top = 1"), {})) == [["parameters"]]


@pytest.mark.parametrize("value", [True, None, 1, 1e3, -0.5, "a", [1, "b", [None]], {"a": {"b": False}}, "\\N\u2028"])
def test_values_arrive_as_they_were_given(tmp_path, monkeypatch, value):
    book = book_of(code("given = 0", "parameters"), code("import json; print(json.dumps(given))"))
    outcome, done = run(book, tmp_path, monkeypatch, {"given": value})
    assert (outcome.state, json.loads(text_of(done))) == ("succeeded", value)


def test_every_cell_and_the_notebook_have_their_records(tmp_path, monkeypatch):
    _, book = run(book_of(code("1"), code("1 / 0"), code("2")), tmp_path, monkeypatch)
    records = [cell.metadata.papermill for cell in book.cells]
    assert [record.status for record in records] == ["completed", "failed", "skipped"]
    assert [record.exception for record in records] == [False, True, None]
    assert all(record.start_time <= record.end_time and record.duration >= 0 for record in records[:2])
    assert records[2].start_time is None
    whole = book.metadata.papermill
    assert (whole.exception, whole.duration > 0, whole.start_time < whole.end_time) == (True, True, True)
    nbformat.validate(book)


def test_a_cell_that_may_raise_keeps_its_error_and_the_run_goes_on(tmp_path, monkeypatch):
    outcome, book = run(book_of(code("1 / 0", "raises-exception"), code("print('on')")), tmp_path, monkeypatch)
    assert (outcome.state, text_of(book)) == ("succeeded", "on\n")
    assert book.cells[0].outputs[0].ename == "ZeroDivisionError"
    assert book.cells[0].metadata.papermill.status == "completed"


def test_markdown_and_empty_cells_are_passed_over(tmp_path, monkeypatch):
    text = {"cell_type": "markdown", "id": "text", "metadata": {}, "source": "# Title"}
    outcome, book = run(book_of(text, code(""), code("print(1)")), tmp_path, monkeypatch)
    assert (outcome.state, text_of(book), book.cells[2].execution_count) == ("succeeded", "1\n", 1)


def test_a_cell_that_hides_its_error_still_fails_with_it(tmp_path, monkeypatch):
    source = "from IPython.display import clear_output\nimport atexit\n"
    hide = "get_ipython()._showtraceback = lambda *_: None\nraise ValueError('hidden')"
    outcome, book = run(book_of(code(source), code(hide)), tmp_path, monkeypatch)
    assert (outcome.state, outcome.reason) == ("failed", "Cell 2 raised ValueError: hidden")
    assert not [output for output in book.cells[1].outputs if output.output_type == "error"]


@pytest.mark.parametrize("kernel", [{"name": "ir", "display_name": "R", "language": "R"}, {"name": ""}, {}])
def test_other_languages_and_no_kernel_are_refused_in_words(kernel):
    with pytest.raises(InvalidContent, match=r"Only Python notebooks run here|names no kernel"):
        prepared(notebook("1", kernel=kernel), {})


def test_a_kernel_that_only_claims_to_be_python_is_refused(tmp_path, monkeypatch):
    folder = tmp_path / "kernels" / "pretender"
    folder.mkdir(parents=True)
    spec = {"argv": ["false"], "display_name": "Pretender", "language": "julia"}
    (folder / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    outcome, _ = run(notebook("1", kernel={**KERNEL, "name": "pretender"}), tmp_path, monkeypatch)
    assert (outcome.state, "for julia. Only Python notebooks run here" in outcome.reason) == ("failed", True)


def test_the_engine_serves_papermills_own_api(tmp_path):
    path = tmp_path / "book.ipynb"
    path.write_text(json.dumps(notebook("top = 1", "print(top)")))
    options = {"parameters": {"top": 5}, "engine_name": "lyceum", "progress_bar": False}
    book = papermill.execute_notebook(path, tmp_path / "out.ipynb", **options)
    assert text_of(book) == text_of(nbformat.read(tmp_path / "out.ipynb", as_version=4)) == "5\n"
    assert [item.name for item in tmp_path.iterdir() if "out" in item.name] == ["out.ipynb"]


def test_the_engine_leaves_a_cells_error_to_papermill(tmp_path):
    path = tmp_path / "book.ipynb"
    path.write_text(json.dumps(notebook("1 / 0", "2")))
    with pytest.raises(papermill.PapermillExecutionError, match="ZeroDivisionError"):
        papermill.execute_notebook(path, tmp_path / "out.ipynb", engine_name="lyceum", progress_bar=False)
    cells = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells
    statuses = [cell.metadata.papermill.status for cell in cells if "papermill" in cell.metadata]
    assert statuses == ["failed", "skipped"]


def test_the_engine_saves_what_there_is_when_the_kernel_dies(tmp_path):
    path = tmp_path / "book.ipynb"
    path.write_text(json.dumps(notebook("print(1)", "import os; os.kill(os.getpid(), 9)", "2")))
    with pytest.raises(Exception, match="Kernel died"):
        papermill.execute_notebook(path, tmp_path / "out.ipynb", engine_name="lyceum", progress_bar=False)
    cells = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells
    assert [cell.metadata.papermill.status for cell in cells] == ["completed", "failed", "skipped"]

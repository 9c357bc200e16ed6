"""Courses read well, run from top to bottom unanswered, and are passed with the answers that they give."""

import ast
import json
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import nbformat
import papermill
import pytest

from lyceum_catalog.folders import read_folder
from lyceum_catalog.modules import Expected
from lyceum_hub.service.learning.judging import Evidence, judge

COURSES = Path(__file__).parents[2] / "notebooks" / "courses"
ENTRIES = {course.name: course for course in read_folder(COURSES)}
IN_ENGLISH = [(course, module) for course in ENTRIES.values() if course.language == "en" for module in course.modules]
PATHS = sorted(COURSES.glob("*/*.ipynb"))
TOPS = {
    "en": ("**What you do:**", "**What you need:**", "**What you get:**"),
    "fr": ("**Ce que vous faites\u00a0:**", "**Ce qu’il vous faut\u00a0:**", "**Ce que vous obtenez\u00a0:**"),
}


@pytest.fixture(params=PATHS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def path(request):
    return request.param


def code_of(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_each_is_saved_as_jupyter_saves_and_was_never_run(path):
    notebook = nbformat.read(path, as_version=4)
    assert nbformat.writes(notebook) + "\n" == path.read_text()
    assert all(not cell.outputs and cell.execution_count is None for cell in code_of(notebook))
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", cell.id) for cell in notebook.cells)


def test_each_opens_with_what_one_does_needs_and_gets(path):
    notebook, language = nbformat.read(path, as_version=4), ENTRIES[path.parent.name].language
    assert notebook.cells[0].source.startswith("# ")
    assert all(said in notebook.cells[0].source for said in TOPS[language])
    assert max(len(line) for cell in notebook.cells for line in cell.source.splitlines()) <= 140
    assert max(len(cell.source.splitlines()) for cell in code_of(notebook)) <= 4


def test_what_is_translated_asks_the_same_expects_the_same_and_runs_the_same():
    for french in (course for course in ENTRIES.values() if course.translates):
        english = ENTRIES[french.translates]
        assert french.name == f"{english.name}_fr"
        assert list(map(asked, french.modules)) == list(map(asked, english.modules))
        assert list(map(done, french.modules)) == list(map(done, english.modules))


def asked(module):
    return module.name, module.duration, [(check.name, check.expect, check.answer) for check in module.checks]


def done(module):
    """Return what a module's notebook does, but for the texts in it: those are in its language."""
    trees = [ast.parse(cell.source) for cell in code_of(nbformat.from_dict(module.notebook))]
    texts = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    for node in texts:
        node.value = "" if isinstance(node.value, str) and " " in node.value else node.value
    return list(map(ast.dump, trees))


class JudgeHandler(BaseHTTPRequestHandler):
    """Judges what a notebook posts as the service does, and passes on what is asked of the catalog."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        *_, course, _, name = self.path.split("/")
        (check,) = [check for module in ENTRIES[course].modules for check in module.checks if check.name == name]
        evidence = Evidence.model_validate(json.loads(body)["evidence"])
        verdict = judge(Expected.model_validate(check.expect.model_dump()), evidence)
        self.server.verdicts[name] = verdict
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"right": verdict == "right", "said": verdict}).encode())

    def do_GET(self):
        self.send_response(307)
        self.send_header("Location", self.server.catalog + self.path)
        self.end_headers()

    def log_message(self, *arguments):
        """Keep the test's output clean."""


@pytest.fixture
def judging(catalog_url):
    """A service that judges, and remembers its verdicts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), JudgeHandler)
    server.verdicts, server.catalog = {}, catalog_url
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def run(judging, tmp_path, monkeypatch):
    """Return a function that runs a module as a learner does: each exercise as it stands, and then answered."""

    def run(course, module):
        notebook = nbformat.from_dict(module.notebook)
        notebook.metadata["lyceum"] = {"course": course.name, "module": module.name, "language": course.language}
        notebook.cells = [each for cell in notebook.cells for each in (cell, *answered(cell, module))]
        path = tmp_path / f"{module.name}.ipynb"
        nbformat.write(notebook, path)
        monkeypatch.setenv("JPY_SESSION_NAME", str(path))
        monkeypatch.setenv("LYCEUM_SERVICE_URL", f"http://127.0.0.1:{judging.server_port}")
        monkeypatch.setenv("LYCEUM_TOKEN", "test")
        papermill.execute_notebook(path, tmp_path / "done.ipynb", cwd=tmp_path, progress_bar=False)
        return nbformat.read(tmp_path / "done.ipynb", as_version=4)

    return run


def answered(cell, module):
    """Yield an exercise's cell once more, with the answer that the course gives."""
    answers = {check.name: check.answer for check in module.checks}
    if found := re.search(r'check\("(\w+)"', cell.source):
        source = cell.source.replace("answer = ...", answers[found[1]])
        yield nbformat.v4.new_code_cell(source, id=f"{cell.id}-answered")


@pytest.mark.parametrize(("course", "module"), IN_ENGLISH, ids=lambda each: each.name)
def test_each_runs_unanswered_and_is_passed_with_its_own_answers(run, judging, course, module):
    outputs = [output for cell in code_of(run(course, module)) for output in cell.outputs if "data" in output]
    said = [output.data["text/plain"] for output in outputs]
    assert judging.verdicts == {check.name: "right" for check in module.checks}
    assert sum(text.startswith("○ Not answered yet") for text in said) == len(module.checks)
    assert sum(text.startswith("✓") for text in said) == len(module.checks)

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
from support.french import mistakes

COURSES = Path(__file__).parents[2] / "notebooks" / "courses"
ENTRIES = {course.name: course for course in read_folder(COURSES)}
MODULES = [(course, module) for course in ENTRIES.values() for module in course.modules]
FRENCH = [course for course in ENTRIES.values() if course.language == "fr"]
KNOCK = "TLS handshake failed"  # of a cluster whose port somebody else of this machine tries, as a hub does
WAITING = {"en": "○ Not answered yet", "fr": "○ Pas encore de réponse"}
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


def test_what_is_translated_has_the_same_cells_and_every_text_in_french():
    for course in FRENCH:
        english = ENTRIES[course.translates]
        ours, theirs = ([cell for module in each.modules for cell in cells_of(module)] for each in (course, english))
        assert [(cell.id, cell.cell_type, wordless(cell)) for cell in ours] == [
            (cell.id, cell.cell_type, wordless(cell)) for cell in theirs
        ]
        alike = [cell for cell, other in zip(ours, theirs, strict=True) if cell.source == other.source]
        assert [cell.id for cell in alike if cell.cell_type == "markdown"] == []


@pytest.mark.parametrize("course", FRENCH, ids=lambda each: each.name)
def test_french_is_set_as_french_is(course):
    said = [course.title, course.summary, course.description, course.audience]
    said += [text for module in course.modules for text in read_in(module)]
    assert [wrong for text in said for wrong in mistakes(re.sub(r"`[^`]*`", "x", text))] == []


def cells_of(module):
    return nbformat.from_dict(module.notebook).cells


def wordless(cell):
    """Return a cell's metadata, but for the words of `alt`: what a figure shows, for who cannot see it."""
    return {name: said if name != "alt" else "" for name, said in cell.metadata.items()}


def read_in(module):
    """Yield what a learner reads in a module: its texts, and those in its code that are of several words."""
    yield from (module.title, *(text for check in module.checks for text in (check.question, *check.hints)))
    for cell in cells_of(module):
        yield cell.metadata.get("alt", "")
        constants = ast.walk(ast.parse(cell.source)) if cell.cell_type == "code" else [ast.Constant(cell.source)]
        texts = [node.value for node in constants if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        yield from (text for text in texts if re.search(r"\w \w", text))


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
    Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.02}).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(judging, tmp_path):
    """Return a function that opens a module as a learner does: its path, and the environment that it runs in."""

    def opened(course, module):
        notebook = nbformat.from_dict(module.notebook)
        notebook.metadata["lyceum"] = {"course": course.name, "module": module.name, "language": course.language}
        notebook.cells = [each for cell in notebook.cells for each in (cell, *answered(cell, module))]
        path = tmp_path / f"{module.name}.ipynb"
        nbformat.write(notebook, path)
        service = f"http://127.0.0.1:{judging.server_port}"
        return path, {"JPY_SESSION_NAME": str(path), "LYCEUM_SERVICE_URL": service, "LYCEUM_TOKEN": "test"}

    return opened


def answered(cell, module):
    """Yield an exercise's cell once more, with the answer that the course gives."""
    answers = {check.name: check.answer for check in module.checks}
    if found := re.search(r'check\("(\w+)"', cell.source):
        source = cell.source.replace("answer = ...", answers[found[1]])
        yield nbformat.v4.new_code_cell(source, id=f"{cell.id}-answered")


@pytest.fixture
def run_alone(monkeypatch):
    """Return a function that runs a notebook in a kernel of its own, in a folder and an environment."""

    def run(notebook, folder, **environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return papermill.execute_notebook(notebook, folder / "done.ipynb", cwd=folder, progress_bar=False)

    return run


def starts_workers(module):
    """Tell whether a module starts workers: those hang in a kernel where others have left their threads."""
    return any("cluster(" in cell.source for cell in code_of(nbformat.from_dict(module.notebook)))


@pytest.mark.parametrize(("course", "module"), MODULES, ids=lambda each: each.name)
def test_each_is_passed_with_its_own_answers(opened, judging, run_alone, run_in_turn, course, module):
    path, environment = opened(course, module)
    run = run_alone if course.language == "en" or starts_workers(module) else run_in_turn
    finished = run(nbformat.read(path, as_version=4), path.parent, **environment)
    assert_passed(finished, module, judging.verdicts, WAITING[course.language])


def assert_passed(notebook, module, verdicts, waiting):
    """Assert that every exercise waited for its answer and was passed with it, and that nothing was warned of."""
    outputs = [output for cell in code_of(notebook) for output in cell.outputs]
    said = [output.data["text/plain"] for output in outputs if "data" in output]
    written = "".join(output.text for output in outputs if output.get("name") == "stderr")
    warned = "".join(line for line in written.splitlines(keepends=True) if KNOCK not in line)
    assert verdicts == {check.name: "right" for check in module.checks}
    assert sum(text.startswith(waiting) for text in said) == len(module.checks)
    assert sum(text.startswith("✓") for text in said) == len(module.checks)
    assert warned.replace("Matplotlib is building the font cache; this may take a moment.", "").strip() == ""

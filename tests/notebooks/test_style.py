"""Templates read well, say what they are, and arrive clean."""

import re
from pathlib import Path
from statistics import median

import nbformat
import pytest

from lyceum_catalog.folders import read_folder
from lyceum_catalog.parameters import infer_parameters

TEMPLATES = Path(__file__).parents[2] / "notebooks" / "templates"
OPENING = {
    "en": [r"\*\*What (it does|you do):\*\*", r"\*\*What you need:\*\*", r"\*\*What you get:\*\*"],
    "fr": [
        r"\*\*Ce (qu’il fait|que vous faites)\s:\*\*",
        r"\*\*Ce qu’il vous faut\s:\*\*",
        r"\*\*Ce que vous obtenez\s:\*\*",
    ],
}
PATHS = {path.stem: path for path in sorted(TEMPLATES.glob("*.ipynb"))}


@pytest.fixture(params=PATHS)
def notebook(request):
    return nbformat.read(PATHS[request.param], as_version=4)


def code_of(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_the_catalog_takes_them_all():
    assert [entry.name for entry in read_folder(TEMPLATES)] == sorted(PATHS)


def test_titles_and_summaries_are_their_own():
    entries = read_folder(TEMPLATES)
    assert len({entry.title for entry in entries}) == len({entry.summary for entry in entries}) == len(entries)


def test_it_has_no_outputs_and_was_never_run(notebook):
    assert all(not cell.outputs and cell.execution_count is None for cell in code_of(notebook))


@pytest.mark.parametrize("name", PATHS)
def test_it_is_saved_as_jupyter_saves(name):
    assert nbformat.writes(nbformat.read(PATHS[name], as_version=4)) + "\n" == PATHS[name].read_text()


def test_it_says_what_it_is(notebook):
    said = notebook.metadata.lyceum
    wanted = {"name", "title", "summary", "level", "duration", "tags", "owner", "steward", "domain"}
    assert set(said) - {"language", "translates"} == wanted
    assert said.tags


@pytest.mark.parametrize("name", PATHS)
def test_its_file_bears_its_name(name):
    assert nbformat.read(PATHS[name], as_version=4).metadata.lyceum.name == name


def test_it_runs_on_the_standard_kernel(notebook):
    assert (notebook.metadata.kernelspec.name, notebook.metadata.kernelspec.language) == ("python3", "python")


def test_it_opens_with_what_it_does_needs_and_gives(notebook):
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    said = OPENING[notebook.metadata.lyceum.get("language", "en")]
    assert [words for words in said if not re.search(words, first.source)] == []


def test_every_part_has_a_heading_and_only_one_is_the_title(notebook):
    headings = re.findall(r"^(#+) ", "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown"), re.M)
    assert headings.count("#") == 1
    assert headings.count("##") >= 4


def test_its_parameters_are_typed_and_explained(notebook):
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    parameters = infer_parameters(notebook)
    assert len(tagged) == 1
    assert parameters
    assert all(parameter.type != "any" and parameter.help for parameter in parameters)


def test_its_cells_have_ids_of_their_own(notebook):
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", cell_id) for cell_id in ids)


def test_its_cells_are_short(notebook):
    lengths = [len(cell.source.splitlines()) for cell in code_of(notebook)]
    assert median(lengths) <= 4
    assert max(lengths) <= 12


def test_its_lines_fit_the_page(notebook):
    assert max(len(line) for cell in code_of(notebook) for line in cell.source.splitlines()) <= 120


def test_it_gets_its_data_from_the_catalog_only(notebook):
    code = "\n".join(cell.source for cell in code_of(notebook))
    assert "open_entry(" in code
    assert not re.search(r"read_(csv|parquet|excel)|https?://|/home/|/srv/|!pip|%pip", code)

"""A template in French is the same notebook in other words, and its French is set as French is."""

import ast
import io
import re
import tokenize
from pathlib import Path

import nbformat
import pytest

from lyceum_catalog.parameters import infer_parameters

TEMPLATES = Path(__file__).parents[2] / "notebooks" / "templates"
NAMES = sorted(path.stem for path in TEMPLATES.glob("*.ipynb") if not path.stem.endswith("_fr"))
NARROW, WIDE = "\u202f", "\u00a0"
UNSPACED = re.compile(r"(?<=[^\s`|(:*])[;!?](?!\w)|[ ][;!?:»](?=\s|$|\*)|«[^\u00a0\u202f]|[^\u00a0\u202f]»|\w'\w")


def read(name):
    return nbformat.read(TEMPLATES / f"{name}.ipynb", as_version=4)


@pytest.fixture(params=NAMES)
def both(request):
    return read(request.param), read(f"{request.param}_fr")


def test_every_template_is_there_in_french_and_says_so(both):
    english, french = (notebook.metadata.lyceum for notebook in both)
    assert (french.language, french.translates, french.name) == ("fr", english.name, f"{english.name}_fr")
    said = {"name", "title", "summary", "language", "translates"}
    assert {key: french[key] for key in {*french} - said} == {key: english[key] for key in {*english} - said}
    assert french.title != english.title
    assert french.summary != english.summary


def test_it_has_the_same_cells(both):
    english, french = ([(cell.id, cell.cell_type, cell.metadata) for cell in notebook.cells] for notebook in both)
    assert french == english


def test_it_has_the_same_code_but_for_words(both):
    for english, french in zip(*(notebook.cells for notebook in both), strict=True):
        if english.cell_type == "code":
            assert wordless(french.source) == wordless(english.source), english.id


def test_it_has_the_same_parameters_explained_in_french(both):
    english, french = (infer_parameters(notebook) for notebook in both)
    alike = [[(item.name, item.type, item.default, item.choices) for item in items] for items in (english, french)]
    assert alike[0] == alike[1]
    assert all(one.help != other.help for one, other in zip(english, french, strict=True))


def test_its_texts_were_translated(both):
    for english, french in zip(*(notebook.cells for notebook in both), strict=True):
        if english.cell_type == "markdown":
            assert french.source != english.source, english.id


def test_its_french_is_set_as_french_is(both):
    _, french = both
    for words in [french.metadata.lyceum.title, french.metadata.lyceum.summary, *prose_of(french)]:
        assert UNSPACED.findall(words) == [], words


@pytest.mark.parametrize(
    "words", ["Quoi ?", "Quoi!", "l'heure", "ainsi :", "«bon»", "« bon »", "un ; deux", "un; deux"]
)
def test_what_is_not_set_as_french_is_is_found(words):
    assert UNSPACED.search(words)


@pytest.mark.parametrize("words", [f"Quoi{NARROW}?", "l’heure", f"ainsi{WIDE}:", f"«{WIDE}bon{WIDE}»", "12:30", "a::b"])
def test_what_is_set_as_french_is_passes(words):
    assert not UNSPACED.search(words)


def wordless(source):
    """Return what code does, whatever its texts and comments say; order in a text may differ between languages."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            values = [value.value for value in node.values if isinstance(value, ast.FormattedValue)]
            node.values = [ast.FormattedValue(value, -1) for value in sorted(values, key=ast.dump)]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


def prose_of(notebook):
    """Yield what people read: texts without code and addresses, comments, and strings that are sentences."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield re.sub(r"```.*?```|`[^`]*`|https?://\S+", "x", cell.source, flags=re.S)
        else:
            yield from comments_of(cell.source)
            yield from (text for text in strings_of(cell.source) if re.search(r"\w \w", text))


def comments_of(source):
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def strings_of(source):
    constants = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return [node.value for node in constants if isinstance(node.value, str)]

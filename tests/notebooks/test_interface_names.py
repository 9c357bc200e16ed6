"""A notebook in French names buttons, menus, panels and tabs by the words that they bear in French."""

import json
import re
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

import nbformat
import pytest

from lyceum_hub.pages.words import LOCALES
from lyceum_lab import words

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
FRENCH = sorted([*NOTEBOOKS.glob("templates/*_fr.ipynb"), *NOTEBOOKS.glob("courses/*_fr/*.ipynb")])
PACK = files("jupyterlab_language_pack_fr_FR") / "locale" / "fr_FR" / "LC_MESSAGES" / "jupyterlab.json"
OURS = (words.source("fr_FR"), LOCALES / "fr" / "LC_MESSAGES" / "lyceum_hub.po")
NAME = re.compile(r"(?<!\*)\*([A-Z][^*]*)\*(?!\*)")
NAME_IN_FRENCH = re.compile(r"(?<!\*)\*([^\s*][^*]*)\*(?!\*)")


@pytest.fixture(scope="module")
def shown():
    """What each text of JupyterLab, of our extension and of the hub's pages is in French, wherever it stands."""
    found = defaultdict(set)
    for message in (message for path in OURS for message in words.read(path) if message.id):
        found[plain(words.forms(message.id)[0])].add(plain(words.forms(message.string)[0]))
    for key, texts in json.loads(PACK.read_text()).items():
        found[plain(key.rpartition("\4")[2])].update(map(plain, texts))
    return found


def plain(name):
    """Return a name on one line, and without the dots that say that a dialog follows."""
    return " ".join(name.split()).removesuffix("…")


def texts_of(path):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]


def english_of(path):
    """Return the notebook that one in French translates."""
    english = Path(str(path).replace("_fr/", "/").replace("_fr.ipynb", ".ipynb"))
    assert english != path
    return english


@pytest.mark.parametrize("path", FRENCH, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_names_are_those_that_one_sees(path, shown):
    for english, french in zip(texts_of(english_of(path)), texts_of(path), strict=True):
        there = set(map(plain, NAME_IN_FRENCH.findall(french)))
        for name in map(plain, NAME.findall(english)):
            assert name not in shown or shown[name] & there, f"{name} is {shown[name]}, and not in: {french}"

"""Likeness: which templates are near to a notebook, by what both have: entries they open, modules they import, words.

What few templates have weighs more than what many have; what more than half of them have tells nothing.
"""

import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lyceum_catalog.entries import Template
from lyceum_catalog.imports import code_cells, imports, opened_entries
from lyceum_catalog.notebooks import source_of
from lyceum_catalog.parameters import infer_parameters
from lyceum_catalog.problems import InvalidContent
from lyceum_hub.service.entries.published import Published
from lyceum_hub.service.entries.words import MOST_OF_TEXT, stems_of, words_of

WEIGHTS = {"entry": 3.0, "module": 2.0, "word": 1.0}
ALONE = "entry"  # one of these in common is enough; of other things two
MOST, MOST_TOLD = 10, 6
SHORTEST = 4  # letters of a word that tells something
REMEMBERED = 1024
EVERYWHERE = {"lyceum_catalog", "lyceum_lab", *sys.stdlib_module_names}
TELLING_NOTHING = """
about after also avec before between cette comme dans deux does each entre even every from have here into
leur leurs made make more most much notebook only other over pour same sans sont such than that their them
then there these they this those through used uses using very votre vous what when where which while with
without your
"""
EMPTY_WORDS = frozenset(words_of(TELLING_NOTHING))

Thing = tuple[str, str]  # what it is, and its name; of a word the stem


@dataclass(frozen=True)
class Near:
    """A template, and what it has in common with a notebook, the most telling first."""

    name: str
    shared: Sequence[str]


class Likeness:
    """The templates' things, remembered by version."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], Mapping[Thing, str]] = {}

    def near(self, notebook: Mapping[str, Any], title: str, templates: Iterable[Published]) -> list[Near]:
        """Return the templates nearest to a notebook, the nearest first; not those that it was made from."""
        others = {item.entry.name: self._things_of(item) for item in templates if item.state == "published"}
        own = set(origins_of(notebook))
        return nearest(things_in(notebook, title), {name: it for name, it in others.items() if name not in own})

    def _things_of(self, item: Published) -> Mapping[Thing, str]:
        key = (item.entry.name, item.version)
        if key not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            assert isinstance(item.entry, Template)
            self._known[key] = things_of(item.entry)
        return self._known[key]


def nearest(things: Mapping[Thing, str], others: Mapping[str, Mapping[Thing, str]]) -> list[Near]:
    """Return those of some templates that have enough in common with something, the nearest first."""
    times = Counter(thing for theirs in others.values() for thing in theirs)
    most = max(1, len(others) / 2)
    weights = {
        thing: WEIGHTS[thing[0]] * math.log((1 + len(others)) / times[thing])
        for thing in things
        if 0 < times[thing] <= most
    }
    scored = [(sum(map(weights.__getitem__, shared)), name, shared) for name, shared in common(weights, others)]
    best = sorted(scored, key=lambda item: (-item[0], item[1]))[:MOST]
    return [Near(name, told(shared, weights, others[name])) for _, name, shared in best]


def common(
    weights: Mapping[Thing, float], others: Mapping[str, Mapping[Thing, str]]
) -> Iterator[tuple[str, list[Thing]]]:
    """Yield the names of those that share enough, and what they share."""
    for name, theirs in others.items():
        shared = [thing for thing in weights if thing in theirs]
        if len(shared) > 1 or any(kind == ALONE for kind, _ in shared):
            yield name, shared


def told(shared: Iterable[Thing], weights: Mapping[Thing, float], names: Mapping[Thing, str]) -> list[str]:
    """Return what is shared as the template writes it, the most telling first."""
    ordered = sorted(shared, key=lambda thing: (-weights[thing], thing))
    return list(dict.fromkeys(names[thing] for thing in ordered))[:MOST_TOLD]


def things_of(template: Template) -> dict[Thing, str]:
    """Return what a template is known by: its code's entries and modules, and the words of its title, summary, tags."""
    texts = (template.title, template.summary, template.domain or "", *template.tags)
    return {**code_in(template.notebook), **words_in(" ".join(texts))}


def things_in(notebook: Mapping[str, Any], title: str) -> dict[Thing, str]:
    """Return the same of any notebook, which speaks for itself: its title and its text."""
    prose = [source_of(cell) for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    return {**code_in(notebook), **words_in(" ".join((title, *prose))[:MOST_OF_TEXT])}


def code_in(notebook: Mapping[str, Any]) -> dict[Thing, str]:
    """Return the entries that a notebook opens and the modules that it imports."""
    try:
        values = {parameter.name: [parameter.default] for parameter in infer_parameters(notebook)}
    except InvalidContent:
        values = {}
    modules = {name for _, source in code_cells(notebook) for name in imports(source)} - EVERYWHERE
    named = [("entry", name) for name in opened_entries(notebook, values)]
    return {thing: thing[1] for thing in (*named, *(("module", name) for name in sorted(modules)))}


def words_in(text: str) -> dict[Thing, str]:
    """Return the words of a text that tell something, by their stems."""
    words = (word for word in words_of(text) if len(word) >= SHORTEST and word.isalpha() and word not in EMPTY_WORDS)
    return {("word", stems_of(word)[0]): word for word in words}


def origins_of(notebook: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of the entries that a notebook says it was made from, or is itself."""
    said = notebook.get("metadata", {}).get("lyceum")
    said = said if isinstance(said, dict) else {}
    copied = said.get("copied")
    names = (said.get("name"), said.get("translates"), copied.get("entry") if isinstance(copied, dict) else None)
    yield from (name for name in names if isinstance(name, str))

"""Every sentence that Python says to people is there in French, and is recognised among all others."""

import calendar
import re
from pathlib import Path

import pytest

from lyceum_catalog import phrasebooks
from lyceum_hub import errors
from lyceum_hub import language as hub_language
from lyceum_hub.cli import printing
from lyceum_lab import language as lab_language
from support import french, phrases

ROOT = Path(__file__).parents[2]
CATALOG, HUB, LAB = phrasebooks.PHRASES, hub_language.PHRASES, lab_language.PHRASES
PROMPT = printing.PHRASES
BESIDE = {PROMPT: (HUB, CATALOG)}  # the books that are asked as well
HUB_PARTS = ("culling", "metering", "pages", "servers", "service")
HUB_MODULES = ("accounts.py", "authenticator.py", "checks.py", "errors.py")
SOURCES = {
    CATALOG: ["catalog/lyceum_catalog"],
    HUB: [*(f"hub/lyceum_hub/{name}" for name in HUB_PARTS + HUB_MODULES), "extensions/lyceum_lab/run"],
    LAB: ["extensions/lyceum_lab"],
    PROMPT: ["hub/lyceum_hub/cli", "hub/lyceum_hub/moving", "hub/lyceum_hub/supervisor.py"],
}
BOTH = ("catalog/lyceum_catalog", "hub/lyceum_hub")
# Tables of words in both languages, and what machines read.
NOT_HERE = ("checking.py", "learning/printed.py", "learning/words.py", "schedules/words.py", "metering/metrics.py")
FOR_MACHINES = {"%1 (%2). %3. Version %4. %5.", "In %1.", "@prefix %1: <%2> .", "%1's server: %2."}
ELSEWHERE = "elsewhere"  # the context of what libraries say
WORD = re.compile(r"[^\W\d_]+")
PLACE = phrasebooks.PLACE
CODE = re.compile(r"`[^`]*`")
BOOKS = pytest.mark.parametrize("folder", SOURCES, ids=lambda folder: folder.parent.name)


def modules(folder):
    """Return the modules whose sentences stand in a folder of phrases."""
    paths = [ROOT / source for source in SOURCES[folder]]
    found = [module for path in paths for module in (path.rglob("*.py") if path.is_dir() else [path])]
    return [module for module in found if not str(module).endswith(NOT_HERE)]


def asked(folder):
    """Return the books that are asked for what the sources of a folder say."""
    return tuple(dict.fromkeys((folder, *BESIDE.get(folder, (CATALOG,)))))


def book(folder):
    """Return the phrases of a folder."""
    return phrasebooks.read(folder / "fr.po")


@BOOKS
def test_no_sentence_is_left_out(folder):
    said = {sentence for module in modules(folder) for sentence in phrases.sentences_of(module)}
    known = {text for one in asked(folder) for _, text, _ in book(one)}
    assert said - known - FOR_MACHINES == set(), f"Add them to {folder.relative_to(ROOT)}/fr.po"


def test_no_title_of_a_problem_is_left_out():
    titles = {(kind.__doc__ or "").strip() for kind in vars(errors).values() if isinstance(kind, type)}
    known = {text for _, text, _ in book(HUB)}
    assert {title for title in titles if title.endswith(("?", "."))} - known == set()


@BOOKS
def test_nothing_is_there_that_is_no_longer_said(folder):
    sources = {*modules(folder), *folder.parent.rglob("*.py"), *(modules(HUB) if folder == PROMPT else ())}
    literals = " ".join([*map(phrases.literals_of, sources), *calendar.month_name])
    words = set(WORD.findall(literals.lower()))
    ours = [text for context, text, _ in book(folder) if context != ELSEWHERE]
    assert [text for text in ours if not words.issuperset(WORD.findall(text.lower()))] == []


@BOOKS
def test_french_has_the_same_places_and_is_written_as_it_should_be(folder):
    for _, text, translation in book(folder):
        assert set(PLACE.findall(translation)) == set(PLACE.findall(text)), text
        assert french.mistakes(CODE.sub("`…`", translation)) == [], text


def test_a_place_of_several_words_is_said_in_french_as_a_whole():
    told = hub_language.said("ada proposes a change of tides: Heights in metres.", "fr")
    assert told == "ada propose une modification de tides\u00a0: Heights in metres."


@pytest.mark.parametrize("name", NOT_HERE)
def test_tables_of_words_in_both_languages_are_written_as_they_should_be(name):
    (module,) = (path for folder in BOTH for path in (ROOT / folder).rglob("*.py") if str(path).endswith(name))
    assert re.findall(r".*[ ][:;!?»](?:\s|$).*", phrases.literals_of(module)) == []


@BOOKS
def test_every_sentence_is_recognised_among_all_others(folder):
    for context, text, translation in book(folder):
        if context != phrasebooks.PART:
            english, expected = (PLACE.sub(lambda place: f"<{place[1]}>", one) for one in (text, translation))
            assert phrasebooks.said(english, "fr", *asked(folder)) == expected

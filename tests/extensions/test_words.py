"""Every text that people see in JupyterLab goes through its translator and is there in French."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jupyterlab_server import settings_utils, translations_handler
from jupyterlab_server.translation_utils import translator

from lyceum_lab import words
from support import french

EXTENSIONS = Path(__file__).parents[2] / "extensions"
PLACES = re.compile(r"%\d")
SETTING = "/lab/api/settings/@jupyterlab/translation-extension:plugin"


@pytest.fixture(scope="module")
def found():
    """What the sources say: `wrapped` for translation, and `bare` where it was forgotten."""
    command = [shutil.which("node"), Path(__file__).with_name("strings.mjs"), EXTENSIONS / "src"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def catalogue():
    with words.source("fr_FR").open("rb") as file:
        return [message for message in read_po(file, abort_invalid=True) if message.id]


class Noting:
    """A translator that notes what it is asked for."""

    def __init__(self):
        self.asked = set()

    def pgettext(self, context, text):
        self.asked.add((context, text))
        return text


def of_schemas():
    """Return what JupyterLab's server asks to be translated in our settings, menus and toolbars."""
    noting = Noting()
    for path in (EXTENSIONS / "schema").glob("*.json"):
        schema = json.loads(path.read_text())
        assert schema["jupyter.lab.internationalization"] == {"domain": words.DOMAIN}, path.name
        translator._translate_schema_strings(noting, schema)
    return noting.asked


def key(message):
    return message.context, words.forms(message.id)[0]


def test_every_text_that_is_shown_goes_through_the_translator(found):
    assert not found["bare"], "Wrap them (extensions/README.md, Languages)"


def test_every_text_is_there_in_french_and_no_other(found, catalogue):
    said = {(text["context"], text["id"]) for text in found["wrapped"]} | of_schemas()
    assert said - {key(message) for message in catalogue} == set(), "not translated"
    assert {key(message) for message in catalogue} - said == set(), "no longer said"


def test_plurals_are_translated_as_plurals(found, catalogue):
    plurals = {text["id"]: text["plural"] for text in found["wrapped"] if text["plural"]}
    kept = {words.forms(message.id)[0]: words.forms(message.id)[1] for message in catalogue if message.pluralizable}
    assert kept == plurals


def test_translations_say_something_with_the_same_placeholders(catalogue):
    for message in catalogue:
        ids, texts = words.forms(message.id), words.forms(message.string)
        assert len(ids) == len(texts), message.id
        assert all(texts), message.id
        for text in texts:
            assert set(PLACES.findall(text)) == set(PLACES.findall(ids[-1])) or not message_counts(ids), message.id


def message_counts(ids):
    """Whether the singular may leave the number out: “The first row”, “The first %1 rows”."""
    return len({tuple(sorted(PLACES.findall(text))) for text in ids}) == 1


def test_french_typography(catalogue):
    texts = [text for message in catalogue for text in words.forms(message.string)]
    assert [mistake for text in texts for mistake in french.mistakes(text)] == []


def test_what_the_front_end_reads_has_contexts_and_plurals():
    read = words.for_front_end(words.read(words.source("fr_FR")))
    assert read[""] == {"domain": "lyceum_lab", "language": "fr-FR", "plural_forms": "nplurals=2; plural=(n > 1);"}
    assert read["%1 row"] == ["%1 ligne", "%1 lignes"]
    assert read["tab\x04Use"] == ["Utilisation"]


def test_settings_speak_the_language_of_jupyterlab():
    words.offer()
    bundle = translator._TRANSLATORS[words.DOMAIN]
    bundle.update_locale("fr_FR")
    assert bundle.pgettext("settings", "Library of snippets") == "Bibliothèque des extraits de code"
    bundle.update_locale("en")
    assert bundle.pgettext("settings", "Library of snippets") == "Library of snippets"


def languages(lab):
    """Return the language that Lab's words are in where none is chosen, and a setting's title as it is told."""
    words = lab.client.get("/lab/api/translations/default").json()["data"]
    about = words.get("jupyterlab", {}).get("", {"language": "en"})
    return about["language"], lab.client.get(SETTING).json()["schema"]["title"]


def test_lab_begins_in_the_language_of_the_hubs_page(lab, french_lab):
    assert languages(french_lab) == ("fr-FR", "Langue")
    assert languages(lab) == ("en", "Language")


def test_what_is_chosen_in_lab_wins(french_lab):
    assert french_lab.client.put(SETTING, json={"raw": '{"locale": "en"}'}).is_success
    assert french_lab.client.get(SETTING).json()["schema"]["title"] == "Language"


def test_english_may_begin_where_the_system_is_french(monkeypatch):
    for module in (settings_utils, translations_handler):
        monkeypatch.setattr(module, "SYS_LOCALE", "fr_FR")
    words.begin_in("")
    assert settings_utils.SYS_LOCALE == "fr_FR"
    words.begin_in("en")
    assert (settings_utils.SYS_LOCALE, translations_handler.SYS_LOCALE) == ("en", "en")

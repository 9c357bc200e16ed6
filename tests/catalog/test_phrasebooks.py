"""Sentences are recognised by their wording, and said in another language."""

import pytest

from lyceum_catalog import phrasebooks
from lyceum_catalog.phrasebooks import asked_for, said

BOOK = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "There is no profile %1."
msgstr "Il n’y a pas de profil %1."

msgid "Use %1."
msgstr "Utilisez %1."

msgid "%1 waits for %2."
msgstr "%2 fait attendre %1."

msgid "%1 waits for nobody."
msgstr "%1 n’attend personne."

msgid "Its server did not start: %1"
msgstr "Son serveur n’a pas démarré : %1"

msgid "%1 are left of %2."
msgstr "Il reste %1 de %2."

msgctxt "part"
msgid "%1 GB"
msgstr "%1 Go"
"""


@pytest.fixture
def say(tmp_path):
    (tmp_path / "fr.po").write_text(BOOK)
    return lambda text, language="fr": said(text, language, tmp_path)


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("There is no profile 'big'.", "Il n’y a pas de profil 'big'."),
        ("Use a. There is no profile b.", "Utilisez a. Il n’y a pas de profil b."),
        ("ada waits for ben.", "ben fait attendre ada."),
        ("ada waits for nobody.", "ada n’attend personne."),
        ("Its server did not start: Use x.", "Son serveur n’a pas démarré : Utilisez x."),
        ("Its server did not start: Boom", "Son serveur n’a pas démarré : Boom"),
        ("Use 'A. B. c'.", "Utilisez 'A. B. c'."),
        ("Use x.\nUse y.", "Utilisez x.\nUtilisez y."),
        ("1,234.5 GB are left of 2 TB.", "Il reste 1\u202f234,5 Go de 2 TB."),
        ("1.5 are left of two.", "Il reste 1.5 de two."),
        ("Nobody knows this. Use x.", "Nobody knows this. Utilisez x."),
        ("", ""),
    ],
)
def test_what_is_known_is_said(say, english, french):
    assert say(english) == french


def test_english_stays_as_it_is(say):
    assert say("Use x.", "en") == "Use x."


@pytest.mark.parametrize("text", ["Use x. " * 50, "Use x.\n" * 50, f"Use {'x' * phrasebooks.LONGEST}."])
def test_what_is_too_long_to_be_ours_stays_as_it_is(say, text):
    assert say(text) == text


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("fr-FR,en;q=0.5", "fr"),
        ("de, FR;q=0.8", "fr"),
        ("en-GB, fr", "en"),
        ("de", "en"),
        ("\0;;,fr", "fr"),
    ],
)
def test_the_first_language_of_ours_is_asked_for(accepted, language):
    assert asked_for(accepted) == language

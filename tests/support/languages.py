"""What people read in the languages that JupyterLab and the service speak, told by the English."""

import json
from pathlib import Path

import jupyterlab_language_pack_fr_FR as pack
import pytest

from lyceum_catalog import phrasebooks
from lyceum_hub import language as hub
from lyceum_lab import language as lab
from lyceum_lab import words

JUPYTERLAB = Path(pack.__file__).parent / "locale" / "fr_FR" / "LC_MESSAGES" / "jupyterlab.json"


class Language:
    """A language that Lab is set to: `say("Update of %1", "beds.ipynb")` is what it shows for that."""

    def __init__(self, code, locale, phrases=None):
        self.code = code
        self.locale = locale
        self.phrases = phrases

    def __call__(self, text, *places):
        shown = self.phrases[text][0] if self.phrases else text
        for number, place in enumerate(places, start=1):
            shown = shown.replace(f"%{number}", str(place))
        return shown

    def answer(self, text):
        """Return what the service, or the person's server, answers for an English text."""
        return phrasebooks.said(text, self.code, hub.PHRASES, lab.PHRASES, phrasebooks.PHRASES)


def french():
    """Return French, JupyterLab's own words and ours."""
    ours = words.for_front_end(words.read(words.source("fr_FR")))
    return Language("fr", "fr_FR", {**json.loads(JUPYTERLAB.read_text()), **ours})


ENGLISH, FRENCH = Language("en", "en"), french()
IN_BOTH = pytest.mark.parametrize("say", [ENGLISH, FRENCH], ids=["en", "fr"])

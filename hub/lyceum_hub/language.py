"""What the hub and the service say, in the language of whoever reads it."""

from collections.abc import Mapping
from pathlib import Path

from lyceum_catalog import phrasebooks

PHRASES = Path(__file__).parent / "phrases"


def said(text: str, language: str) -> str:
    """Return what was said in English in another language, as far as its sentences are known."""
    return phrasebooks.said(text, language, PHRASES, phrasebooks.PHRASES)


def of_terminal(environment: Mapping[str, str]) -> str:
    """Return the language that a terminal is set to, as `fr_FR.UTF-8`."""
    given = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return phrasebooks.asked_for(given.replace("_", "-"))

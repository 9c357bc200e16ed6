"""What a person's server says, in the language that their JupyterLab asks for."""

from pathlib import Path
from typing import Any

from lyceum_catalog import phrasebooks

PHRASES = Path(__file__).parent / "phrases"
SAID = ("detail", "remedy", "message")


def said(text: str, language: str) -> str:
    """Return what was said in English in another language, as far as its sentences are known."""
    return phrasebooks.said(text, language, PHRASES, phrasebooks.PHRASES)


def spoken(problem: dict[str, Any], language: str) -> dict[str, Any]:
    """Return a problem, and what is wrong with each field, in a language."""
    words = {name: said(problem[name], language) for name in SAID if problem.get(name)}
    errors = {"errors": [spoken(error, language) for error in problem["errors"]]} if problem.get("errors") else {}
    return {**problem, **words, **errors}

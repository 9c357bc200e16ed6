"""Have an answer of a course's exercise checked, in the notebook: what is right, or the next hint."""

import json
import os
import re
from html import escape
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from lyceum_catalog.evidence import evidence_of, is_answered
from lyceum_catalog.facts import VARIABLE
from lyceum_catalog.opening import CannotOpen, where, words_of

PATIENCE = 20  # seconds
EMPHASIS = re.compile(r"\*(\S[^*]*)\*")
WORDS = {
    "en": {
        "unanswered": "Not answered yet. Replace the three dots with your answer, and run the cell again.",
        "run": "Not checked: in a run, exercises are left alone.",
        "lost": "Not checked: this notebook does not say which course it is of. Open it from the panel Learn.",
        "silent": "Not checked: the service does not answer just now. Your work is safe; run the cell again later.",
        "no": "Not checked.",
        "answer": "One way to do it:",
    },
    "fr": {
        "unanswered": "Pas encore de réponse. Remplacez les trois points par la vôtre, puis exécutez à nouveau.",
        "run": "Non vérifié\u00a0: dans une exécution planifiée, les exercices sont laissés de côté.",
        "lost": "Non vérifié\u00a0: ce notebook ne dit pas de quel cours il est. Ouvrez-le par le panneau Apprendre.",
        "silent": "Non vérifié\u00a0: le service ne répond pas pour l’instant. Réessayez plus tard, rien n’est perdu.",
        "no": "Non vérifié.",
        "answer": "Une solution possible :",
    },
}


class Said:
    """What a check says; a notebook shows it with a sign, and text where it shows only that."""

    def __init__(self, sign: str, text: str, code: str = "", caption: str = "") -> None:
        self.sign, self.text, self.code, self.caption = sign, text, code, caption

    def __repr__(self) -> str:
        code = f"\n{self.caption}\n{self.code}" if self.code else ""
        return f"{self.sign} {self.text}{code}"

    def _repr_html_(self) -> str:
        code = f"<p>{escape(self.caption)}</p><pre>{escape(self.code)}</pre>" if self.code else ""
        return f'<div role="status"><p>{escape(self.sign)} {marked(self.text)}</p>{code}</div>'


def marked(text: str) -> str:
    """Return a text as HTML, its `code` and *emphasis* marked as in Markdown."""
    parts = escape(text).split("`")
    if len(parts) % 2 == 0:  # a mark without a partner
        return escape(text)
    return "".join(
        f"<code>{part}</code>" if i % 2 else EMPHASIS.sub(r"<em>\1</em>", part) for i, part in enumerate(parts)
    )


def check(name: str, answer: object = ..., course: str = "") -> Said:
    """Return what the course says about an answer: that it is right, or a hint, and after the last one the solution.

    Whatever goes wrong is told, never raised, so that a notebook runs from top to bottom unanswered. Which course
    the check is of stands in the notebook's metadata where it was opened from the panel *Learn*.
    """
    about = metadata()
    words = WORDS.get(str(about.get("language")), WORDS["en"])
    if not is_answered(answer):
        return Said("○", words["unanswered"])
    if os.environ.get(VARIABLE):
        return Said("○", words["run"])
    if not (course := course or str(about.get("course") or "")):
        return Said("○", words["lost"])
    try:
        return said(judged(course, name, evidence_of(answer)), words)
    except (CannotOpen, HTTPError) as error:
        why = words_of(error) if isinstance(error, HTTPError) else str(error)
        return Said("○", f"{words['no']} {why}")
    except (URLError, OSError):
        return Said("○", words["silent"])
    except Exception as error:  # whatever somebody's answer is made of, their notebook goes on
        return Said("○", f"{words['no']} {error}")


def said(verdict: dict[str, Any], words: dict[str, str]) -> Said:
    """Return what is shown of a verdict."""
    text = " ".join(part for part in (verdict["said"], verdict.get("hint")) if part)
    return Said("✓" if verdict["right"] else "✗", text, verdict.get("answer") or "", words["answer"])


def judged(course: str, name: str, evidence: dict[str, Any]) -> dict[str, Any]:
    """Return what the service says about evidence."""
    service, token = where()
    path = f"/api/courses/{quote(course, safe='')}/checks/{quote(str(name), safe='')}"
    headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
    body = json.dumps({"evidence": evidence}, allow_nan=False).encode(errors="replace")
    request = Request(service + path, body, headers, method="POST")  # noqa: S310 - our own service
    with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
        verdict: dict[str, Any] = json.loads(answer.read())
        return verdict


def metadata() -> dict[str, Any]:
    """Return what the notebook that runs says of its course; nothing where it says nothing, or is not known."""
    try:
        notebook = json.loads(Path(os.environ.get("JPY_SESSION_NAME", "")).read_text(encoding="utf-8"))
        about = notebook["metadata"]["lyceum"]
        return about if isinstance(about, dict) else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}

"""What the hub's templates say: texts that are wrapped for translation, and those that were forgotten."""

import re
from html.parser import HTMLParser
from pathlib import Path

from babel.messages.extract import extract
from jinja2 import Environment

READ = ("title", "aria-label", "aria-description", "aria-valuetext", "placeholder", "alt", "label")
SHOWN = re.compile(r"[^\W\d_]{2,}")
TEXT = re.compile(r"^[A-Z][a-z]+( |$|…)|[a-z] [a-z]")
AS_IS = {"", "JupyterLab", "UTC", "narrow", "broad", "wide", ".languages button", "Invalid username or password"}


def wrapped(path: Path) -> list[str | tuple[str, str]]:
    """Return the messages of a template."""
    with path.open("rb") as file:
        options = {"keywords": {"_": None, "gettext": None}, "options": {"trimmed": "true"}}
        found = extract("jinja2.ext:babel_extract", file, **options)
        return [message for _, message, _, _ in found]


class Page(HTMLParser):
    """Collects what a page says outside of Jinja's tags."""

    def __init__(self):
        super().__init__()
        self.said, self.inside = [], []

    def handle_starttag(self, tag, attributes):
        self.said += [value for name, value in attributes if name in READ and value]
        if tag in ("script", "style"):
            self.inside.append(tag)

    def handle_endtag(self, tag):
        if self.inside[-1:] == [tag]:
            self.inside.pop()

    def handle_data(self, data):
        literals = re.findall(r"'([^'\n]*)'", data)
        self.said += [text for text in literals if TEXT.search(text)] if self.inside else [data]


def bare(path: Path, environment: Environment) -> list[str]:
    """Return what a template shows without translating it: text, attributes, literals of Jinja and of scripts."""
    page, literals, data = Page(), [], []
    before, translating = "", False
    for _, kind, value in environment.lex(path.read_text()):
        if kind == "name" and value in ("trans", "endtrans"):
            translating = value == "trans"
        elif kind == "data" and not translating:
            data.append(value)
        elif kind == "string" and before != "_(" and TEXT.search(value[1:-1]):
            literals.append(value)
        before = (before + value)[-2:] if kind != "whitespace" else before
    page.feed("{}".join(data))
    texts = [" ".join(text.replace("{}", " ").split()) for text in page.said] + [text[1:-1] for text in literals]
    return [text for text in texts if SHOWN.search(text) and text not in AS_IS]

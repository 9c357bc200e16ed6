"""The hub's pages in the language of who reads them: chosen on a page, else the first that their browser asks for."""

import gettext
import io
import re
from datetime import date
from functools import lru_cache
from html import escape, unescape
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment, pass_context
from jinja2.ext import InternationalizationExtension
from jinja2.runtime import Context
from markupsafe import Markup

from lyceum_catalog.phrasebooks import asked_for
from lyceum_hub.language import said

LANGUAGES = {"en": "English", "fr": "Français"}
COOKIE = "lyceum-language"
LOCALES = Path(__file__).parent / "locale"
TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")


def language_of(request: Any) -> str:
    """Return the language in which to answer a request."""
    chosen = request.cookies.get(COOKIE)
    if chosen and chosen.value in LANGUAGES:
        return str(chosen.value)
    return asked_for(request.headers.get("Accept-Language", ""))


def language_at_start(spawner: Any) -> str:
    """Return the language of the pages on which somebody starts their own server; none where it is started for them."""
    handler = spawner.handler
    asker = handler and handler.current_user
    return language_of(handler.request) if asker and asker.name == spawner.user.name else ""


@lru_cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the words of a language; English needs none."""
    path = LOCALES / language / "LC_MESSAGES" / "lyceum_hub.po"
    if not path.is_file():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@pass_context
def language(context: Context) -> str:
    """Return the language of a page; the hub gives templates its request only by way of `static_url`."""
    handler = getattr(context.get("static_url"), "__self__", None)
    return language_of(handler.request) if handler else "en"


@pass_context
def translated(context: Context, text: str) -> str:
    """Return a text that Python made in the page's language: a word of the pages, or sentences."""
    word = translations(language(context)).gettext(text)
    return word if word != text else said(text, language(context))


def html_said(html: str, language: str) -> Markup:
    """Return HTML with its sentences in a language."""
    return Markup(TEXT.sub(lambda text: escape(said(unescape(text[0]), language)), html))  # noqa: S704


@pass_context
def translated_html(context: Context, html: str) -> Markup:
    """Return HTML that Python made, its sentences in the page's language."""
    return html_said(html, language(context))


@pass_context
def translated_plural(context: Context, one: str, many: str, number: int) -> str:
    """Return the form of a text that fits a number."""
    return translations(language(context)).ngettext(one, many, number)


@pass_context
def day(context: Context, when: date) -> str:
    """Return for example “1 December 2026”."""
    return format_date(when, "d MMMM yyyy", locale=language(context))


@pass_context
def month(context: Context, when: date) -> str:
    """Return for example “December”."""
    return format_date(when, "LLLL", locale=language(context))


class Words(InternationalizationExtension):
    """Lets templates translate: `{% trans %}`, `_("…")`; for what Python says `| translated`, `| day`, `| month`."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.install_gettext_callables(translated, translated_plural, newstyle=True)  # type: ignore[attr-defined]
        environment.globals.update(language=language, languages=LANGUAGES, language_cookie=COOKIE)
        environment.filters.update(translated=translated, translated_html=translated_html, day=day, month=month)
        environment.policies["ext.i18n.trimmed"] = True

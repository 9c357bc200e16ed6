"""Every text of the hub's pages is translated, in French as French is written, and in the reader's language."""

import re
from types import SimpleNamespace

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from lyceum_hub.metering.amounts import TITLES
from lyceum_hub.pages import TEMPLATES, words
from lyceum_hub.servers.sandbox.kernel import LABEL
from support import french
from support.templates import bare, wrapped

PLACES = re.compile(r"%\(\w+\)s")
PAGES = sorted(TEMPLATES.glob("*.html"))
BY_PYTHON = {*TITLES.values(), LABEL, "Together", "CPUs", "Disk", "Environment"}


@pytest.fixture(scope="module")
def environment():
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, extensions=[words.Words])


@pytest.fixture(scope="module")
def french_words():
    with (words.LOCALES / "fr" / "LC_MESSAGES" / "lyceum_hub.po").open("rb") as file:
        return {message.id: message.string for message in read_po(file, abort_invalid=True) if message.id}


def asking(accepted="", cookie=""):
    """Return the handler of a request."""
    headers = HTTPHeaders({"Accept-Language": accepted, "Cookie": cookie})
    line = RequestStartLine("GET", "/hub/login", "HTTP/1.1")
    headers["Host"] = "localhost"
    request = HTTPServerRequest(start_line=line, headers=headers, connection=SimpleNamespace(context=None))

    class Handler:
        def static_url(self):
            """Stand in for the method of the hub's handlers."""

    handler = Handler()
    handler.request = request
    return handler


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_nothing_is_left_out(page, environment):
    assert bare(page, environment) == []


def test_everything_is_there_in_french_and_no_more(french_words):
    said = {message for page in PAGES for message in wrapped(page)} | BY_PYTHON
    assert said - set(french_words) == set(), "not translated"
    assert set(french_words) - said == set(), "no longer said"


def test_french_is_written_as_it_should_be(french_words):
    for text, translation in french_words.items():
        assert translation, text
        assert set(PLACES.findall(translation)) == set(PLACES.findall(text)), text
        assert french.mistakes(translation) == []


@pytest.mark.parametrize(
    ("accepted", "cookie", "language"),
    [
        ("", "", "en"),
        ("fr-CA,en;q=0.5", "", "fr"),
        ("de, fr;q=0.8", "", "fr"),
        ("de", "", "en"),
        ("fr", "lyceum-language=en", "en"),
        ("en", "lyceum-language=fr", "fr"),
        ("en", "lyceum-language=../../etc", "en"),
    ],
)
def test_the_cookie_decides_and_then_the_browser(accepted, cookie, language):
    assert words.language_of(asking(accepted, cookie).request) == language


@pytest.mark.parametrize(("asker", "language"), [("ada", "fr"), ("ben", ""), (None, "")])
def test_a_server_begins_in_the_language_of_its_own_persons_page(asker, language):
    handler = asking("fr") if asker else None
    if handler:
        handler.current_user = SimpleNamespace(name=asker)
    spawner = SimpleNamespace(handler=handler, user=SimpleNamespace(name="ada"))
    assert words.language_at_start(spawner) == language


def test_a_page_in_french(environment):
    page = environment.get_template("logout.html")
    assert "Vous êtes déconnecté" in page.render(static_url=asking("fr").static_url)
    assert 'lang="fr"' in page.render(static_url=asking("fr").static_url)
    assert "You are logged out" in page.render(static_url=asking("en").static_url)

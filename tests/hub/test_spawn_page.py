"""The page for a start, in a real hub: what is offered, what each would come to, and what is refused, in words."""

import html
import re

import pytest

from lyceum_hub.programs import free_port

FILE = """
standard: {title: Standard, description: For most work.}
vast: {title: Vast, memory: 1000 TB, price: 1.2, groups: [choosers]}
gone: {title: Gone, environment: /nowhere/at/all, groups: [choosers]}
"""


@pytest.fixture(scope="module")
def profiles(small_hub):
    """A choice for members of one group; everybody else has a single profile."""
    path = small_hub.settings.profiles_file
    path.write_text(FILE)
    with small_hub.api() as api:
        assert api.post("/groups/choosers").status_code == 201
    yield
    path.unlink()


@pytest.fixture
def browser(small_hub, profiles):
    """The browser of somebody new who may choose."""
    name = f"chooser{free_port()}"
    with small_hub.entered(name) as browser, small_hub.api() as api:
        assert api.post("/groups/choosers/users", json={"users": [name]}).status_code == 200
        yield browser


def words(page):
    """Return what a page says, as one line."""
    body = page.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_each_profile_is_beside_what_is_free_and_what_it_costs(browser):
    said = words(browser.get("/spawn"))
    assert "Standard For most work. CPUs all" in said
    assert "Vast ◐ Starts with less. 1000 TB of memory may be used, but only" in said
    assert "Price 1.20 EUR an hour Start" in said


def test_what_cannot_start_now_has_a_reason_and_no_button(browser):
    page = browser.get("/spawn")
    why = "✕ Does not start now. The environment /nowhere/at/all of the profile Gone is not there."
    assert why in words(page)
    assert 'value="gone"' not in page.text


def test_what_would_start_comes_first_and_has_the_focus(browser):
    buttons = re.findall(r'<button name="profile" value="(\w+)" (class="main" autofocus)?', browser.get("/spawn").text)
    assert buttons[0] == ("standard", 'class="main" autofocus')
    assert not any(marked for _, marked in buttons[1:])

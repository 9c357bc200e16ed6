"""The badge of health in a browser: what ran and what failed, on the cards of a template and a course; and the run."""

import time

import pytest
from playwright.sync_api import expect

from support.courses import checked, course, module
from support.notebooks import notebook
from support.records import dataset
from support.visitor import invite, join, nameless, tab

pytestmark = [pytest.mark.stack, pytest.mark.browser]
PATIENCE = 180  # seconds


@pytest.fixture
def tried(the_workspace):
    """Publish a template that runs and a course with a module that does not, and have both tried."""
    _, admin = the_workspace.person(admin=True)
    about = {key: value for key, value in dataset("orchard").items() if key != "resources"}
    broken = module("pears", checked("ripe", {"true": True}))
    broken["notebook"]["cells"][0]["source"] = "1 / 0"
    fruit = course("fruit", module("apples", checked("sweet", {"true": True})), broken, title="Fruit")
    for record in ({**about, "kind": "template", "notebook": notebook("trees = 3")}, fruit):
        the_workspace.api(admin, "POST", "/api/entries", json=record).raise_for_status()
    the_workspace.api(admin, "POST", "/api/checks", json={"entries": ["orchard", "fruit"]}).raise_for_status()
    until = time.monotonic() + PATIENCE
    while not all(module["health"] for module in modules(the_workspace, admin)):
        assert time.monotonic() < until
        time.sleep(0.5)


def modules(workspace, token):
    """Return the course's modules, and the template as one more."""
    template = workspace.api(token, "GET", "/api/templates/orchard").json()
    return [*workspace.api(token, "GET", "/api/courses/fruit").json()["modules"], template]


def test_a_card_says_what_ran_and_what_failed_and_leads_to_the_run(the_workspace, tried, page):
    join(page, invite(the_workspace, "gardener"))
    tab(page, "Templates").click()
    card = page.get_by_role("listitem", name="Orchard", exact=True)
    expect(card.locator("[data-state=succeeded]")).to_contain_text("ran ")
    card.get_by_role("button", name="Open the run").click()
    expect(page.get_by_role("tab", name="Check of orchard")).to_be_visible()

    tab(page, "Learn").click()
    lesson = page.get_by_role("listitem", name="Fruit", exact=True)
    expect(lesson.locator("[data-state=failed]")).to_contain_text("a module failed ")
    lesson.get_by_role("button", name="Fruit", exact=True).click()
    expect(lesson.get_by_role("listitem", name="Apples").locator("[data-state=succeeded]")).to_be_visible()
    pears = lesson.get_by_role("listitem", name="Pears")
    expect(pears.locator("[data-state=failed]")).to_contain_text("failed ")
    assert nameless(lesson) == []
    pears.get_by_role("button", name="Open the run").click()
    expect(page.get_by_text("ZeroDivisionError").first).to_be_visible()

"""The steward's path, by two people: proposed, commented on, sent back, mended, approved and found; then ended."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from support.visitor import invite, join, tab

pytestmark = [pytest.mark.stack, pytest.mark.browser]


@pytest.fixture
def second_page(browser):
    """A page of another visitor."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def make_steward(workspace, name):
    """Put somebody into the group of stewards before they log in."""
    workspace.lyceum("token", "--user", name)
    boss = workspace.lyceum("token", "--user", "boss", "--admin").stdout.strip()
    answer = httpx.post(
        f"{workspace.url}/hub/api/groups/stewards/users",
        headers={"Authorization": f"token {boss}"},
        json={"users": [name]},
        timeout=60,
    )
    assert answer.is_success, answer.text


def review_tab(page):
    return page.get_by_role("tab", name=re.compile("^Review"))


def open_review(page):
    """Open the panel, read anew."""
    if review_tab(page).get_attribute("aria-selected") == "true":
        review_tab(page).click()
    review_tab(page).click()


def rows(page, name):
    return page.get_by_role("list", name=name, exact=True).get_by_role("listitem")


def describe(page, name, title):
    """Fill in the form of a new entry with what it cannot do without."""
    open_review(page)
    page.get_by_role("button", name="New entry").click()
    form = page.get_by_role("article", name=re.compile("^New entry"))
    form.get_by_label("Name", exact=True).fill(name)
    form.get_by_label("Title", exact=True).fill(title)
    form.get_by_label("Summary", exact=True).fill("Hourly heights of the sea.")
    form.get_by_label("Licence", exact=True).fill("CC-BY-4.0")
    form.get_by_label("URL of resource 1").fill("tides/tides.parquet")
    form.get_by_role("button", name="Add a column").click()
    form.get_by_label("Name of column 1").fill("height")
    form.get_by_label("Unit of column 1").fill("m")
    return form


def submit(form):
    form.get_by_role("button", name="Submit for review").click()
    expect(form.page.get_by_role("article").get_by_text("in review", exact=True)).to_be_visible()


def test_what_an_analyst_proposes_is_reviewed_mended_and_found(the_workspace, page, second_page):
    analyst, steward = page, second_page
    make_steward(the_workspace, "stew")
    join(steward, invite(the_workspace, "stew"))
    join(analyst, invite(the_workspace, "ann"))

    submit(describe(analyst, "tides", "Tides"))
    open_review(steward)
    expect(review_tab(steward)).to_have_accessible_name(re.compile(r"^Review: \d+ things? for you$"))
    rows(steward, "Waiting for me").filter(has_text="tides").get_by_role("button").click()
    seen = steward.get_by_role("article", name="New entry tides")
    title = seen.get_by_role("region", name="Title", exact=True)
    title.get_by_role("button", name="Comment on Title").click()
    title.get_by_role("textbox", name="Comment on Title").fill("Tides of where?")
    title.get_by_role("button", name="Comment", exact=True).click()
    expect(title.get_by_role("listitem")).to_contain_text("Tides of where?")
    seen.get_by_role("button", name="Send back…").click()
    seen.get_by_role("textbox", name="What should change?").fill("Please name the place.")
    seen.get_by_role("button", name="Send back", exact=True).click()
    expect(seen.get_by_text("sent back", exact=True)).to_be_visible()

    open_review(analyst)
    rows(analyst, "Inbox").filter(has_text="sent it back").get_by_role("button").click()
    mine = analyst.get_by_role("article", name="New entry tides")
    expect(mine.get_by_role("note")).to_contain_text("Please name the place.")
    mine.get_by_role("button", name="Edit").click()
    form = analyst.get_by_role("article").filter(has=analyst.get_by_role("button", name="YAML"))
    form.get_by_label("Title", exact=True).fill("Tides at Brest")
    submit(form)

    expect(seen.get_by_text("You see the text from before.")).to_be_visible()
    expect(seen.get_by_role("button", name="Approve")).to_be_disabled()
    seen.get_by_role("button", name="Show what it is now").click()
    expect(title).to_contain_text("Tides at Brest")
    seen.get_by_role("button", name="Approve").click()
    expect(seen.get_by_text("became version 1")).to_be_visible()

    tab(analyst, "Catalog").click()
    analyst.get_by_label("Search the catalog").fill("brest")
    expect(analyst.get_by_role("listitem", name="Tides at Brest")).to_be_visible()


def test_the_editor_says_what_is_wrong_and_keeps_what_is_typed(the_workspace, page):
    join(page, invite(the_workspace, "typist"))
    form = describe(page, "Not a name", "Kept")
    name = form.get_by_role("alert").filter(has_text="lower-case letters, digits and underscores")
    expect(name).to_be_visible()
    form.get_by_role("button", name="YAML").click()
    text = form.get_by_role("textbox", name="The record as YAML")
    expect(text).to_contain_text("title: Kept")
    tab(page, "New entry Not a name").locator(".lm-TabBar-tabCloseIcon").click()
    expect(form).to_have_count(0)
    page.get_by_role("button", name="New entry").click()
    expect(form.get_by_text("This is what you typed before.")).to_be_visible()
    form.get_by_role("button", name="Form").click()
    expect(form.get_by_label("Title", exact=True)).to_have_value("Kept")
    expect(form.get_by_label("Unit of column 1")).to_have_value("m")
    form.get_by_label("Name", exact=True).fill("kept_entry")
    expect(form.get_by_role("status")).to_have_text("saved as a draft")


def test_an_entry_is_deprecated_with_a_reason_and_restored(the_workspace, page):
    make_steward(the_workspace, "stu")
    join(page, invite(the_workspace, "stu"))
    tab(page, "Catalog").click()
    page.get_by_label("Search the catalog").fill("airlines")
    page.get_by_role("listitem", name=re.compile("airline", re.I)).first.get_by_role("button").first.click()
    page.get_by_role("button", name="Open", exact=True).click()
    manage = page.get_by_role("group", name="Manage this entry")
    manage.get_by_role("button", name="Deprecate…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("region", name="Who and what depends on it")).to_be_visible()
    dialog.get_by_role("textbox", name="Why?").fill("It is no longer kept up.")
    dialog.get_by_role("textbox", name="Use instead").fill("no_such_entry")
    dialog.get_by_role("button", name="Deprecate").click()
    expect(dialog.get_by_role("alert")).to_contain_text("no_such_entry")
    dialog.get_by_role("textbox", name="Use instead").fill("flights")
    dialog.get_by_role("button", name="Deprecate").click()
    expect(page.get_by_role("article").get_by_text("It is no longer kept up.")).to_be_visible()
    manage.get_by_role("button", name="Restore").click()
    expect(manage.get_by_role("button", name="Deprecate…")).to_be_visible()

"""The analyst's path through the catalog: find, judge, load, keep a search, and ask for what may not be read yet."""

import re
import textwrap
import uuid

import pytest
from playwright.sync_api import expect

from support.visitor import await_kernel, invite, join, tab

pytestmark = [pytest.mark.stack, pytest.mark.browser]

FLIGHTS = re.compile("Flights out of New York")


@pytest.fixture
def entry(the_workspace, tmp_path):
    """Return a function that publishes a small data set and returns its name and title."""

    def publish(**said):
        name = f"salaries_{uuid.uuid4().hex[:6]}"
        lines = {"owner": "somebody", "classification": "public", **said}
        record = f"""
            name: {name}
            title: Table {name}
            summary: What people earn, by month.
            steward: somebody
            licence: CC0-1.0
            domain: pay
            retention: Five years, as the law wants.
            glossary: [{{term: gross, meaning: Before taxes.}}]
            derived_from: [airlines]
            resources: [{{name: csv, reader: csv, url: samples/airlines.csv}}]
            columns: [{{name: carrier, type: string}}]
            quality: [{{column: carrier, expect: present, share: 0.99}}]
        """
        text = textwrap.dedent(record) + "".join(f"{field}: {value}\n" for field, value in lines.items())
        (tmp_path / f"{name}.yaml").write_text(text)
        the_workspace.lyceum("catalog", "apply", tmp_path)
        return name, f"Table {name}"

    return publish


def search_field(page):
    """Open the catalog and return its search field."""
    tab(page, "Catalog").click()
    return page.get_by_role("combobox", name="Search the catalog")


def card(page, title):
    return page.get_by_role("listitem", name=title)


def is_kept(request, words):
    """Tell whether a request has Lab's layout kept, with some words in it."""
    return request.method == "PUT" and "/api/workspaces/" in request.url and words in request.post_data.replace(" ", "")


def drag(page, source, target):
    """Take hold of one thing and let go above the middle of another."""
    start, end = source.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + 40, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + start["height"] / 2, steps=4)
    expect(page.locator(".lyc-DragImage")).to_be_visible()
    page.mouse.move(end["x"] + 200, end["y"] + 10, steps=8)
    page.mouse.up()


def test_an_analyst_finds_with_few_keys(the_workspace, page):
    join(page, invite(the_workspace, "finder"))
    field = search_field(page)
    field.press_sequentially("fligh")
    option = page.get_by_role("option", name="flights", exact=True)
    expect(option).to_be_visible()
    field.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    field.press("Enter")
    expect(field).to_have_value("flights")
    expect(card(page, FLIGHTS)).to_be_visible()

    field.fill("penguns")
    expect(page.get_by_role("status").get_by_text("Showing results for penguins")).to_be_visible()
    field.fill("")
    expect(card(page, "Airline names")).to_be_visible()
    expect(card(page, "First steps").get_by_role("button", name="Use")).to_be_visible()

    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_label("Kind", exact=True).select_option("template")
    expect(card(page, "Airline names")).to_have_count(0)
    page.get_by_label("Kind", exact=True).select_option("")
    page.get_by_label("Format", exact=True).select_option("csv")
    page.get_by_label("Domain", exact=True).select_option("transport")
    expect(card(page, "First steps")).to_have_count(0)
    chips = page.get_by_role("list", name="Filters")
    chips.get_by_role("button", name="Remove the filter Format: csv").click()
    expect(chips.get_by_role("button")).to_have_count(1)
    chips.get_by_role("button", name="Remove the filter Domain: transport").click()
    expect(chips).to_have_count(0)

    first = page.get_by_role("region", name="Catalog").get_by_role("listitem").first
    expect(first).to_have_accessible_name("Airline names")
    page.get_by_label("Sort").select_option("newest first")
    expect(first).not_to_have_accessible_name("Airline names")


def test_an_entry_has_a_page_that_comes_back(the_workspace, page, entry):
    _, title = entry()
    join(page, invite(the_workspace, "reader"))
    search_field(page).fill(title)
    page.get_by_role("button", name=title).click()
    page.get_by_role("button", name="Open", exact=True).click()
    article = page.get_by_role("article", name=title)
    for words in ("Before taxes.", "Five years, as the law wants.", "is present in at least 99 % of the rows"):
        expect(article.get_by_text(words)).to_be_visible()
    expect(article.get_by_role("tabpanel", name="Overview")).to_be_visible()

    article.get_by_role("tab", name="Overview").focus()
    with page.expect_request(lambda request: is_kept(request, '"tab":"columns"')):
        page.keyboard.press("ArrowRight")
    columns = article.get_by_role("tab", name="Columns")
    expect(columns).to_be_focused()
    expect(columns).to_have_attribute("aria-selected", "true")
    expect(article.get_by_role("tabpanel", name="Columns").get_by_text("carrier")).to_be_visible()
    expect(article.get_by_role("tabpanel", name="Overview")).to_have_count(0)

    page.reload()
    expect(article.get_by_role("tabpanel", name="Columns")).to_be_visible()
    article.get_by_role("tab", name="Columns").press("Home")
    article.get_by_role("button", name="airlines").click()
    expect(page.get_by_role("article", name="Airline names")).to_be_visible()


def test_an_entry_is_dropped_where_it_is_wanted_in_the_library_that_is_remembered(the_workspace, page):
    join(page, invite(the_workspace, "dragger"))
    search_field(page).fill("penguins")
    page.get_by_role("button", name="Penguins", exact=False).first.click()
    page.get_by_label("Library").select_option("polars")
    expect(page.get_by_text('to_reader("polars")').first).to_be_visible()
    page.get_by_role("button", name="Insert", exact=True).click()
    cells = page.locator(".jp-Notebook .jp-CodeCell")
    expect(cells.filter(has_text="open_entry")).to_have_count(1)
    await_kernel(page)
    cells.first.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".jp-OutputArea-output").get_by_text("bill_length_mm").first).to_be_visible()

    page.get_by_role("button", name="All entries").click()
    drag(page, page.get_by_role("listitem", name=re.compile("enguins")).first, cells.first)
    expect(cells.first).to_contain_text('open_entry("penguins").to_reader("polars").read()')
    expect(cells).to_have_count(3)

    page.reload()
    page.get_by_role("combobox", name="Search the catalog").fill("airlines")
    page.get_by_role("button", name="Airline names").click()
    expect(page.get_by_label("Library")).to_have_value("polars")


def test_a_search_is_kept_shared_and_deleted(the_workspace, page, new_page):
    title = f"Transport {uuid.uuid4().hex[:6]}"
    join(page, invite(the_workspace, "keeper"))
    search_field(page).fill("new york")
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_label("Domain", exact=True).select_option("transport")
    page.get_by_role("button", name="Saved", exact=True).click()
    page.get_by_role("button", name="Save this search…").click()
    page.get_by_role("dialog").get_by_role("textbox").fill(title)
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    kept = page.get_by_role("list", name="Saved searches").get_by_role("listitem", name=title)
    kept.get_by_label("shared").check()

    other = new_page()
    join(other, invite(the_workspace, "sharer"))
    search_field(other)
    other.get_by_role("button", name="Saved", exact=True).click()
    shared = other.get_by_role("listitem", name=title)
    expect(shared.get_by_text("by keeper")).to_be_visible()
    expect(shared.get_by_role("button")).to_have_count(1)
    shared.get_by_role("button", name=title).click()
    expect(other.get_by_label("Search the catalog")).to_have_value("new york")
    expect(other.get_by_role("button", name="Remove the filter Domain: transport")).to_be_visible()
    expect(card(other, FLIGHTS)).to_be_visible()

    kept.get_by_role("button", name=f"Delete “{title}”").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(kept).to_have_count(0)


def test_who_may_not_read_asks_and_is_let_in(the_workspace, page, entry):
    owner, token = the_workspace.person()
    name, title = entry(owner=owner, classification="confidential")
    join(page, invite(the_workspace, "asker"))
    search_field(page).fill(title)
    expect(card(page, title).get_by_role("button", name="Insert")).to_have_count(0)
    card(page, title).get_by_role("button", name="Request access").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Request access")).to_be_disabled()
    dialog.get_by_label("What do you need").fill("To compare pay by age.")
    dialog.get_by_label("For how long?").select_option("a month")
    dialog.get_by_role("button", name="Request access").click()
    expect(page.get_by_role("status").get_by_text(f"Its owner, {owner}, decides.")).to_be_visible()
    expect(page.get_by_role("button", name="Insert", exact=True)).to_have_count(0)

    asked = the_workspace.api(token, "GET", f"/api/requests?entry={name}").json()["items"]
    assert [(item["person"], item["purpose"], item["days"]) for item in asked] == [
        ("asker", "To compare pay by age.", 30)
    ]
    the_workspace.api(token, "POST", f"/api/requests/{asked[0]['id']}/grant", json={"days": 30}).raise_for_status()
    page.get_by_role("button", name="Open", exact=True).click()
    article = page.get_by_role("article", name=title)
    expect(article.get_by_role("status").get_by_text("You may read it until")).to_be_visible()
    article.get_by_role("button", name="Insert", exact=True).click()
    expect(page.locator(".jp-Notebook .jp-CodeCell").first).to_contain_text(f'open_entry("{name}").read()')


def test_a_deprecated_entry_says_what_to_use_instead(the_workspace, page, entry):
    owner, token = the_workspace.person()
    name, title = entry(owner=owner)
    body = {"reason": "Its numbers were rounded.", "successor": "airlines"}
    the_workspace.api(token, "POST", f"/api/entries/{name}/deprecate", json=body).raise_for_status()
    join(page, invite(the_workspace, "cautious"))
    search_field(page).fill(title)
    expect(card(page, title).get_by_text("deprecated, use airlines")).to_be_visible()
    page.get_by_role("button", name=title).click()
    expect(page.get_by_role("status").get_by_text("Its numbers were rounded.")).to_be_visible()
    page.get_by_role("status").get_by_role("button", name="airlines").click()
    expect(page.get_by_role("article", name="Airline names")).to_be_visible()

"""An entry judged and loaded without a mouse: what feeds it, what would notice a change, its versions, who uses it."""

import httpx
import pytest
from playwright.sync_api import expect

from support.records import dataset
from support.visitor import await_kernel, invite, join, nameless, walk_to

pytestmark = [pytest.mark.stack, pytest.mark.browser]

AIRLINES = [{"name": "csv", "reader": "csv", "url": "samples/airlines.csv"}]


@pytest.fixture
def reef(the_workspace):
    """Three entries made from one another; the middle one in two versions, and loaded in a notebook of somebody's."""
    _, admin = the_workspace.person(admin=True)
    diver, token = the_workspace.person()

    def publish(name, **said):
        record = dataset(name, owner="diver", steward="diver", resources=AIRLINES, **said)
        the_workspace.api(admin, "POST", "/api/entries", json=[record]).raise_for_status()

    publish("reef_dives", title="Dives")
    publish("reef", derived_from=["reef_dives"], domain="sea")
    publish("reef", derived_from=["reef_dives"], domain="sea", title="Reef of stones")
    publish("reef_map", title="Map", derived_from=["reef"])
    place = {"Authorization": f"token {token}", "Lyceum-Place": "notebook:dives/looks.ipynb"}
    httpx.get(f"{the_workspace.service}/intake/e/reef.json", headers=place, timeout=60).raise_for_status()
    return diver


def test_an_entry_is_found_judged_and_loaded_without_a_mouse(the_workspace, page, reef):
    join(page, invite(the_workspace, "diver"))
    press, write = page.keyboard.press, page.keyboard.type
    press("Control+Shift+C")
    expect(page.locator(".lm-CommandPalette-input:visible")).to_be_focused()
    write("open the catalog")
    expect(page.get_by_role("menuitem", name="Open the catalog")).to_be_visible()
    press("Enter")
    expect(page.get_by_role("combobox", name="Search the catalog")).to_be_focused()
    write("reef of st")
    walk_to(page.get_by_role("button", name="Filter", exact=True))
    press("Enter")
    expect(page.get_by_label("Domain", exact=True).get_by_role("option")).to_have_text(["Any", "sea (1)"])
    assert nameless(page.get_by_role("region", name="Catalog", exact=True)) == []
    walk_to(page.get_by_role("listitem", name="Reef of stones").get_by_role("button", name="Reef of stones"))
    press("Enter")
    walk_to(page.get_by_role("button", name="Open", exact=True))
    press("Enter")
    article = page.get_by_role("article", name="Reef of stones")
    walk_to(article.get_by_role("tab", name="Overview"))

    press("End")
    press("ArrowLeft")
    used = article.get_by_role("tabpanel", name="Use")
    expect(used.get_by_text("1 load by 1 person")).to_be_visible()
    expect(used.get_by_role("region", name="Who loaded it").get_by_role("row", name=reef)).to_be_visible()
    press("ArrowLeft")
    press("ArrowLeft")
    fed = article.get_by_role("region", name="What feeds it")
    expect(fed.get_by_role("listitem")).to_have_text("Reef of stones (data set) was made from Dives (data set)")
    noticed = article.get_by_role("region", name="What would notice a change")
    expect(noticed.get_by_text("Map (data set) was made from Reef of stones (data set)")).to_be_visible()
    expect(noticed.get_by_text(f"dives/looks.ipynb (notebook of {reef}) reads Reef of stones")).to_be_visible()
    walk_to(article.get_by_role("img", name="Reef of stones, data set"))
    press("ArrowLeft")
    expect(article.get_by_role("button", name="Dives, data set")).to_be_focused()

    walk_to(article.get_by_role("tab", name="Lineage"), "Shift+Tab")
    press("ArrowRight")
    changed = article.get_by_role("region", name="Compare versions").get_by_role("region", name="Title")
    expect(changed).to_contain_text("Reef of stones")
    assert nameless(article) == []
    walk_to(article.get_by_role("button", name="Insert version 1"))
    press("Enter")
    cell = page.locator(".jp-Notebook .jp-CodeCell").first
    expect(cell).to_contain_text('open_entry("reef", version=1).read()')
    expect(page.locator(".jp-Notebook:focus-within")).to_be_visible()
    await_kernel(page)
    press("Shift+Enter")
    expect(page.locator(".jp-OutputArea-output").get_by_text("carrier").first).to_be_visible()

"""An analyst judges data before loading: the first rows, and the profile that a steward has had made."""

import re

import pytest
from playwright.sync_api import expect

from support.records import dataset
from support.visitor import invite, join, tab

pytestmark = pytest.mark.browser


def entry_page(page, title):
    """Open an entry's page by its title."""
    tab(page, "Catalog").click()
    page.get_by_role("combobox", name="Search the catalog").fill(title)
    page.get_by_role("button", name=title).first.click()
    page.get_by_role("button", name="Open", exact=True).click()
    return page.get_by_role("article", name=title)


@pytest.fixture
def ebb(the_workspace):
    """A data set whose second version lies a metre higher, with a profile of each version."""
    _, admin = the_workspace.person(admin=True)
    for version, sea in enumerate((0, 100), 1):
        levels = "\n".join(f"{sea + each % 40},{each % 3}" for each in range(400))
        (the_workspace.folder / "shared" / f"ebb_{version}.csv").write_text(f"level,station\n{levels}\n")
        resources = [{"name": "csv", "reader": "csv", "url": f"ebb_{version}.csv"}]
        record = dataset("ebb", title="Ebb at three stations", resources=resources)
        the_workspace.api(admin, "POST", "/api/entries", json=[record]).raise_for_status()
        run = the_workspace.api(admin, "POST", "/api/entries/ebb/profile", json={}).json()
        assert the_workspace.ended(admin, run)["state"] == "succeeded"


def test_what_drifted_since_a_version_stands_beside_it(the_workspace, page, ebb):
    join(page, invite(the_workspace, "oceanographer"))
    article = entry_page(page, "Ebb at three stations")
    article.get_by_role("tab", name="Profile").click()
    columns = article.get_by_role("region", name="Columns")
    columns.get_by_label("Compare with").select_option("version 1")
    expect(columns.get_by_role("status").get_by_text("Drifted: level.")).to_be_visible()
    expect(columns.get_by_role("columnheader")).to_contain_text(["Column", "Version 2", "Version 1", "Drift"])
    expect(columns.get_by_role("row", name=re.compile("^level")).get_by_text("drifted")).to_be_visible()
    expect(columns.get_by_role("row", name=re.compile("^station")).get_by_text("drifted")).to_have_count(0)


def test_one_sees_the_first_rows_masked_and_how_groups_fared(the_workspace, page):
    _, token = the_workspace.person(admin=True)
    run = the_workspace.api(token, "POST", "/api/entries/loanapp/profile", json={}).json()
    join(page, invite(the_workspace, "judge"))
    article = entry_page(page, "Mortgage decisions in Boston, 1990")
    article.get_by_role("tab", name="Preview").click()
    expect(article.get_by_text("The first 50 of 1,989 rows. Personal values are masked.")).to_be_visible()
    rows = article.get_by_role("region", name="First rows").get_by_role("row")
    expect(rows).to_have_count(51)
    expect(rows.nth(1).get_by_text("••••").first).to_be_visible()
    assert the_workspace.ended(token, run)["state"] == "succeeded"
    article.get_by_role("tab", name="Profile").click()
    race = article.get_by_role("table", name="People by black")
    expect(race.get_by_role("row", name=re.compile(r"^1 10 % 68 %$"))).to_be_visible()
    expect(article.get_by_role("region", name="black").get_by_text("below four fifths")).to_be_visible()
    income = article.get_by_role("row", name=re.compile("^atotinc personal"))
    expect(income.get_by_text("personal: no values are told")).to_be_visible()
    expect(article.get_by_role("button", name="Make it again")).to_have_count(0)  # not theirs to make

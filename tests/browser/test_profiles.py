"""An analyst judges data before loading: the first rows, and the profile that a steward has had made."""

import re

import pytest
from playwright.sync_api import expect

from support.visitor import invite, join, tab

pytestmark = pytest.mark.browser


def entry_page(page, title):
    """Open an entry's page by its title."""
    tab(page, "Catalog").click()
    page.get_by_role("combobox", name="Search the catalog").fill(title)
    page.get_by_role("button", name=title).first.click()
    page.get_by_role("button", name="Open", exact=True).click()
    return page.get_by_role("article", name=title)


def test_one_sees_the_first_rows_masked_and_how_groups_fared(the_workspace, page):
    _, token = the_workspace.person("--admin")
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

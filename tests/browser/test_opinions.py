"""What people think of an entry, shown where it is found: a star, a comment; and templates near to one's notebook."""

import pytest
from playwright.sync_api import expect

from support.records import dataset
from support.visitor import invite, join, nameless, tab

pytestmark = [pytest.mark.stack, pytest.mark.browser]

SAID = "It **ends** in May. <img src=x onerror='document.title = 1'>"
AIRLINES = [{"name": "csv", "reader": "csv", "url": "samples/airlines.csv"}]


@pytest.fixture
def starfish(the_workspace):
    """A data set of somebody's, who is returned with a token."""
    _, admin = the_workspace.person(admin=True)
    owner, token = the_workspace.person()
    record = dataset("starfish", owner=owner, steward=owner, resources=AIRLINES)
    the_workspace.api(admin, "POST", "/api/entries", json=record).raise_for_status()
    return token


def test_an_entry_is_starred_and_commented_on_and_templates_are_near(the_workspace, page, starfish):
    join(page, invite(the_workspace, "stella"))
    tab(page, "Catalog").click()
    page.get_by_role("combobox", name="Search the catalog").fill("starfish")
    card = page.get_by_role("listitem", name="Starfish", exact=True)
    card.get_by_role("button", name="Starfish").click()
    detail = page.get_by_role("region", name="Starfish", exact=True)
    detail.get_by_role("button", name="Star", exact=True).click()
    expect(detail.get_by_role("button", name="Star", exact=True, pressed=True)).to_be_visible()
    expect(detail.get_by_text("1 star", exact=True)).to_be_visible()

    detail.get_by_role("button", name="Comment on it").click()
    article = page.get_by_role("article", name="Starfish")
    article.get_by_label("Your comment").fill(SAID)
    article.get_by_role("button", name="Comment", exact=True).click()
    comment = article.get_by_role("listitem", name="Comment of stella")
    expect(comment.locator("strong", has_text="ends")).to_be_visible()
    expect(comment.locator("img[onerror]")).to_have_count(0)
    expect(article.get_by_text("1 comment", exact=True)).to_be_visible()
    assert nameless(article) == []
    detail.get_by_role("button", name="All entries").click()
    expect(card.get_by_text("1 star", exact=True)).to_be_visible()
    told = the_workspace.api(starfish, "GET", "/api/inbox").json()["items"]
    assert [item["kind"] for item in told] == ["entry_comment"]

    tab(page, "Templates").click()
    page.get_by_role("listitem", name="Predict late flights").get_by_role("button", name="Use").click()
    near = page.get_by_role("region", name="Near to predict_delay")
    expect(near.get_by_role("listitem").first).to_contain_text("In common: ")
    near.get_by_role("button").first.click()
    expect(page.get_by_role("article", name="Preview of")).to_be_visible()

"""The steward's path, by two people: proposed, commented on, sent back, mended, approved and found; then ended.

And the owner's: who may read it, whether it still holds, and what becomes of a draft that two people change.
"""

import re

import httpx
import pytest
from playwright.sync_api import expect

from support.axe import violations_in_lab
from support.notebooks import notebook
from support.records import dataset
from support.visitor import invite, join, nameless, tab, walk_to

pytestmark = [pytest.mark.stack, pytest.mark.browser]


def make_steward(workspace, name):
    """Put somebody into the group of stewards before they log in."""
    workspace.token(name)
    boss = workspace.token("boss", admin=True)
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


def test_what_an_analyst_proposes_is_reviewed_mended_and_found(the_workspace, page, new_page):
    analyst, steward = page, new_page()
    make_steward(the_workspace, "stew")
    join(steward, invite(the_workspace, "stew"))
    join(analyst, invite(the_workspace, "ann"))

    submit(describe(analyst, "brest_tides", "Tides"))
    open_review(steward)
    expect(review_tab(steward)).to_have_accessible_name(re.compile(r"^Review: \d+ things? for you$"))
    rows(steward, "Waiting for me").filter(has_text="brest_tides").get_by_role("button").click()
    seen = steward.get_by_role("article", name="New entry brest_tides")
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
    mine = analyst.get_by_role("article", name="New entry brest_tides")
    expect(mine.get_by_role("note")).to_contain_text("Please name the place.")
    mine.get_by_role("button", name="Edit").click()
    form = analyst.get_by_role("article").filter(has=analyst.get_by_role("button", name="YAML"))
    form.get_by_label("Title", exact=True).fill("Tides at Brest")
    submit(form)

    expect(seen.get_by_text("You see the text from before.")).to_be_visible()
    expect(seen.get_by_role("button", name="Approve")).to_be_disabled()
    walk_to(seen.get_by_role("button", name="Show what it is now"))
    steward.keyboard.press("Enter")
    expect(title).to_contain_text("Tides at Brest")
    assert nameless(seen) == nameless(steward.get_by_role("region", name="Review")) == []
    walk_to(seen.get_by_role("button", name="Approve"), "Shift+Tab")
    steward.keyboard.press("Enter")
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
    publish(the_workspace, dataset("lighthouses", title="Lights of the coast"))
    join(page, invite(the_workspace, "stu"))
    entry_page(page, "Lights of the coast")
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


def publish(workspace, record):
    """Publish a record past review, as an administrator."""
    _, admin = workspace.person(admin=True)
    workspace.api(admin, "POST", "/api/entries", json=[record]).raise_for_status()


def entry_page(page, title):
    """Open an entry's page by its title."""
    tab(page, "Catalog").click()
    page.get_by_label("Search the catalog").fill(title)
    page.get_by_role("listitem", name=title).get_by_role("button").first.click()
    page.get_by_role("button", name="Open", exact=True).click()
    return page.get_by_role("article", name=title)


@pytest.fixture
def asking(the_workspace):
    """Two people who ask to read an entry of warden's: their names and tokens."""
    record = dataset("vault", title="What lies below", owner="warden", steward="warden", classification="confidential")
    publish(the_workspace, record)
    people = the_workspace.person(), the_workspace.person()
    for _, token in people:
        asked = {"purpose": "To compare them.", "days": 7}
        the_workspace.api(token, "POST", "/api/entries/vault/requests", json=asked).raise_for_status()
    return people


def test_an_owner_says_who_may_read_an_entry_confirms_it_retires_it_and_restores_it(the_workspace, page, asking):
    (welcome, his), (stranger, hers) = asking
    join(page, invite(the_workspace, "warden"))
    open_review(page)
    waiting = page.get_by_role("list", name="Waiting for me")
    first = waiting.get_by_role("listitem", name=f"{welcome} asks to read vault")
    expect(first).to_contain_text("To compare them.")
    assert nameless(page.get_by_role("region", name="Review")) == []
    first.get_by_role("spinbutton").fill("30")
    first.get_by_role("button", name="Grant").click()
    expect(first).to_have_count(0)
    second = waiting.get_by_role("listitem", name=f"{stranger} asks to read vault")
    second.get_by_role("button", name="Refuse…").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("The study is over.")
    page.get_by_role("dialog").get_by_role("button", name="Refuse").click()
    expect(second).to_have_count(0)
    read = [the_workspace.api(token, "GET", "/intake/e/vault.yaml").status_code for token in (his, hers)]
    assert read == [200, 403]
    told = the_workspace.api(hers, "GET", "/api/inbox").json()["items"]
    assert any("The study is over." in item["text"] for item in told)

    article = entry_page(page, "What lies below")
    manage = page.get_by_role("group", name="Manage this entry")
    manage.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("vault: noted that it still holds.")).to_be_visible()
    manage.get_by_role("button", name="Retire…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Nobody loads it")).to_have_count(0)  # it was opened above
    dialog.get_by_role("textbox", name="Why?").fill("It was emptied.")
    dialog.get_by_role("button", name="Retire").click()
    expect(article.get_by_text("This entry is retired. It was emptied.")).to_be_visible()
    found = the_workspace.api(his, "GET", "/api/entries?q=vault").json()["items"]  # it may mean other words
    assert "vault" not in {item["name"] for item in found}
    manage.get_by_role("button", name="Restore").click()
    expect(manage.get_by_role("button", name="Retire…")).to_be_visible()


@pytest.fixture
def colleague(the_workspace):
    """The steward of an entry of drafter's, as a function that changes the draft behind drafter's back."""
    name, token = the_workspace.person()
    publish(the_workspace, dataset("quay", title="Quays", owner="drafter", steward=name))

    def change(**said):
        draft = the_workspace.api(token, "GET", "/api/proposals?entry=quay").json()["items"][0]
        path = f"/api/proposals/{draft['id']}"
        record = {**the_workspace.api(token, "GET", path).json()["record"], **said}
        answer = the_workspace.api(token, "PUT", path, json={"record": record, "revision": draft["revision"]})
        assert answer.is_success, answer.text

    return change


def test_of_a_draft_that_two_people_change_neither_text_is_lost(the_workspace, page, colleague):
    join(page, invite(the_workspace, "drafter"))
    entry_page(page, "Quays")
    page.get_by_role("group", name="Manage this entry").get_by_role("button", name="Propose a change").click()
    form = page.get_by_role("article", name="Change quay")
    title, summary = (form.get_by_label(label, exact=True) for label in ("Title", "Summary"))
    title.fill("Quays and piers")
    saved = form.get_by_role("status").get_by_text("saved as a draft")
    expect(saved).to_be_visible()
    colleague(summary="Written elsewhere.")
    summary.fill("Written here.")
    both = form.get_by_role("alert", name="Two texts")
    expect(both).to_contain_text("Written elsewhere.")
    expect(both).to_contain_text("Written here.")
    assert nameless(form) == []
    both.get_by_role("button", name="Keep what I have here").click()
    expect(saved).to_be_visible()
    colleague(title="Quays of stone")
    summary.fill("Written again.")
    both.get_by_role("button", name="Take what is there").click()
    expect(title).to_have_value("Quays of stone")
    expect(summary).to_have_value("Written here.")

    form.get_by_role("button", name="Submit for review").click()
    proposal = page.get_by_role("article", name="A change of quay")
    proposal.get_by_role("button", name="Withdraw…").click()
    page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    expect(proposal.get_by_text("withdrawn", exact=True)).to_be_visible()


def propose_as_template(page):
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.get_by_role("menuitem", name="Propose as template…").click()


def test_a_notebook_is_proposed_as_a_template_and_reviewed_line_by_line(the_workspace, page):
    cells = {"level": "beginner", "duration": 5, "notebook": notebook("berth = 1", "berth + 1")}
    template = {**dataset("berths", title="Berths to let", owner="harbour"), "kind": "template", **cells}
    del template["resources"]
    publish(the_workspace, template)
    join(page, invite(the_workspace, "harbour"))
    tab(page, "Templates").click()
    page.get_by_role("listitem", name="Berths to let").get_by_role("button", name="Use").click()
    cell = page.locator(".jp-Notebook .jp-CodeCell").nth(1).locator(".cm-content")
    cell.fill('berth + 2\npassword = "hunter22"')
    propose_as_template(page)
    form = page.get_by_role("article", name="Change berths")
    form.get_by_role("button", name="Submit for review").click()
    secret = form.get_by_role("alert").filter(has_text="password in cell 2")
    expect(secret).to_contain_text("write `# not a secret` behind it")
    tab(page, "berths.ipynb").click()
    cell.fill('berth + 2\npassword = "hunter22"  # not a secret')
    propose_as_template(page)
    expect(secret).to_have_count(0)
    expect(form.get_by_label("Translation of")).to_have_count(0)
    form.get_by_label("Language", exact=True).select_option("français")
    form.get_by_label("Translation of").fill("berths_to_let")
    form.get_by_label("What is it about?").fill("Two more, not one.")
    form.get_by_role("button", name="Submit for review").click()
    proposal = page.get_by_role("article", name="A change of berths")
    expect(proposal.get_by_text("Two more, not one.")).to_be_visible()
    expect(proposal.get_by_role("region", name="Translates")).to_contain_text("berths_to_let")
    changed = proposal.get_by_role("region", name="The notebook")
    expect(changed.get_by_text("berth + 1")).to_be_visible()
    expect(changed.get_by_text("berth + 2")).to_be_visible()
    expect(changed.get_by_text("Cell 2 shows password, which is no secret as its author says.")).to_be_visible()
    assert nameless(proposal) == violations_in_lab(page) == []

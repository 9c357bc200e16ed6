"""The main job in a browser: join, find data, load it, start from a template, run it as a job, read its output."""

import re

import pytest
from playwright.sync_api import expect

from support.visitor import PASSWORD, await_kernel, form, form_of, invite, join, tab

pytestmark = [pytest.mark.stack, pytest.mark.browser]


def test_the_main_job(the_workspace, page):
    join(page, the_workspace.note["first_link"], name="first")

    start = page.locator(".jp-Launcher-section", has_text="Start").locator(".jp-LauncherCard")
    expect(start.filter(has_text="First steps")).to_be_visible()
    for way in ("Templates", "Learn", "Catalog"):
        start.filter(has_text=way).click()
        expect(page.get_by_role("region", name=way, exact=True)).to_be_visible()
    page.get_by_label("Search the catalog").fill("flight")
    expect(page.get_by_role("listitem", name=re.compile("Flights out")).locator("mark").first).to_be_visible()
    page.get_by_role("listitem", name=re.compile("Flights out of New York")).locator("time").click()
    page.get_by_role("button", name="Insert", exact=True).click()
    page.locator(".jp-Notebook .jp-CodeCell", has_text="open_entry").locator(".cm-content").click()
    await_kernel(page)
    page.keyboard.press("Shift+Enter")
    expect(page.get_by_text("336776 rows × 19 columns")).to_be_visible()

    tab(page, "Templates").click()
    card = page.get_by_role("listitem", name=re.compile("Explore a data set"))
    card.get_by_role("button", name="Use").click()
    expect(tab(page, "explore_dataset.ipynb")).to_be_visible()
    page.get_by_role("button", name="Run as job…").click()
    job = form(page)
    job.get_by_label("entry", exact=True).fill("penguins")
    job.get_by_label("top", exact=True).fill("3")
    job.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("main").get_by_role("status").get_by_text("succeeded")).to_be_visible()
    page.get_by_role("button", name="Open output").click()
    expect(page.get_by_text("notebook is read-only")).to_be_visible()
    output = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    expect(output.get_by_text("entry = 'penguins'")).to_be_visible()
    expect(output.get_by_text("344 rows, 8 columns").first).to_be_visible()


def test_a_schedule_is_read_back_in_words_and_can_be_paused(the_workspace, page):
    join(page, invite(the_workspace, "sched"))
    job = form_of(page, "First steps")
    job.get_by_role("radio", name="On a schedule").check()
    expect(job.get_by_text("Monday through Friday")).to_be_visible()
    job.get_by_role("button", name="Schedule", exact=True).click()
    expect(job).to_have_count(0)
    page.get_by_role("button", name="Pause", exact=True).click()
    page.get_by_role("button", name="Resume", exact=True).click()
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()


def test_a_wrong_value_is_told_beside_its_field_and_nothing_typed_is_lost(the_workspace, page):
    join(page, invite(the_workspace, "typo"))
    job = form_of(page, "Explore a data set")
    job.get_by_label("entry", exact=True).fill("penguins")
    job.get_by_label("top", exact=True).fill("")
    job.get_by_label("top", exact=True).press_sequentially("1.5")
    job.get_by_role("button", name="Run", exact=True).click()
    expect(job.get_by_role("alert").first).to_be_visible()
    expect(job.get_by_label("entry", exact=True)).to_have_value("penguins")


def test_a_failed_run_says_first_why(the_workspace, page):
    join(page, invite(the_workspace, "fail"))
    job = form_of(page, "Explore a data set")
    job.get_by_label("entry", exact=True).fill("no_such_entry")
    job.get_by_role("button", name="Run", exact=True).click()
    job.get_by_role("button", name="Run anyway").click()
    main = page.get_by_role("main")
    expect(main.get_by_role("status").get_by_text("failed", exact=True)).to_be_visible()
    expect(main.get_by_text("There is no published entry 'no_such_entry'").first).to_be_visible()
    main.get_by_text("and its traceback").click()
    expect(main.get_by_text("open_entry(entry)").first).to_be_visible()


def test_use_never_overwrites(the_workspace, page):
    join(page, invite(the_workspace, "twice"))
    tab(page, "Templates").click()
    card = page.get_by_role("listitem", name=re.compile("First steps"))
    for name in ("first_steps.ipynb", "first_steps-1.ipynb"):
        card.get_by_role("button", name="Use").click()
        expect(tab(page, name)).to_be_visible()


def test_a_wrong_password_is_refused_and_the_right_one_enters(the_workspace, page, new_page):
    join(page, invite(the_workspace, "back"))
    visitor = new_page()
    visitor.goto(f"{the_workspace.url}/hub/login")
    log_in(visitor, "not the password")
    expect(visitor.get_by_role("alert")).to_be_visible()
    log_in(visitor, PASSWORD)
    expect(visitor).to_have_url(re.compile("/user/back/lab"))


def log_in(visitor, password):
    visitor.get_by_label("Name").fill("back")
    visitor.get_by_label("Password", exact=True).fill(password)
    visitor.get_by_role("button", name="Log in").click()


def test_an_invitation_works_once(the_workspace, page, new_page):
    link = invite(the_workspace, "once")
    join(page, link)
    visitor = new_page()
    visitor.goto(link)
    expect(visitor.get_by_role("button", name="Enter")).to_have_count(0)
    expect(visitor.get_by_role("main")).to_contain_text("This link no longer works")

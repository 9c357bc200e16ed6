"""The run form in a browser: several values, an interval, what may go wrong, secrets, and an open notebook as a job."""

import re

import pytest
from playwright.sync_api import Page, expect

from support.visitor import form_of, invite, join, tab

pytestmark = [pytest.mark.stack, pytest.mark.browser]

EXPLORE = "Explore a data set"


def asked(workspace, name: str, path: str):
    """Ask the service as somebody who is there."""
    token = workspace.token(name)
    return workspace.api(token, "GET", path)


def several(job, parameter: str, values: str) -> None:
    job.get_by_role("button", name=f"Several values of {parameter}", exact=True).click()
    job.get_by_label(parameter, exact=True).fill(values)


def test_several_values_make_a_group_of_runs(the_workspace, page):
    join(page, invite(the_workspace, "sweep"))
    job = form_of(page, EXPLORE)
    job.get_by_label("entry", exact=True).fill("penguins")
    several(job, "top", "1..3")
    several(job, "sample_rows", "100, 200")
    expect(job.get_by_text("This makes 6 runs.")).to_be_visible()
    job.get_by_label("top", exact=True).fill("1..60")
    job.get_by_role("button", name="Run", exact=True).click()
    expect(job.get_by_role("alert")).to_contain_text("at most 100 runs")
    job.get_by_label("top", exact=True).fill("1..2")
    job.get_by_label("sample_rows", exact=True).fill("100")
    job.get_by_role("button", name="Run", exact=True).click()
    expect(job).to_have_count(0)
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", name=EXPLORE)).to_be_visible()
    expect(main.get_by_text("2 runs", exact=True)).to_be_visible()


def test_an_interval_is_read_back_kept_and_changed(the_workspace, page):
    join(page, invite(the_workspace, "interval"))
    job = form_of(page, EXPLORE)
    job.get_by_role("radio", name="On a schedule").check()
    expect(job.get_by_role("button", name=re.compile("Several values"))).to_have_count(0)
    job.get_by_label("Repeat").select_option("At an interval")
    job.get_by_label("Every", exact=True).fill("0")
    expect(job.get_by_role("alert")).to_contain_text("1 or more")
    job.get_by_label("Every", exact=True).fill("90")
    expect(job.get_by_text(re.compile("^Every 90 minutes"))).to_be_visible()
    expect(job.get_by_role("list", name="The next five runs").get_by_role("listitem")).to_have_count(5)
    job.get_by_text("More", exact=False).last.click()
    job.get_by_label("Keep the last").fill("7")
    job.get_by_role("button", name="Schedule", exact=True).click()
    expect(job).to_have_count(0)
    page.get_by_role("button", name="Edit…").click()
    job = page.get_by_role("dialog")
    expect(job.get_by_label("Every", exact=True)).to_have_value("90")
    job.get_by_label("Every", exact=True).fill("2")
    job.get_by_label("Unit").select_option("hours")
    job.get_by_role("button", name="Save").click()
    expect(job).to_have_count(0)
    expect(page.get_by_text(re.compile("^Every 2 hours"))).to_be_visible()
    [kept] = asked(the_workspace, "interval", "/api/schedules").json()["items"]
    assert (kept["every"], kept["keep"]) == (7200, {"count": 7})


def test_what_may_go_wrong_is_said_once_before_it_runs(the_workspace, page):
    join(page, invite(the_workspace, "warned"))
    job = form_of(page, EXPLORE)
    job.get_by_label("entry", exact=True).fill("no_such_entry")
    job.get_by_role("button", name="Run", exact=True).click()
    expect(job.get_by_role("alert")).to_contain_text("no_such_entry")
    job.get_by_role("button", name="Back").click()
    expect(job.get_by_role("alert")).to_have_count(0)
    expect(job.get_by_label("entry", exact=True)).to_have_value("no_such_entry")
    job.get_by_label("entry", exact=True).fill("nor_this_one")
    job.get_by_role("button", name="Run", exact=True).click()
    job.get_by_role("button", name="Run anyway").click()
    expect(job).to_have_count(0)
    expect(page.get_by_role("main").get_by_role("heading", name=EXPLORE)).to_be_visible()


def test_a_secret_is_added_by_keyboard_and_its_value_never_comes_back(the_workspace, page):
    join(page, invite(the_workspace, "secretive"))
    job = form_of(page, EXPLORE)
    job.get_by_text("More", exact=False).last.click()
    job.get_by_role("button", name="Add a secret…").click()
    secret = page.get_by_role("dialog", name="Add a secret")
    expect(secret.get_by_label("Secret’s name")).to_be_focused()
    page.keyboard.type("path")
    page.keyboard.press("Tab")
    page.keyboard.type("hunter two")
    page.keyboard.press("Enter")
    expect(secret.get_by_role("alert")).to_contain_text("Choose another name")
    secret.get_by_label("Secret’s name").fill("database_password")
    page.keyboard.press("Enter")
    expect(secret).to_have_count(0)
    expect(job.get_by_label("DATABASE_PASSWORD", exact=True)).to_be_checked()
    job.get_by_role("button", name="Add a secret…").click()
    page.keyboard.press("Escape")
    expect(secret).to_have_count(0)
    assert "hunter two" not in page.content()
    job.get_by_role("button", name="Run", exact=True).click()
    expect(job).to_have_count(0)
    [started] = asked(the_workspace, "secretive", "/api/runs").json()["items"]
    assert started["secrets"] == ["DATABASE_PASSWORD"]


def test_an_open_notebook_is_finished_as_a_job_with_its_unsaved_cells(the_workspace, page):
    join(page, invite(the_workspace, "finisher"))
    finish(page, 'print("never saved")')
    page.get_by_role("dialog").get_by_role("button", name="Queue", exact=True).click()
    expect(page.get_by_role("main").get_by_role("heading", name="My last work")).to_be_visible()
    [run] = asked(the_workspace, "finisher", "/api/runs").json()["items"]
    assert "never saved" in asked(the_workspace, "finisher", f"/api/runs/{run['id']}/notebook").text


def test_one_may_log_out_once_it_is_queued(the_workspace, page):
    join(page, invite(the_workspace, "leaver"))
    finish(page, 'print("saved before one leaves")')
    page.get_by_role("dialog").get_by_role("button", name="Queue and log out").click()
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    home = the_workspace.folder / "homes" / "lab-leaver"
    assert "saved before one leaves" in (home / "first_steps.ipynb").read_text()


def finish(page: Page, code: str) -> None:
    """Type into a notebook and choose *Finish as a job…*."""
    tab(page, "Templates").click()
    page.get_by_role("listitem", name=re.compile("First steps")).get_by_role("button", name="Use").click()
    page.locator(".jp-Notebook .jp-CodeCell .cm-content").first.click()
    page.keyboard.type(code)
    page.get_by_role("menuitem", name="File").click()
    page.get_by_role("menuitem", name="Finish as a job…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("from the top")).to_be_visible()
    dialog.get_by_label("Name").fill("My last work")
